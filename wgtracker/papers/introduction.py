"""Write part I from the data: mandate, dates, how the text came to be circulated, what came in, how to read the marks.

A fact that is not known leaves its clause out; only where a sentence cannot stand without it, "[to be assigned]" is printed.
The paragraphs are unnumbered, so that "paragraph 3" means one thing in the room.
"""

from wgtracker.compile.meeting import UNASSIGNED, Meeting
from wgtracker.papers.masthead import has_asterisk, lies_ahead, name_meeting, plural, reason_of
from wgtracker.papers.prose import capitalize, count, deadline_in_full, in_words, instant_in_full, long_date, series, span_in_prose
from wgtracker.papers.tally import KINDS, Tally
from wgtracker.word.model import ParagraphOut, Run

PLURAL_OF = {key: (one, many) for key, one, many in KINDS}


def draw_introduction(meeting: Meeting, tally: Tally, legend: list[ParagraphOut]) -> list[ParagraphOut]:
    """Draw part I."""
    sentences = [
        "" if has_asterisk(meeting) else reason_of(meeting),
        " ".join(part for part in (_mandate(meeting), _chair(meeting)) if part),
        _unfinished(meeting),
        " ".join(part for part in (_circulation(meeting), _extension(meeting)) if part),
        " ".join(part for part in (_received(tally), _late(tally), _content(meeting, tally)) if part),
    ]
    opening = [ParagraphOut((Run("Introduction"),), "Heading1", (0, 0), keep_next=True)]
    opening.extend(_text(sentence) for sentence in sentences if sentence)
    closing = [_text(_as_received()), _text(_status(meeting))]
    return [*opening, *legend, *closing]


def draw_short_introduction(meeting: Meeting, legend: list[ParagraphOut]) -> list[ParagraphOut]:
    """Draw part I of a paper that prints a part only: why it is issued, how to read it; the rest stands in the paper that it corrects."""
    opening = [ParagraphOut((Run("Introduction"),), "Heading1", (0, 0), keep_next=True), _text(reason_of(meeting))]
    return [*opening, *legend, _text(_as_received()), _text(_status(meeting))]


def _text(sentence: str) -> ParagraphOut:
    return ParagraphOut((Run(sentence),), "WGText")


def _known(value: str) -> bool:
    return bool(value) and value != UNASSIGNED


def _mandate(meeting: Meeting) -> str:
    under = f", established pursuant to {meeting.mandate}," if _known(meeting.mandate) else ""
    where = f" in {meeting.place}" if _known(meeting.place) else ""
    when = f" {span_in_prose(meeting.opens_on, meeting.closes_on or meeting.opens_on)}" if meeting.opens_on else ""
    how = ""
    if _known(meeting.format):
        article = "an" if meeting.format[:1].lower() in "aeio" else "a"
        how = f", in {article} {meeting.format} format"
    who = f", with {meeting.participants} registered participants" if _known(meeting.participants) else ""
    if lies_ahead(meeting):
        return f"The {meeting.body}{under} will hold its {name_meeting(meeting)}{where}{when}{how}."
    return f"The {meeting.body}{under} held its {name_meeting(meeting)}{where}{when}{how}{who}."


def _chair(meeting: Meeting) -> str:
    if not _known(meeting.chair):
        return ""
    state = f" ({meeting.chair_state})" if _known(meeting.chair_state) else ""
    verb = "will be" if lies_ahead(meeting) else "was"
    return f"The {meeting.meeting_word} {verb} chaired by {meeting.chair}{state}."


def _unfinished(meeting: Meeting) -> str:
    if lies_ahead(meeting):
        return (
            f"The {plural(meeting.unit_name)} in the present paper have not been adopted; consultations on them are held in writing before "
            f"the {meeting.meeting_word}. At the request of the Chair, the Secretariat has compiled in the present paper the proposals and "
            "comments received."
        )
    return (
        f"The line-by-line negotiation of the text was not completed at the {meeting.meeting_word}. The {plural(meeting.unit_name)} in the "
        "present paper have therefore not been adopted, and consultations on them were continued in writing. At the request of the Chair, "
        "the Secretariat has compiled in the present paper the proposals and comments received."
    )


def _circulation(meeting: Meeting) -> str:
    start = f"On {long_date(meeting.circulated_on)}, the" if meeting.circulated_on else "The"
    by = f" by {deadline_in_full(meeting.deadline)}" if meeting.deadline else ""
    return (
        f"{start} Secretariat circulated the text to delegations and invited them to mark the changes that they wished to propose in the "
        f"text itself, and to add any comments, and to return the text to the Secretariat{by}."
    )


def _extension(meeting: Meeting) -> str:
    if not meeting.extended_from:
        return ""
    return f"That deadline had been extended from {deadline_in_full(meeting.extended_from)}."


def _received(tally: Tally) -> str:
    if not tally.counted:
        return "No submissions had been received when the present paper was prepared."
    kinds = series([f"{in_words(number)} {PLURAL_OF[key][0 if number == 1 else 1]}" for key, number in tally.kinds])
    sums = f"{count(len(tally.counted), 'submission')} received from {kinds}"
    if not tally.late:
        return f"The paper contains {sums}."
    on_time = sum(1 for submission in tally.counted if submission.late is False)
    unknown = len(tally.counted) - on_time - len(tally.late)
    of_those = f"{_were(on_time)} received by the deadline" if on_time or not unknown else ""
    unrecorded = f"for {in_words(unknown)} the time of receipt is not recorded" if unknown else ""
    return f"The paper contains {sums}. Of those, {series([part for part in (of_those, unrecorded) if part])}."


def _were(number: int) -> str:
    return f"{in_words(number) if number else 'none'} {'was' if number == 1 else 'were'}"


def _late(tally: Tally) -> str:
    number = len(tally.late)
    if not number:
        return ""
    what = "was" if number == 1 else "were"
    it = "it has" if number == 1 else "they have"
    listed = "is" if number == 1 else "are"
    return (
        f"{capitalize(in_words(number))} {what} received after the deadline; {it} been included and {listed} listed separately in annex II."
    )


def _content(meeting: Meeting, tally: Tally) -> str:
    if not tally.counted:
        return ""
    parts, without = [], []
    if tally.amended:
        parts.append(f"proposals on {in_words(tally.amended)} of the {in_words(tally.numbered)} {plural(meeting.unit_name)}")
    elif not tally.new:
        without.append(f"no proposals on the {plural(meeting.unit_name)}")
    if tally.new:
        parts.append(f"proposals for {count(tally.new, 'new paragraph')}")
    if tally.comments:
        parts.append(count(tally.comments, "comment"))
    else:
        without.append("no comments")
    who = "The submission contains" if len(tally.counted) == 1 else "The submissions contain"
    return " ".join(sentence for sentence in (_sentence(who, parts), _sentence("There were", without)) if sentence)


def _sentence(lead: str, parts: list[str]) -> str:
    return f"{lead} {series(parts)}." if parts else ""


def _as_received() -> str:
    return (
        "Proposals and comments are reproduced as received and have not been edited. The designations used in them are those of the "
        "delegations that made them and do not imply the expression of any opinion on the part of the Secretariat."
    )


def _status(meeting: Meeting) -> str:
    as_at = f" as at {instant_in_full(meeting.as_at, meeting.zone)}" if meeting.as_at else ""
    return (
        f"The present paper shows the status of the consultations{as_at} and has no other status. Nothing in it has been agreed, and it is "
        "without prejudice to the position of any delegation. The order of proposals is that of the names of delegations and implies no "
        "preference."
    )
