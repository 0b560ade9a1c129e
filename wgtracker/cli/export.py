"""Take everything of a session out: `python -m wgtracker export SESSION -o ZIP`."""

import io
from pathlib import Path

import click

from wgtracker.cli.output import Output, write_together


@click.command(name="export")
@click.argument("session")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The zip to write.")
def command(session: str, out: Path) -> None:
    """Write all of SESSION ("TIP10") into one zip: its data as JSON (docs/export.schema.json), papers, originals, and their hashes."""
    from wgtracker.cli.instance import open_current, read_settings
    from wgtracker.cli.places import find_session
    from wgtracker.services.export import export_session

    stream = io.BytesIO()
    with open_current(read_settings()) as database, database.read() as db:
        written = export_session(db, find_session(db, session).id, stream)
    write_together([Output(out, stream.getvalue())])
    click.echo(f"Wrote {out}: {written.rows:,} rows of {written.tables} tables, {written.files} files; SHA256SUMS holds their hashes.")
