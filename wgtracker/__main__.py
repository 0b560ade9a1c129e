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
        code = leaving.code if isinstance(leaving.code, int) else 1
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:  # a full disk: it has been said; some Pythons keep what they could not write, and fail again here
                code = code or 2
        # Every file is written and closed: taking a whole compilation apart, object by object, would only cost time.
        os._exit(code)


if __name__ == "__main__":
    start()
