"""Tell those who listen (PostgreSQL) that the pulse of a reading changed, in the very transaction that changes it.

It goes with the row as the session writes it: whoever changes a pulse need not think of it. A statement that updates rows without
loading them would go past it; the process that listens looks by itself every few seconds, too.
"""

from typing import Any

from sqlalchemy import Connection, event, inspect, text

from wgtracker.models.negotiation import Negotiation

CHANNEL = "wgtracker_live"


@event.listens_for(Negotiation, "after_update")
def _notify(mapper: Any, connection: Connection, negotiation: Negotiation) -> None:
    if connection.dialect.name == "postgresql" and inspect(negotiation).attrs.pulse.history.has_changes():
        connection.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": str(negotiation.id)})
