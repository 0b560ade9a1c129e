"""Refuse a change that was made on an older version than the one that stands."""

from wgtracker.errors import Stale
from wgtracker.i18n import gettext as _
from wgtracker.models.base import Versioned


def require_version(row: Versioned, version: int) -> None:
    """Stop with Stale where somebody changed the row since the form was shown."""
    if row.version != version:
        raise Stale(_("Somebody changed this while you were writing. Nothing of yours is lost: look at both, then save again."))
