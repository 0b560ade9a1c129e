"""Start the command line: python -m wgtracker."""

from wgtracker.cli import main

if __name__ == "__main__":
    main()
