"""Back the database up: `python -m wgtracker backup FILE`."""

from pathlib import Path

import click


@click.command(name="backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> int:
    """Copy the whole database, originals and papers included, to FILE while others work; FILE.sha256 tells later that it is whole."""
    from wgtracker.cli.auditing import say_audit
    from wgtracker.cli.instance import open_filled, read_settings
    from wgtracker.services.backups import back_up

    with open_filled(read_settings()) as database:
        made = back_up(database, file)
    click.echo(f"Wrote {made.path} ({made.path.stat().st_size / 1e6:.1f} MB) and {made.path.name}.sha256.")
    return say_audit(made.audit)
