"""Show the pages of this desk."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__)
