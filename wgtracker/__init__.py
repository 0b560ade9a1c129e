"""wgtracker: working-group negotiations, with no delegation's words lost."""

__version__ = "0.1.0"
