"""Show the pages of this desk."""

from flask import Blueprint

bp = Blueprint("account", __name__)
