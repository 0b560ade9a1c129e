"""Run migrations on the database that is given (`python -m wgtracker upgrade`), or on WGTRACKER_DATABASE_URL by hand."""

import os

from alembic import context
from sqlalchemy import Connection

from config import Config
from wgtracker.db import Database
from wgtracker.models import Base
from wgtracker.models.base import Instant

IN_DATABASE_ONLY = ("search_index",)
"""Tables that a migration makes by hand (the index of the search) and that models do not name."""


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Leave the database's own tables out of comparisons."""
    return kind not in ("table", "index") or not (name or "").startswith(IN_DATABASE_ONLY)


def render_item(kind: str, item: object, context: object) -> str | bool:
    """Write instants as the plain type they are, so that a migration never depends on what models become later."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def run(connection: Connection) -> None:
    """Run on one connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_name=include_name,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if isinstance(given, Connection):
    run(given)
else:
    database = Database(Config.from_env(os.environ).database_url)
    with database.engine.connect() as connection:
        run(connection)
