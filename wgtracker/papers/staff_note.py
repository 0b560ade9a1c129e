"""Write the staff note, a file apart from the paper: what is held or unplaced and why, the account of each file, warnings."""

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation, Count, Submission
from wgtracker.papers.asides import draw_asides
from wgtracker.papers.editorial import check_draft
from wgtracker.papers.masthead import page_footer, running_header, title_of
from wgtracker.papers.prose import figures
from wgtracker.papers.sources import gather
from wgtracker.word.model import Block, Document, ParagraphOut, Run, TableOut
from wgtracker.word.write import write

MARK = "Staff note – not for distribution"
WIDTHS = (2600, 1920, 1912, 1912)


def staff_note(compilation: Compilation, meeting: Meeting) -> bytes:
    """Make the note as a Word file."""
    outline = gather(compilation, meeting).outline
    body: list[Block] = [
        ParagraphOut((Run("Staff note"),), "Title", keep_next=True),
        ParagraphOut((Run(f"To the paper “{title_of(meeting)}”. {MARK.partition(' – ')[2].capitalize()}."),), "WGText"),
    ]
    unplaced = draw_asides(compilation, outline, lambda submission: submission.unplaced)
    held = draw_asides(compilation, outline, lambda submission: submission.held)
    _add(body, "Not placed: each item waits for a hand", unplaced, "Everything that came in has its place.")
    _add(body, "Held: not printed as the delegation's until someone decides".replace("'", "’"), held, "Nothing is held.")
    _add(body, "Files", _draw_warnings(compilation), "No file gave cause for a warning.")
    body.append(ParagraphOut((Run("Account"),), "Heading1", keep_next=True))
    body.append(ParagraphOut((Run("Characters without white space; each count is in the file = placed + held + unplaced."),), "WGText"))
    body.append(_draw_account(compilation))
    editorial = [_entry(warning[:1].upper() + warning[1:]) for warning in check_draft(compilation, outline)]
    _add(body, "The draft, with an editor's eye".replace("'", "’"), editorial, "Nothing to remark.")
    title = f"Staff note: {title_of(meeting)}"
    return write(Document(title, "en-GB", tuple(body), creator="Secretariat", header=running_header(meeting, MARK), footer=page_footer()))


def _add(body: list[Block], title: str, entries: list[ParagraphOut], nothing: str) -> None:
    body.append(ParagraphOut((Run(title),), "Heading1", keep_next=True))
    body.extend(entries or [ParagraphOut((Run(nothing),), "WGText")])


def _entry(text: str, lead: str = "") -> ParagraphOut:
    return ParagraphOut((Run(lead, "WGNumber"), Run(text)), "WGEntry")


def _in_order(compilation: Compilation) -> list[Submission]:
    order = {delegation.name: index for index, delegation in enumerate(compilation.delegations)}
    return sorted(compilation.submissions, key=lambda s: (order.get(s.delegation, len(order)), s.delegation, s.file))


def _draw_warnings(compilation: Compilation) -> list[ParagraphOut]:
    out = [_entry(warning) for warning in compilation.warnings]
    for submission in _in_order(compilation):
        notes = [submission.unreadable] if submission.unreadable else []
        if submission.superseded_by:
            notes.append(f"Replaced by {submission.superseded_by}.")
        if not submission.publish:
            notes.append("Not to be published: all its input is held.")
        if submission.format_changes:
            notes.append(f"{figures(submission.format_changes, 'change')} of formatting alone, not compiled.")
        out.extend(_entry(f" {note}", f"{submission.file}:") for note in (*notes, *submission.warnings))
    return out


def _draw_account(compilation: Compilation) -> TableOut:
    head = tuple((ParagraphOut((Run(word),), "WGTableHead"),) for word in ("File", "Inserted", "Deleted", "Comments"))
    rows = [_row(s.file, s.account.inserted, s.account.deleted, s.account.comments) for s in _in_order(compilation)]
    total = compilation.account
    rows.append(_row("All files", total.inserted, total.deleted, total.comments))
    return TableOut(WIDTHS, (head, *rows), caption="Account of each file", description="One row for each file; the last row is the sum.")


def _row(name: str, *counts: Count) -> tuple[tuple[ParagraphOut, ...], ...]:
    cells = [name, *(_sum(count) for count in counts)]
    return tuple((ParagraphOut((Run(cell),), "WGTable"),) for cell in cells)


def _sum(count: Count) -> str:
    return f"{count.in_file:,} = {count.placed:,} + {count.held:,} + {count.unplaced:,}"
