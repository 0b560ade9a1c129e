"""Keep a filled database as data, so that each later version is tried on what the first one stored, on either engine.

python -m tests.migrations.filled     writes tests/migrations/filled-<newest migration>.json; done once for each release
"""

import base64
import json
import warnings
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, LargeBinary, MetaData, Table, create_engine, insert, select, text
from sqlalchemy.engine import Connection

from tests.make import make_stage
from wgtracker.compile.typed import write_amendment
from wgtracker.db import Database
from wgtracker.models import Draft
from wgtracker.queries.compilation import load_text
from wgtracker.services.draft_input import Place, Reason, save_amendment
from wgtracker.upgrade import newest, upgrade

HERE = Path(__file__).resolve().parent


def write() -> Path:
    """Fill a database with a small stage and an input that is being written, and keep its rows."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/filled.db")
        upgrade(database)
        with database.write() as db:
            stage = make_stage(db)
            unit = load_text(db, db.get_one(Draft, stage.draft_id)).draft.units[0]
            change = write_amendment(unit, f"{unit.text} As added by Brazil.")
            place = Place(stage.round_id, stage.delegations["Brazil"], 0)
            save_amendment(db, stage.heads["Brazil"], place=place, amendment=change, reason=Reason("For clarity.", True))
        database.close()
        engine = create_engine(f"sqlite:///{folder}/filled.db")
        with engine.connect() as connection:
            content = {table.name: _read(connection, table) for table in _reflect(connection)}
        engine.dispose()
    path = HERE / f"filled-{newest()}.json"
    path.write_text(json.dumps(content, indent=0, ensure_ascii=True) + "\n", encoding="ascii")
    return path


def fill(connection: Connection, path: Path) -> dict[str, int]:
    """Insert the kept rows into a database of that form; give how many rows each table has."""
    content: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="ascii"))
    # The rows point at each other in circles: they are checked when all are there, or not at all.
    unchecked = "PRAGMA defer_foreign_keys=ON" if connection.dialect.name == "sqlite" else "SET LOCAL session_replication_role = replica"
    connection.execute(text(unchecked))
    for table in _reflect(connection):
        for row in content.get(table.name, []):
            values = {name: _given(value, table.c[name].type) for name, value in row.items()}
            connection.execute(insert(table).values(**values))
    return {name: len(rows) for name, rows in content.items()}


def _reflect(connection: Connection) -> list[Table]:
    metadata = MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # amendments and comments point at each other; nothing here needs their order
        metadata.reflect(connection)
        tables = metadata.sorted_tables
    return [table for table in tables if table.name != "alembic_version" and not table.name.startswith("search_index")]


def _read(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [{key: _kept(value) for key, value in row.items()} for row in connection.execute(select(table)).mappings()]


def _kept(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime | date) else value


def _given(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else value


if __name__ == "__main__":
    write()
