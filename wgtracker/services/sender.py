"""Send the outbox in the background while the server runs."""

import logging
import threading
from collections.abc import Callable

from config import Config
from wgtracker import mail
from wgtracker.db import Database
from wgtracker.services.outbox import send_due

EVERY = 3.0
"""Seconds between two looks into the outbox."""
log = logging.getLogger("wgtracker")


def settings_of(config: Config) -> mail.Settings:
    """Give the settings of mail as they are configured. Port 465 is TLS from the first byte; else STARTTLS unless it is turned off."""
    security = "tls" if config.mail_port == 465 else "starttls" if config.mail_starttls else "none"
    return mail.Settings(
        sender=config.mail_from,
        server=config.mail_server,
        port=config.mail_port,
        security=security,  # type: ignore[arg-type]
        user=config.mail_user,
        password=config.mail_password,
        folder=config.instance / "mail",
    )


def start_sender(database: Database, config: Config) -> Callable[[], None]:
    """Begin to send in a thread of its own; give the function that stops it, after the letter in hand."""
    stopping = threading.Event()
    settings = settings_of(config)

    def run() -> None:
        while not stopping.is_set():
            try:
                send_due(database, settings)
            except Exception:  # the database may be away for a while; the letters stay
                log.exception("the outbox could not be sent")
            stopping.wait(EVERY)

    thread = threading.Thread(target=run, name="outbox", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        thread.join(timeout=30)

    return stop
