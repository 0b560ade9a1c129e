"""Pages ask the database as often with many amendments as with few."""

from pathlib import Path

from sqlalchemy import event

from bench.rows import fill
from config import Config
from wgtracker import create_app
from wgtracker.db import Database
from wgtracker.models import Base

STAFF = (
    "/r/{round}/chair", "/r/{round}/chair/p/3", "/r/{round}/desk", "/r/{round}/amendments", "/r/{round}/submissions",
    "/r/{round}/matrix", "/r/{round}/papers", "/r/{round}/placing", "/s/1/desk", "/s/1/delegations", "/s/1/history",
    "/search?q=prevention",
)  # fmt: skip
OWN = ("/r/{round}", "/r/{round}/p/{unit}", "/delegate")


def count_statements(tmp_path: Path, delegations: int) -> dict[str, int]:
    database = Database(f"sqlite:///{tmp_path / f'{delegations}.db'}")
    Base.metadata.create_all(database.engine)
    filled = fill(database, units=8, delegations=delegations)
    app = create_app(Config(database.url, "http://localhost", tmp_path, "test"))
    served: Database = app.extensions["wgtracker_db"]
    statements: list[str] = []
    event.listen(served.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    counts = {}
    for cookie, addresses in ((filled.officer, STAFF), (filled.head, OWN)):
        client = app.test_client()
        client.set_cookie("wgtracker", cookie)
        for address in addresses:
            path = address.format(round=filled.round_id, unit=filled.unit_id)
            client.get(path)
            statements.clear()
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            counts[address] = len(statements)
    served.close()
    database.close()
    return counts


def test_the_number_of_statements_does_not_grow(tmp_path: Path) -> None:
    few, many = count_statements(tmp_path, 2), count_statements(tmp_path, 14)
    assert many == few
    assert max(many.values()) < 40
