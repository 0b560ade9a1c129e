"""Name what a form of the room says, so that the same form is one act however often it is sent."""

import re

from flask import request

from wgtracker.services.once import digest

_LONGEST = 80
_ODD = re.compile(r"[^0-9A-Za-z_-]")
_ASIDE = ("csrf_token", "key", "confirmed", "upto", "shown", "read")
"""What is another each time the same words are sent, or says only what the person saw."""


def sent_key() -> str:
    """Give the key of this request's form, with a digest of its words; "" where it has none.

    A second click and a retry say the same: they are answered with what was done. The same form with other words, which a browser's way
    back gives, is another act, and is not taken for the first.
    """
    form = request.form
    key = _ODD.sub("", form.get("key", ""))[:_LONGEST]
    said = {name: form.getlist(name) for name in form if name not in _ASIDE and not name.startswith("seen")}
    return f"{key}.{digest(said)[:24]}" if key else ""
