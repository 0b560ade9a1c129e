"""Print the map of rights: roles by actions, from the very data that decides."""

from flask import render_template
from flask.typing import ResponseReturnValue

from wgtracker.models import Role
from wgtracker.policy import RIGHTS
from wgtracker.web.account.views import bp
from wgtracker.web.request import PUBLIC, needs


@bp.get("/permissions")
@needs(PUBLIC)
def permissions() -> ResponseReturnValue:
    """Show who may do what."""
    return render_template("account/permissions.html", rights=list(RIGHTS.values()), roles=list(Role))
