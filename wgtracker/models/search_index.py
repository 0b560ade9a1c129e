"""Lay the index of the search over the stored words: FTS5 on SQLite, kept by triggers; GIN on PostgreSQL.

Models do not know these tables; tests make them with the others, and the migration has the same statements by hand.
"""

from sqlalchemy import DDL, event

from wgtracker.models.event import SearchEntry

SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_entries', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_index_insert AFTER INSERT ON search_entries BEGIN "
    "INSERT INTO search_index(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_index_delete AFTER DELETE ON search_entries BEGIN "
    "INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER search_index_update AFTER UPDATE OF words ON search_entries BEGIN "
    "INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO search_index(rowid, words) VALUES (new.id, new.words); END",
)
POSTGRESQL = ("CREATE INDEX search_index ON search_entries USING gin (array_to_tsvector(string_to_array(words, ' ')))",)

for _dialect, _statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
    for _statement in _statements:
        _made = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(SearchEntry.__table__, "after_create", _made)
_dropped = DDL("DROP TABLE IF EXISTS search_index").execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
event.listen(SearchEntry.__table__, "before_drop", _dropped)
