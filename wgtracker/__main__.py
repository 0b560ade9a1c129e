"""Start the command line: python -m wgtracker."""

import signal


def start() -> None:
    """Start; until the command line itself can say that it was stopped, an interrupt ends the process without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from wgtracker.cli import main

    main()


if __name__ == "__main__":
    start()
