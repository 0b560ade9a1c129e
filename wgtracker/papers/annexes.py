"""Draw the annexes: I the input by delegation, II the submissions with the time received, III what has no place."""

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation, Submission
from wgtracker.papers.asides import draw_asides
from wgtracker.papers.outline import Outline
from wgtracker.papers.prose import capitalize, figures, local_time, zone_name
from wgtracker.papers.tally import NAMES, Tally
from wgtracker.word.model import Block, ParagraphOut, Run, TableOut
from wgtracker.word.runs import is_mixed

WIDTHS = (3060, 1900, 1060, 2320)
LANGUAGES = {"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish"}


def draw_annex_heading(number: str, title: str) -> ParagraphOut:
    """Draw "Annex I" with its title; each annex begins a page."""
    return ParagraphOut((Run(f"Annex\u00a0{number}. {title}"),), "Heading1", keep_next=True, page_break_before=True)


def draw_submissions(compilation: Compilation, meeting: Meeting, tally: Tally) -> list[Block]:
    """Draw annex II: submissions in time, late ones apart, replaced and unreadable ones named, and what the paper was made from.

    Where some came late, those whose time of receipt nobody recorded stand apart too: nothing is said of when they came.
    """
    rows = _in_order(compilation, tally)
    late = [s for s in rows if s.late]
    in_time = [s for s in rows if s.late is False or (s.late is None and not late)]
    unknown = [s for s in rows if s.late is None and late]
    blocks: list[Block] = []
    number = len(tally.counted) + len(tally.superseded) + len(tally.unreadable)
    files = f"{figures(number, 'file')} and " if number else ""
    blocks.append(_text(f"The present paper was prepared from {files}the draft whose SHA-256 digest is {compilation.draft_sha256}."))
    if not number:
        blocks.append(_text("No submissions had been received."))
    if any(s.received_at for s in rows):
        blocks.append(_text(f"Times are given in {zone_name(meeting.zone)}." if meeting.zone else "Times are given as recorded."))
    if in_time and len(in_time) < number:
        blocks.append(_lead("Submissions received by the deadline" if late else "Submissions received"))
    if in_time:
        blocks.append(_table(in_time, meeting, "Submissions received" + (" by the deadline" if late else "")))
    if unknown:
        blocks.append(_lead("Submissions whose time of receipt is not recorded"))
        blocks.append(_table(unknown, meeting, "Submissions whose time of receipt is not recorded"))
    if late:
        blocks.append(_lead("Submissions received after the deadline"))
        blocks.append(_table(late, meeting, "Submissions received after the deadline"))
    blocks.extend(_replaced(tally, compilation, meeting))
    if tally.unreadable:
        names = "; ".join(sorted(s.delegation for s in tally.unreadable))
        blocks.append(_lead("Submissions received in a form that could not be read"))
        blocks.append(_text(f"{names}. The words of these submissions are not included in the present paper."))
    return blocks


def list_submissions(compilation: Compilation, meeting: Meeting, tally: Tally) -> list[str]:
    """Give annex II as lines of words, where no table can stand."""
    rows = [f"{_name_in_full(s)}: {_when(s, meeting)}{' (after the deadline)' if s.late else ''}" for s in _in_order(compilation, tally)]
    replaced = [f"{s.delegation}: replaced by a later submission" for s in sorted(tally.superseded, key=lambda s: (s.delegation, s.file))]
    unreadable = [f"{s.delegation}: could not be read" for s in sorted(tally.unreadable, key=lambda s: (s.delegation, s.file))]
    return [*rows, *replaced, *unreadable, f"SHA-256 digest of the draft: {compilation.draft_sha256}"]


def _in_order(compilation: Compilation, tally: Tally) -> list[Submission]:
    order = {delegation.name: index for index, delegation in enumerate(compilation.delegations)}
    return sorted(tally.counted, key=lambda s: (order.get(s.delegation, len(order)), s.delegation, s.received_at or "", s.file))


def _replaced(tally: Tally, compilation: Compilation, meeting: Meeting) -> list[Block]:
    if not tally.superseded:
        return []
    received = {s.file: s.received_at for s in compilation.submissions}
    lines = []
    for old in sorted(tally.superseded, key=lambda s: (s.delegation, s.file)):
        later = received.get(old.superseded_by or "")
        when = f"received {_when(old, meeting)}, " if old.received_at else ""
        by = f" received {local_time(later, meeting.zone)}" if later else ""
        sentence = f"{old.delegation}: submission {when}replaced by the submission{by}"
        lines.append(ParagraphOut((Run(sentence if sentence.endswith(".") else f"{sentence}."),), "WGEntry"))
    return [_lead("Submissions replaced by a later one of the same delegation"), *lines]


def _text(sentence: str) -> ParagraphOut:
    return ParagraphOut((Run(sentence),), "WGText")


def _lead(words: str) -> ParagraphOut:
    return ParagraphOut((Run(words),), "Heading2", keep_next=True)


def _when(submission: Submission, meeting: Meeting) -> str:
    return local_time(submission.received_at, meeting.zone) if submission.received_at else "not recorded"


def _cell(text: str, style: str = "WGTable") -> tuple[ParagraphOut, ...]:
    return (ParagraphOut((Run(text),), style),)


def _name_in_full(submission: Submission) -> str:
    full = submission.on_behalf_of
    if not full:
        return submission.delegation
    return full if submission.delegation in full else f"{submission.delegation}, on behalf of {full}"


def language_of(submission: Submission) -> str:
    """Name the language of a submission; found from its words where the map does not say."""
    if submission.language:
        return LANGUAGES.get(submission.language.lower()[:2], submission.language)
    return "–" if not any(is_mixed(a.proposed) for a in submission.amendments) else "not recorded"


def _category(submission: Submission) -> str:
    return capitalize(NAMES.get(submission.category, NAMES["other"]))


def _table(rows: list[Submission], meeting: Meeting, caption: str) -> TableOut:
    head = tuple(_cell(word, "WGTableHead") for word in ("Delegation", "Category", "Language", "Received"))
    body = [tuple(_cell(text) for text in (_name_in_full(s), _category(s), language_of(s), _when(s, meeting))) for s in rows]
    return TableOut(WIDTHS, (head, *body), caption=caption, description="One row for each submission, in the order of the paper.")


def draw_unplaced(compilation: Compilation, outline: Outline) -> list[ParagraphOut]:
    """Draw annex III: what could not be attributed to a place in the text, as received."""
    lead = _text("The following input could not be attributed to a place in the text and is reproduced as received.")
    return [lead, *draw_asides(compilation, outline, lambda submission: submission.unplaced)]
