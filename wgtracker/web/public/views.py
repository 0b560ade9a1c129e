"""Show the pages of this desk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from wgtracker.web.request import PUBLIC, actor, needs

bp = Blueprint("public", __name__)


@bp.route("/")
@needs(PUBLIC)
def home() -> ResponseReturnValue:
    """Show the start page."""
    return render_template("public/home.html", person=actor())
