"""Make the paper, its staff note and the report from a draft and the returned files, and say what became of them."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from wgtracker.cli.cores import run_on_cores
from wgtracker.cli.intake import read_input, take_in_all
from wgtracker.cli.output import Output, write_together
from wgtracker.clock import read_zone
from wgtracker.compile.base import InputFile
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.deadline import read_deadline
from wgtracker.compile.intake import Intake
from wgtracker.compile.meeting import Meeting, read_meeting
from wgtracker.compile.model import Compilation, Count
from wgtracker.compile.returned_map import read_map
from wgtracker.errors import BadInput, NotBalanced
from wgtracker.papers.choices import Copy, Markup, Order
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.readback import read_back
from wgtracker.papers.staff_note import staff_note
from wgtracker.word.gate import strip_controls

UNREADABLE = 1


class Wish(NamedTuple):
    """What was asked for on the command line."""

    draft: Path
    returned: tuple[Path, ...]
    paper: Path
    report: Path | None
    map_file: Path | None
    meeting_file: Path | None
    deadline: str
    markup: Markup
    order: Order
    copy: Copy
    allow_unplaced: bool


def make(wish: Wish) -> int:
    """Do what was asked for; give the exit code: 0, or 1 where some file could not be read."""
    gc.disable()  # a short process that keeps what it makes: walking it in search of circles costs a third of the time
    note = wish.paper.with_name(f"{wish.paper.stem}.staff-note.docx")
    given = [path for path in (wish.draft, *wish.returned, wish.map_file, wish.meeting_file) if path is not None]
    _refuse_overwriting([wish.paper, note, *([wish.report] if wish.report else [])], given)
    meeting = _read_meeting(wish)
    base = read_input(wish.draft)
    intake = take_in_all(wish.returned)
    compilation = _compile(wish, meeting, base, intake)
    _show_progress("Writing the paper …")
    content = _draw(wish, compilation, meeting, base.content)
    outputs = [Output(wish.paper, content), Output(note, staff_note(compilation, meeting))]
    if wish.report:
        from wgtracker.compile.report import write_report

        outputs.append(Output(wish.report, write_report(compilation)))
    write_together(outputs)
    _tell(compilation, intake, outputs)
    return UNREADABLE if any(one.unreadable for one in compilation.submissions) else 0


def _read_meeting(wish: Wish) -> Meeting:
    meeting = read_meeting(wish.meeting_file.read_bytes()) if wish.meeting_file else Meeting()
    return meeting._replace(deadline=wish.deadline) if wish.deadline else meeting


def _compile(wish: Wish, meeting: Meeting, draft: InputFile, intake: Intake) -> Compilation:
    closes = read_deadline(meeting.deadline, meeting.zone) if meeting.deadline else None
    names = [file.name for file in intake.files]
    rows = read_map(wish.map_file.read_bytes(), names, read_zone(meeting.zone)) if wish.map_file else {}
    _show_progress(f"Reading the draft and {_count(len(names), 'returned file')} …")
    return consolidate(draft, intake.files, rows, Terms(meeting.opens_on, closes, meeting.new_word), run_on_cores)


def _draw(wish: Wish, compilation: Compilation, meeting: Meeting, draft: bytes) -> bytes:
    """Draw the paper and read it back: every delegation's options and comments must be found in it. Raises NotBalanced."""
    made = conference_room_paper(
        compilation,
        meeting,
        markup=wish.markup,
        order=wish.order,
        copy=wish.copy,
        unplaced="print" if wish.allow_unplaced or wish.copy == "chair" else "refuse",
        draft=draft,
    )
    missing = read_back(made.content, compilation, wish.markup)
    if missing:
        raise NotBalanced(f"The paper was read back and does not hold all that came in, so nothing was written. Missing: {missing[0]}.")
    return made.content


def _refuse_overwriting(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Refuse to write over what came in."""
    sources = {path.resolve() for path in inputs}
    for output in outputs:
        if sources & {output.resolve(), *output.resolve().parents}:
            raise BadInput(f"{output} would be written over, or among, the files that came in; choose another name or folder for it.")


def _show_progress(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(line, err=True)


def _tell(compilation: Compilation, intake: Intake, outputs: Sequence[Output]) -> None:
    """Say what was written, what is not in the text, and the account."""
    notes = [f"Ignored: {name}" for name in intake.ignored]
    notes += [f"Draft: {warning}" for warning in compilation.warnings]
    notes += [f"{one.file}: {warning}" for one in compilation.submissions for warning in one.warnings]
    for note in notes:
        click.echo(strip_controls(note), err=True)
    in_force = [one for one in compilation.submissions if not one.unreadable and one.superseded_by is None]
    amendments = sum(len(one.amendments) for one in in_force)
    comments = sum(len(one.comments) for one in in_force)
    held = sum(len(one.held) for one in in_force)
    unplaced = sum(len(one.unplaced) for one in in_force)
    account = compilation.account
    lines = [
        f"{_count_files(compilation)}: {_count(amendments, 'amendment')} and {_count(comments, 'comment')} placed, "
        f"{_count(held, 'item')} held, {unplaced} to be placed by hand.",
        f"Letters inserted: {_balance(account.inserted)}",
        f"Letters deleted:  {_balance(account.deleted)}",
        f"Comments:         {_balance(account.comments)}",
        *(f"Wrote {output.path}" for output in outputs),
    ]
    click.echo("\n".join(lines))


def _count_files(compilation: Compilation) -> str:
    """Count the files, and apart those that say nothing in the paper: replaced by a later one, or not readable."""
    files = len(compilation.submissions)
    replaced = sum(1 for one in compilation.submissions if one.superseded_by is not None)
    unreadable = sum(1 for one in compilation.submissions if one.unreadable)
    apart = [f"{replaced} replaced"] * bool(replaced) + [f"{unreadable} not readable"] * bool(unreadable)
    return _count(files, "file") + (f" ({', '.join(apart)})" if apart else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _balance(count: Count) -> str:
    return f"{count.in_file} in the files = {count.placed} placed + {count.held} held + {count.unplaced} unplaced"
