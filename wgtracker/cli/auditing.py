"""Say what an audit found, and read what somebody noted of an earlier one."""

import re

import click

from wgtracker.errors import BadInput
from wgtracker.services.audit import Audit

AMISS = 1


def say_audit(found: Audit) -> int:
    """Print what was checked and each fault; give the exit code."""
    click.echo(f"Checked {found.events:,} events, {found.files:,} files, {found.submissions:,} submissions, {found.papers:,} papers.")
    click.echo(f"Last event: {found.last}:{found.hash}")
    for fault in found.faults:
        click.echo(fault, err=True)
    if found.faults:
        click.echo("Something is amiss. Keep this database as it is, and compare it with a backup.", err=True)
        return AMISS
    click.echo("Everything is as it was stored.")
    return 0


def read_noted(words: str) -> tuple[int, str] | None:
    """Read "NUMBER:HASH". Raises BadInput."""
    if not words:
        return None
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", words.strip())
    if found is None:
        raise BadInput(f"“{words}” is no event; write its number, a colon and its hash of 64 letters, as verify prints them.")
    return int(found[1]), found[2]
