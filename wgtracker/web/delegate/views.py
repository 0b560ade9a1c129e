"""Show the pages of this desk."""

from flask import Blueprint

bp = Blueprint("delegate", __name__)
