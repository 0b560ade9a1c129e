"""Fill an empty database with the demonstration: `python -m wgtracker demo`."""

import click


@click.command(name="demo")
def command() -> None:
    """Fill an empty database with two meetings, and print a sign-in link for each role. A database with data in it is left alone."""
    from wgtracker.cli.instance import open_database, read_settings, show_url
    from wgtracker.demo.making import is_empty, make_demo, make_links
    from wgtracker.errors import BadInput
    from wgtracker.upgrade import upgrade_all

    config = read_settings()
    with open_database(config.database_url) as database:
        upgrade_all(database)
        with database.read() as db:
            if not is_empty(db):
                raise BadInput(
                    f"The database at {show_url(config.database_url)} holds data already; the demonstration fills only an empty one."
                )
        make_demo(database, config.base_url)
        click.echo("The ninth meeting and the tenth, whose round is open. Each link signs in once; press the button there:")
        for who, link in make_links(database, config.base_url):
            click.echo(f"{who}: {link}")
    click.echo("Next: python -m wgtracker serve")
