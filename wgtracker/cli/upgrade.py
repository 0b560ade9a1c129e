"""Bring the database to the form that this version works with: `python -m wgtracker upgrade`."""

import click


@click.command(name="upgrade")
def command() -> None:
    """Make the database, or bring it to the form that this version of the program works with. Back it up before (backup)."""
    from wgtracker.cli.instance import open_database, read_settings, show_url
    from wgtracker.upgrade import upgrade_all

    config = read_settings()
    with open_database(config.database_url) as database:
        steps = upgrade_all(database)
    done = f"{steps} {'step' if steps == 1 else 'steps'} done" if steps else "nothing was left to do"
    click.echo(f"The database at {show_url(config.database_url)} is up to date; {done}.")
