"""Compile: a draft and the files that delegations returned become the Conference Room Paper, its staff note and the report."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from wgtracker.cli.cores import run_on_cores
from wgtracker.cli.intake import Intake, read_input, take_in_all
from wgtracker.cli.output import Output, write_together
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.deadline import read_deadline, read_zone
from wgtracker.compile.meeting import Meeting, read_meeting
from wgtracker.compile.model import Compilation, Count
from wgtracker.compile.returned_map import read_map
from wgtracker.errors import BadInput, NotBalanced
from wgtracker.papers.conference_room_paper import Copy, Markup, Order, conference_room_paper
from wgtracker.papers.readback import read_back
from wgtracker.papers.staff_note import staff_note
from wgtracker.word.gate import clean_line

UNREADABLE = 1


@click.command(name="compile")
@click.argument("draft", type=click.Path(path_type=Path))
@click.argument("returned", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", "paper", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The paper to write (.docx).")
@click.option("--report", "report", type=click.Path(path_type=Path, dir_okay=False), help="Write the whole compilation as JSON.")
@click.option("--map", "map_file", type=click.Path(path_type=Path, dir_okay=False), help="CSV: whose each file is, when it came.")
@click.option("--meeting", "meeting_file", type=click.Path(path_type=Path, dir_okay=False), help="TOML: the facts of the meeting.")
@click.option("--deadline", default="", help="Such as '2020-09-25T18:00 Europe/Vienna'; before that of the meeting file.")
@click.option("--markup", type=click.Choice(get_args(Markup)), default="bold", show_default=True, help="How changes are shown.")
@click.option("--order", type=click.Choice(get_args(Order)), default="paragraph", show_default=True, help="What comes first.")
@click.option(
    "--copy", "copy", type=click.Choice(get_args(Copy)), default="chair", show_default=True, help="For the room, or the Chair's own."
)
@click.option("--allow-unplaced", is_flag=True, help="Issue although something is unplaced: it is printed as Annex III.")
def command(
    draft: Path,
    returned: tuple[Path, ...],
    paper: Path,
    report: Path | None,
    map_file: Path | None,
    meeting_file: Path | None,
    deadline: str,
    markup: Markup,
    order: Order,
    copy: Copy,
    allow_unplaced: bool,
) -> int:
    """Make the Conference Room Paper from DRAFT and the RETURNED Word files (files, folders or zips).

    Beside the paper stands its staff note: what is held and what has to be placed by hand, with the reasons.
    """
    gc.disable()  # a short process that keeps what it makes: walking it in search of circles costs a third of the time
    note = paper.with_name(f"{paper.stem}.staff-note.docx")
    _refuse_overwriting([paper, note, *([report] if report else [])], [draft, *returned])
    meeting = read_meeting(meeting_file.read_bytes()) if meeting_file else Meeting()
    if deadline:
        meeting = meeting._replace(deadline=deadline)
    closes = read_deadline(meeting.deadline, meeting.zone) if meeting.deadline else None
    base = read_input(draft)
    intake = take_in_all(returned)
    names = [file.name for file in intake.files]
    rows = read_map(map_file.read_bytes(), names, read_zone(meeting.zone)) if map_file else {}
    _show_progress(f"Reading the draft and {len(names)} returned files …")
    compilation = consolidate(base, intake.files, rows, Terms(meeting.opens_on, closes, meeting.new_word), run_on_cores)
    _show_progress("Writing the paper …")
    made = conference_room_paper(
        compilation,
        meeting,
        markup=markup,
        order=order,
        copy=copy,
        unplaced="print" if allow_unplaced or copy == "chair" else "refuse",
        draft=base.content,
    )
    _check_paper(made.content, compilation, markup)
    outputs = [Output(paper, made.content), Output(note, staff_note(compilation, meeting))]
    if report:
        from wgtracker.compile.report import write_report

        outputs.append(Output(report, write_report(compilation)))
    write_together(outputs)
    _tell(compilation, intake, outputs)
    return UNREADABLE if any(one.unreadable for one in compilation.submissions) else 0


def _refuse_overwriting(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Refuse to write over what came in."""
    sources = {path.resolve() for path in inputs}
    for output in outputs:
        if sources & {output.resolve(), *output.resolve().parents}:
            raise BadInput(f"{output} would be written over, or among, the files that came in; choose another name or folder for it.")


def _check_paper(content: bytes, compilation: Compilation, markup: Markup) -> None:
    """Read the written paper back: every delegation's options and comments must be found in it."""
    missing = read_back(content, compilation, markup)
    if missing:
        raise NotBalanced(f"The paper was read back and does not hold all that came in, so nothing was written. Missing: {missing[0]}.")


def _show_progress(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(line, err=True)


def _tell(compilation: Compilation, intake: Intake, outputs: Sequence[Output]) -> None:
    """Say what was written, what is not in the text, and the account."""
    notes = [f"Ignored: {name}" for name in intake.ignored]
    notes += [f"Draft: {warning}" for warning in compilation.warnings]
    notes += [f"{one.file}: {warning}" for one in compilation.submissions for warning in one.warnings]
    for note in notes:
        click.echo(clean_line(note), err=True)
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
