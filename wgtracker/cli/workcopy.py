"""Make a working copy of a draft to circulate: `python -m wgtracker workcopy DRAFT.docx -o OUT.docx`."""

from pathlib import Path

import click

from wgtracker.cli.output import Output, write_together
from wgtracker.errors import BadInput


@click.command("workcopy", short_help="Make a copy of a draft to circulate.")
@click.argument("draft", metavar="DRAFT.docx", type=click.Path(path_type=Path))
@click.option("-o", "out", metavar="OUT.docx", required=True, type=click.Path(path_type=Path), help="Where the working copy goes.")
def command(draft: Path, out: Path) -> None:
    """Write a copy of the draft with tracking on and a hidden bookmark at each paragraph, by which it is found when it comes back."""
    from wgtracker.word.gate import read_whole
    from wgtracker.word.workcopy import make_workcopy

    if out.resolve() == draft.resolve():
        raise BadInput(f"{out} is the draft itself and would be written over; give the working copy another name.")
    write_together([Output(out, make_workcopy(read_whole(draft), draft.name))])
    click.echo(f"Wrote {out}: circulate this copy; its paragraphs are recognized when it comes back with changes.")
