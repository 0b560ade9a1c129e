"""Show the pages of this desk."""

from flask import Blueprint

bp = Blueprint("chair", __name__)
