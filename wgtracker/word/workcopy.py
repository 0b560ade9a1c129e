"""Mark each paragraph of a draft with a hidden bookmark, so that it is found again in the files that come back."""

import hashlib
import re
from collections.abc import Iterable

_NAME = re.compile(r"_wg_([0-9a-f]{8})_([0-9]{1,6})")


def units_digest(texts: Iterable[str]) -> str:
    """Return the digest (8 hex digits) of a draft's units: `Reading.original` of the draft, in order.

    A bookmark with another digest was written for another draft and says nothing about this one.
    """
    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:8]


def bookmark_name(digest: str, index: int) -> str:
    """Return the name of a unit's bookmark (Word allows 40 characters; a leading underscore hides it)."""
    return f"_wg_{digest}_{index}"


def parse_bookmark(name: str) -> tuple[str, int] | None:
    """Return (digest, unit index) of a bookmark written by this module, or None."""
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2])) if found else None
