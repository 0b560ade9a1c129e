"""Verify what is stored: `python -m wgtracker verify`."""

import click


@click.command(name="verify")
@click.option(
    "--noted", default="", metavar="NUMBER:HASH", help="An event as a paper or an earlier run stated it: shows that none was cut off."
)
def command(noted: str) -> int:
    """Walk the chain of events from its beginning, and check every stored file, account and paper. Exit code 1 where anything is amiss."""
    from wgtracker.cli.auditing import read_noted, say_audit
    from wgtracker.cli.instance import open_current, read_settings
    from wgtracker.services.audit import audit

    event = read_noted(noted)
    with open_current(read_settings()) as database, database.read() as db:
        found = audit(db, event)
    return say_audit(found)
