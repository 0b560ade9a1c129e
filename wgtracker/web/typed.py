"""Find the words that a person typed in a form that cannot be carried out, so that they can be copied from the page of the error."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import HTTPException

from wgtracker.word.clean import clean_text

TYPED = (
    "text", "reason", "words", "reads", "new_words", "on_behalf_of", "aligned", "pasted", "lines", "how", "number", "title", "mandate",
)  # fmt: skip
"""Fields that people write in. What is secret, hidden or chosen from a list is not among them."""


def typed_words(fields: Mapping[str, str]) -> str:
    """Join all that a person typed in a form."""
    return "\n\n".join(words for name in TYPED if (words := clean_text(fields.get(name, "")).strip()))


def typed_here(most: int) -> str:
    """Give what was typed in the form of this request; of one that is larger than a form may be, its first `most` bytes."""
    if request.method != "POST":
        return ""
    try:
        return typed_words(request.form)
    except HTTPException:
        return typed_words(_read_beginning(most))


def _read_beginning(most: int) -> Mapping[str, str]:
    if request.mimetype != "application/x-www-form-urlencoded" or (request.content_length or 0) <= most:
        return {}
    return dict(parse_qsl(request.environ["wsgi.input"].read(most).decode("ascii", "replace"), errors="replace"))
