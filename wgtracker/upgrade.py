"""Bring a database to the newest form: migrations, run by the program itself."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig

from wgtracker.db import Database

ROOT = Path(__file__).resolve().parent.parent


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that are missing, in one transaction where the database can."""
    with database.engine.connect() as connection:
        command.upgrade(_settings(connection), to)
        connection.commit()


def check(database: Database) -> None:
    """Raise where models and migrations differ (alembic's CommandError)."""
    with database.engine.connect() as connection:
        command.check(_settings(connection))


def _settings(connection: object) -> AlembicConfig:
    settings = AlembicConfig(ROOT / "alembic.ini")
    settings.attributes["connection"] = connection
    return settings
