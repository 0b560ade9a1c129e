"""Put a backup back: `python -m wgtracker restore FILE`."""

from pathlib import Path

import click


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def command(file: Path) -> int:
    """Put a backup into the database that the settings name. That place must be empty: nothing is ever written over."""
    from wgtracker.cli.auditing import say_audit
    from wgtracker.cli.instance import open_database, read_settings, show_url
    from wgtracker.services.backups import restore

    config = read_settings()
    with open_database(config.database_url) as database:
        found = restore(database, file)
    click.echo(f"Restored {file} to {show_url(config.database_url)}.")
    return say_audit(found)
