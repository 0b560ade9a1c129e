"""Notice that a pulse changed: one thread a process, which listens (PostgreSQL) or looks at the file (SQLite).

Both say only that it is time to look. What is told comes from the rows as they stand then, so that a missed or doubled sign does no harm.
"""

import logging
import threading
from collections.abc import Callable

from wgtracker.db import Database
from wgtracker.live.hub import Hub
from wgtracker.models.pulse import CHANNEL
from wgtracker.queries.live import load_moment, load_pulses

LOOK_EVERY = 0.05
"""Seconds between two looks at a file of SQLite."""
LOOK_ANYWAY = 5.0
"""Seconds after which a process that listens looks even though nothing was said."""
HEED = 0.25
"""Seconds after which a process that listens notices that it is to stop."""
AGAIN_AFTER = 1.0
"""Seconds until the next try, where the database is away."""
log = logging.getLogger("wgtracker")


class Watcher:
    """Look at the pulses whenever they may have changed, and bring what is new to the hub."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self.database, self.hub = database, hub
        self._known: dict[int, int] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="watcher")

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopped.set()
        self._thread.join(LOOK_ANYWAY)

    def look(self) -> None:
        """Read the pulses; tell those who follow a reading whose pulse is another than before."""
        with self.database.read() as db:
            pulses = load_pulses(db)
            for negotiation_id in self.hub.list_followed():
                if pulses.get(negotiation_id) == self._known.get(negotiation_id):
                    continue
                moment = load_moment(db, negotiation_id)
                if moment is not None:
                    self.hub.publish(negotiation_id, moment)
        self._known = pulses

    def _run(self) -> None:
        watch: Callable[[], None] = self._listen if self.database.engine.dialect.name == "postgresql" else self._look_at_file
        while not self._stopped.is_set():
            try:
                watch()
            except Exception as error:  # the database restarts, or its file is being restored: pages poll meanwhile
                log.warning("watching the pulses: %s", str(error).splitlines()[0] if str(error) else type(error).__name__)
                self._stopped.wait(AGAIN_AFTER)

    def _look_at_file(self) -> None:
        """Ask SQLite whether anybody has written (it costs no read), and look only then."""
        connection = self.database.engine.raw_connection()
        try:
            cursor, version = connection.cursor(), None
            while not self._stopped.wait(LOOK_EVERY):
                cursor.execute("PRAGMA data_version")
                found = cursor.fetchone()
                if found != version:
                    version = found
                    self.look()
        finally:
            connection.close()

    def _listen(self) -> None:
        """Listen; look at once after every beginning, because what was said while nobody listened is gone."""
        import psycopg

        address = self.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}".encode())
            while not self._stopped.is_set():
                self.look()
                for _turn in range(round(LOOK_ANYWAY / HEED)):
                    if self._stopped.is_set() or list(connection.notifies(timeout=HEED, stop_after=1)):
                        break
