"""Let the routes that take files take more than a form; every other route keeps the form's limit.

The limit has to be known before the form is read (the check of the token reads it), so it belongs to the request, not to the view.
"""

from collections.abc import Callable
from typing import Any

import flask
from flask import current_app

from wgtracker.compile.base import InputFile, take_in
from wgtracker.errors import BadFile
from wgtracker.i18n import gettext as _
from wgtracker.word.clean import plain_name
from wgtracker.word.gate import FILE_MOST, refuse_file_size, show_name

FORM_AROUND = 2**20
"""Bytes for what stands in the form beside the files."""
ONE_FILE = FILE_MOST + FORM_AROUND
"""Limit of a request with one Word file: one byte too many is told at the field, far too many by the page of errors."""
MANY_FILES = 200 * 1_000_000 + FORM_AROUND


class Request(flask.Request):
    """A request whose limit of size is that of its route; who brings no sign-in cookie uploads to public routes only."""

    @property
    def max_content_length(self) -> int | None:
        """Give the number of bytes that are read at most."""
        view: Any = current_app.view_functions.get(self.endpoint or "")
        limit = getattr(view, "upload_limit", None)
        usual: int | None = current_app.config["MAX_CONTENT_LENGTH"]
        if limit is None or (getattr(view, "permission", "") != "public" and not self.cookies):
            return usual
        return int(limit)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        """Refuse: nothing else may set it."""
        raise AttributeError("the limit belongs to the route: wgtracker.web.uploads.takes_files")


def takes_files(limit: int = ONE_FILE) -> Callable[[Any], Any]:
    """Say that a view takes uploads of so many bytes altogether."""

    def mark(view: Any) -> Any:
        view.upload_limit = limit
        return view

    return mark


def take_upload(upload: Any) -> InputFile:
    """Take in one uploaded Word file, with its name but without folders. Raises BadFile where it is too large."""
    name = plain_name((upload.filename or "").replace("\\", "/").rsplit("/", 1)[-1])[:200] or _("file without a name")
    content = upload.stream.read(FILE_MOST + 1)
    if len(content) > FILE_MOST:
        raise refuse_file_size(show_name(name))
    if not content:
        raise BadFile(_("“%(name)s” is empty (0 bytes): choose the file again, or save it again from Word.", name=name))
    return take_in(name, content)
