"""Hold the blueprint of the delegates' desk."""

from flask import Blueprint

bp = Blueprint("delegate", __name__)
