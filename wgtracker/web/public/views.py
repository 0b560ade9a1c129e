"""Show the pages of this desk."""

from flask import Blueprint

bp = Blueprint("public", __name__)
