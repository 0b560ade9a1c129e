"""wgtracker: working-group negotiations, with no delegation's words lost."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config

__version__ = "0.2.0"


def create_app(config: "Config") -> "Flask":
    """Make the tracker for these settings. Nothing of the web is loaded before this is called."""
    from wgtracker.web.app import build

    return build(config)
