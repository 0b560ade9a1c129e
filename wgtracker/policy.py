"""Say who may do what: the permission map is data, printed as a page and walked by the tests.

A grant is a role in one place: secretariat in a body, chair and operator in a session, the others in a delegation (and so in its
session, for what all delegations share).
"""

from typing import NamedTuple

from wgtracker.i18n import gettext as _
from wgtracker.models import Role

STAFF = frozenset({Role.SECRETARIAT})
CHAIR_DESK = frozenset({Role.SECRETARIAT, Role.CHAIR, Role.OPERATOR})
CLEARING = frozenset({Role.CHAIR, Role.OPERATOR})
OPERATING = frozenset({Role.SECRETARIAT, Role.OPERATOR})
DRAFTING = frozenset({Role.HEAD, Role.DRAFTER})
HEADS = frozenset({Role.HEAD})
INSIDE = frozenset({Role.HEAD, Role.DRAFTER, Role.REVIEWER})
MEMBERS = frozenset({Role.HEAD, Role.DRAFTER, Role.REVIEWER, Role.OBSERVER})
EVERYONE = CHAIR_DESK | MEMBERS


class Right(NamedTuple):
    """One line of the map. roles: who may; words: what, as the page of permissions prints it."""

    roles: frozenset[Role]
    words: str


RIGHTS: dict[str, Right] = {
    "see_session": Right(EVERYONE, "See a session, its agenda, its draft and its issued papers"),
    "manage_session": Right(STAFF, "Create and change sessions, agenda items and topics"),
    "import_draft": Right(STAFF, "Import a draft from Word"),
    "manage_delegations": Right(STAFF, "Add delegations and change their category"),
    "invite": Right(STAFF, "Invite people, renew and revoke invitations"),
    "manage_round": Right(STAFF, "Open, extend and close a round of consultation"),
    "receive_files": Right(STAFF, "Take in returned Word files and confirm them"),
    "place_by_hand": Right(STAFF, "Place by hand what is held or has no place"),
    "enter_contribution": Right(STAFF, "Enter a contribution from e-mail or the floor for a delegation"),
    "see_all_input": Right(CHAIR_DESK, "See every delegation's input while a round is open"),
    "see_stances": Right(CHAIR_DESK, "See stances and the position matrix"),
    "write_note": Right(CHAIR_DESK, "Write private notes beside the text"),
    "build_paper": Right(STAFF, "Build a paper and look at it"),
    "read_paper": Right(CHAIR_DESK, "Read a paper before it is issued"),
    "clear_paper": Right(CLEARING, "Clear a paper for issue, against its hash"),
    "issue_paper": Right(STAFF, "Issue a cleared paper"),
    "see_mail": Right(STAFF, "See the log of mail"),
    "see_history": Right(CHAIR_DESK, "See the history of any object"),
    "export": Right(STAFF, "Export everything of a session"),
    "operate_room": Right(OPERATING, "Act in the room for the Chair: decide on words, move the text, take it to the next paragraph"),
    "write_bridge": Right(CHAIR_DESK, "Write a bridging text: one wording made of several proposals, offered beside the text"),
    "freeze_text": Right(OPERATING, "Freeze and renumber the text, and record its adoption"),
    "follow_room": Right(EVERYONE, "Follow the reading of the text in the room"),
    "speak_in_room": Right(HEADS, "Propose, confirm, withdraw, object and take a position in the room for the own delegation"),
    "draft_input": Right(DRAFTING, "Write proposals and comments of the own delegation"),
    "submit_input": Right(HEADS, "Submit, replace and withdraw for the own delegation"),
    "see_own_input": Right(INSIDE, "See the own delegation's input"),
    "see_input_after_close": Right(EVERYONE, "See all published input once the round is closed"),
}
"""Action -> who may. What is not listed here nobody may do. Public pages (sessions, issued papers, trying a file) need no right."""


class Scope(NamedTuple):
    """Where something belongs."""

    body_id: int | None = None
    session_id: int | None = None
    delegation_id: int | None = None


class Grant(NamedTuple):
    """A role in one place. A delegation's people have the session_id and body_id of its session too, chair and operator the body_id."""

    role: Role
    body_id: int
    session_id: int | None = None
    delegation_id: int | None = None

    def covers(self, scope: Scope) -> bool:
        """Tell whether the scope lies in the place of the grant."""
        if scope.delegation_id is not None and self.delegation_id is not None and scope.delegation_id != self.delegation_id:
            return False
        if self.session_id is not None:
            return scope.session_id == self.session_id
        return scope.body_id == self.body_id


class Actor(NamedTuple):
    """Who acts. user_id None: nobody is signed in, or the system itself (name says which)."""

    user_id: int | None
    name: str
    email: str = ""
    zone: str = ""
    grants: tuple[Grant, ...] = ()

    @property
    def delegations(self) -> frozenset[int]:
        """Give the ids of the delegations this person belongs to."""
        return frozenset(grant.delegation_id for grant in self.grants if grant.delegation_id is not None)


NOBODY = Actor(None, "")
SYSTEM = Actor(None, "wgtracker", grants=())


class Allowed(NamedTuple):
    """Yes."""

    grant: Grant | None = None

    def __bool__(self) -> bool:
        return True


class Refused(NamedTuple):
    """No, with a sentence for the person."""

    reason: str

    def __bool__(self) -> bool:
        return False


def can(actor: Actor, action: str, scope: Scope) -> Allowed | Refused:
    """Decide whether the actor may do this here. A delegation's right counts for its own delegation only."""
    right = RIGHTS[action]
    for grant in actor.grants:
        if grant.role in right.roles and grant.covers(scope):
            return Allowed(grant)
    if actor.user_id is None:
        return Refused(_("Please sign in first."))
    return Refused(_("Your role does not allow this: %(words)s.", words=right.words[:1].lower() + right.words[1:]))
