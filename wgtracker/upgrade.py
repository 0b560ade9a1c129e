"""Bring a database to the newest form: migrations, run by the program itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection

from wgtracker.db import Database
from wgtracker.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that are missing, in one transaction where the database can."""
    with database.engine.connect() as connection, _without_foreign_keys(connection):
        command.upgrade(settings_of(connection), to)
        connection.commit()


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite change a table by making it anew under the rows that point at it; they are checked before the connection goes back.

    The switch does nothing inside a transaction, so it is turned on the bare connection, before the first statement.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    bare = connection.connection
    bare.cursor().execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = bare.cursor().execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BadInput(f"After the upgrade {len(broken)} rows point at nothing; restore the backup and report this.")
    finally:
        bare.cursor().execute("PRAGMA foreign_keys=ON")


def upgrade_all(database: Database) -> int:
    """Run the migrations that are missing; give how many there were. Raises BadInput where the database is newer than the program."""
    try:
        missing = count_missing(database)
        if missing:
            upgrade(database)
    except (CommandError, RevisionError) as error:
        raise BadInput(
            "The database was made by a newer version of wgtracker than this one; start that version, or restore an older backup."
        ) from error
    return missing


def count_missing(database: Database) -> int:
    """Count the migrations that the database has not seen yet. Raises CommandError where it has seen one that nobody knows."""
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        script = ScriptDirectory.from_config(settings_of(connection))
    return sum(1 for _step in script.iterate_revisions("head", current or "base"))


def newest() -> str:
    """Give the number of the newest migration."""
    return ScriptDirectory.from_config(settings_of(None)).get_current_head() or ""


def check(database: Database) -> None:
    """Raise where models and migrations differ (alembic's CommandError)."""
    with database.engine.connect() as connection:
        command.check(settings_of(connection))


def settings_of(connection: object) -> AlembicConfig:
    """Give the settings that alembic runs with, on a connection."""
    settings = AlembicConfig(ROOT / "alembic.ini")
    settings.attributes["connection"] = connection
    return settings
