"""Say each act that is recorded as a sentence. It goes on after the name of who did it; %(…)s are values of the event."""

from wgtracker.i18n import lazy_gettext as say

SENTENCES = {
    # sessions, agenda, topics
    "create_session": say("created the session"),
    "change_session": say("changed the facts of the session"),
    "add_agenda_item": say("added item %(number)s of the agenda: %(title)s"),
    "change_agenda_item": say("changed item %(number)s of the agenda"),
    "remove_agenda_item": say("took away item %(number)s of the agenda: %(title)s"),
    "move_agenda_item": say("moved the agenda item “%(title)s” to place %(position)s"),
    "add_topic": say("added the topic “%(title)s”"),
    "change_topic": say("changed the topic “%(title)s”"),
    "remove_topic": say("took away the topic “%(title)s”"),
    "move_topic": say("moved the topic “%(title)s” to place %(position)s"),
    # drafts
    "preview_draft": say("gave in the draft “%(name)s” to be looked through"),
    "edit_draft": say("changed the draft before saving: %(what)s"),
    "undo_draft_edits": say("took back all changes of the draft; it is the original again"),
    "save_draft": say("saved the draft with %(units)s units"),
    "discard_draft": say("discarded the draft “%(name)s”"),
    # delegations and groups
    "add_delegations": say("added %(names_count)s delegations: %(names)s"),
    "change_delegation": say("changed the delegation"),
    "end_delegation": say("took the delegation %(name)s from the list; what it said is kept"),
    "remove_delegation": say("removed the delegation %(name)s, which had sent nothing"),
    "record_standings": say("recorded %(parties_count)s parties as %(standing)s under the instrument: %(parties)s"),
    "create_group": say("created the group %(name)s"),
    "change_group": say("changed the name of the group to %(name)s"),
    "add_members": say("added %(members_count)s members to the group %(name)s: %(members)s"),
    "end_membership": say("ended the membership of %(party)s in the group %(name)s on %(until)s"),
    # rounds
    "plan_round": say("planned round %(number)s with the deadline %(when)s"),
    "change_round": say("changed round %(number)s; its deadline is %(when)s"),
    "open_round": say("opened round %(number)s until %(when)s"),
    "extend_round": say("extended the round to %(when)s. Reason: %(reason)s"),
    "close_round": say("closed the round"),
}
"""Act, as services.events.record names it -> the sentence. A test finds every act in the services and asks for its sentence here."""
