"""Let people in from the server itself: `python -m wgtracker user invite EMAIL`."""

import click


@click.group(name="user")
def command() -> None:
    """Invite people from the server: the first officers, or somebody whom no page reaches."""


@command.command(name="invite")
@click.argument("email")
@click.option("--name", default="", help="The person's name, for the letter.")
@click.option(
    "--role",
    type=click.Choice(["secretariat", "chair", "operator", "head", "drafter", "reviewer", "observer"]),
    multiple=True,
    default=("secretariat",),
    show_default=True,
    help="What the person shall be; may be given several times.",
)
@click.option("--body", "code", default="", help='Code of the body, such as "TIP": for a role in its Secretariat.')
@click.option("--body-name", default="", help="Its full name: makes the body where there is none of that code.")
@click.option("--session", default="", help='The session, such as "TIP10": for a Chair or operator, and with --delegation.')
@click.option("--delegation", default="", help="The delegation's name: for its people.")
def invite(email: str, name: str, role: tuple[str, ...], code: str, body_name: str, session: str, delegation: str) -> None:
    """Invite EMAIL and print the link of the invitation, which is also sent by mail."""
    from wgtracker.cli.instance import open_current, read_settings
    from wgtracker.cli.inviting import Wish, invite_person

    config = read_settings()
    with open_current(config) as database:
        said = invite_person(database, config.base_url, Wish(email, name, role, code, body_name, session, delegation))
    for line in said:
        click.echo(line)
