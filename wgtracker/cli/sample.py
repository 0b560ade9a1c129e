"""Write a sample consultation from the terminal."""

from pathlib import Path

import click

from wgtracker.errors import BadInput


@click.command("sample")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--delegations", type=click.IntRange(3, 130), help="How many delegations answer (standard: 3 to 60, 12 unless told; large: up to 130)."
)
@click.option(
    "--size", type=click.Choice(["standard", "large"]), default="standard", show_default=True, help="Large: 100 units, 130 files."
)
def command(out: Path, delegations: int | None, size: str) -> None:
    """Write a made-up consultation to OUT: a draft, returned Word files, a map, the meeting's facts, and what is expected."""
    from wgtracker.sample.consultation import LARGE_FILES, write_large, write_standard

    if size == "large":
        written = write_large(out, delegations or LARGE_FILES)
    elif delegations is not None and delegations > 60:
        raise BadInput("The standard sample has at most 60 delegations; for more, add --size large.")
    else:
        written = write_standard(out, delegations or 12)
    click.echo(f"Wrote {written.folder / 'draft.docx'} ({written.units} units) and {written.files} returned files in {out / 'returned'},")
    click.echo(f"with {written.amendments} amendments and {written.comments} comments; also map.csv, meeting.toml and expected.json.")
    click.echo(f"Next: python -m wgtracker compile {out / 'draft.docx'} {out / 'returned'}/*.docx -o paper.docx --map {out / 'map.csv'}")
