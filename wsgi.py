"""Offer the server's entry: `gunicorn wsgi:app`. Settings come from the environment (docs/operator.md)."""

import os

from config import Config
from wgtracker import create_app

app = create_app(Config.from_env(os.environ))
