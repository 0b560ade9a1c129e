"""Build the paper of a round from the database: `python -m wgtracker paper ROUND -o PAPER.docx`."""

from pathlib import Path
from typing import get_args

import click

from wgtracker.papers.choices import Copy, Markup, Order


@click.command(name="paper")
@click.argument("round_name", metavar="ROUND")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The paper to write (.docx).")
@click.option("--symbol", default="", help="Symbol that heads the paper; else that of the session.")
@click.option("--markup", type=click.Choice(get_args(Markup)), default="bold", show_default=True, help="How changes are shown.")
@click.option("--order", type=click.Choice(get_args(Order)), default="paragraph", show_default=True, help="What comes first.")
@click.option(
    "--copy", "copy", type=click.Choice(get_args(Copy)), default="chair", show_default=True, help="For the room, or the Chair's own."
)
@click.option("--allow-unplaced", is_flag=True, help="Write it although something is unplaced: it is printed as Annex III.")
def command(round_name: str, out: Path, symbol: str, markup: Markup, order: Order, copy: Copy, allow_unplaced: bool) -> None:
    """Build the paper of ROUND ("TIP10-1") as it stands now, with its staff note. Nothing is recorded; papers are issued on the pages."""
    from wgtracker.cli.instance import open_current, read_settings
    from wgtracker.cli.output import Output, write_together
    from wgtracker.cli.places import find_round, operator_of
    from wgtracker.services.papers import Wish, draw_paper, gather_paper

    with open_current(read_settings()) as database, database.read() as db:
        round_ = find_round(db, round_name)
        wish = Wish(symbol=symbol, markup=markup, order=order, copy=copy, prints_unplaced=allow_unplaced)
        gathered = gather_paper(db, operator_of(round_.session.body_id), round_id=round_.id, wish=wish)
    drawn = draw_paper(gathered)
    note = out.with_name(f"{out.stem}.staff-note.docx")
    write_together([Output(out, drawn.content), Output(note, drawn.note)])
    click.echo(f"Wrote {out} and {note}: {len(gathered.ids)} submissions, as at {gathered.as_at:%Y-%m-%d %H:%M:%S} UTC.")
