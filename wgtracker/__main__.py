"""Start the command line: python -m wgtracker."""

import os
import signal
import sys


def start() -> None:
    """Start; until the command line itself can say that it was stopped, an interrupt ends the process without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from wgtracker.cli import main

    try:
        main()
    except SystemExit as leaving:
        sys.stdout.flush()
        sys.stderr.flush()
        # Every file is written and closed: taking a whole compilation apart, object by object, would only cost time.
        os._exit(leaving.code if isinstance(leaving.code, int) else 1)


if __name__ == "__main__":
    start()
