"""Compile: a draft and the files that delegations returned become the Conference Room Paper, its staff note and the report.

Here stands what a person may ask for; the work is in making.py, which is loaded when it is done.
"""

from pathlib import Path
from typing import get_args

import click

from wgtracker.papers.choices import Copy, Markup, Order


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
    from wgtracker.cli.making import Wish, make

    return make(Wish(draft, returned, paper, report, map_file, meeting_file, deadline, markup, order, copy, allow_unplaced))
