"""Try it without an account: a draft and one returned file in, what was found in it out, drawn as it will be printed. Nothing is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Semaphore
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.compile.assemble import DraftText
from wgtracker.compile.base import InputFile, read_draft
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Submission
from wgtracker.errors import BadInput, WgError
from wgtracker.i18n import gettext as _
from wgtracker.queries.drafts_to_try import find_draft, list_drafts
from wgtracker.queries.received_words import Words, draw_words_of
from wgtracker.web.public.views import bp
from wgtracker.web.request import PUBLIC, end_reading, needs, read
from wgtracker.web.uploads import FORM_AROUND, take_upload, takes_files
from wgtracker.word.gate import FILE_MOST

QUEUE = 3
PATIENCE = 10
"""Seconds that one waits for another's file to be read."""
_working, _queue = BoundedSemaphore(1), Semaphore(QUEUE + 1)


class BusyError(WgError):
    """Say that others' files are being read now."""


class Found(NamedTuple):
    """What was found in a file. shown: items drawn below; aside: items held or without a place."""

    file: str
    changes: int
    comments: int
    shown: int
    aside: int
    submission: Submission
    words: Words


@contextmanager
def take_turn() -> Iterator[None]:
    """Let one file at a time be read in this process, and a few wait: trying costs whoever works here nothing. Raises BusyError."""
    sentence = _("Several files are being read at this moment. Nothing is wrong with yours: try again in a minute.")
    if not _queue.acquire(blocking=False):
        raise BusyError(sentence)
    try:
        if not _working.acquire(timeout=PATIENCE):
            raise BusyError(sentence)
        try:
            yield
        finally:
            _working.release()
    finally:
        _queue.release()


@bp.get("/try")
@needs(PUBLIC)
def try_it() -> ResponseReturnValue:
    """Show where a draft and a returned file are dropped."""
    return _show()


def _show(found: Found | None = None, trouble: str = "", code: int = 200) -> ResponseReturnValue:
    page = render_template("public/try.html", drafts=list_drafts(read()), found=found, trouble=trouble, failed=bool(trouble))
    return page, code, {"Retry-After": "60"} if code == 503 else {}


@bp.post("/try")
@takes_files(2 * FILE_MOST + FORM_AROUND)
@needs(PUBLIC)
def read_it() -> ResponseReturnValue:
    """Read the file against the draft and show what is in it; keep nothing."""
    try:
        draft = _choose_draft()
        upload = request.files.get("returned")
        if upload is None or not upload.filename:
            raise BadInput(_("Choose the Word file that came back."))
        returned = take_upload(upload)
        end_reading()
        with take_turn():
            found = look(draft, returned)
    except BusyError as error:
        return _show(trouble=error.sentence, code=503)
    except WgError as error:
        end_reading()
        return _show(trouble=error.sentence, code=422)
    return _show(found)


def _choose_draft() -> InputFile:
    upload, chosen = request.files.get("draft"), request.form.get("draft_id", "")
    if upload is not None and upload.filename:
        return take_upload(upload)
    if not chosen.isdecimal() or len(chosen) > 8:
        raise BadInput(_("Choose the draft: a Word file, or one of the drafts in the list."))
    found: m.StoredFile | None = find_draft(read(), int(chosen))
    if found is None:
        raise BadInput(_("This draft is not in the list any more; choose another."))
    return InputFile("draft.docx", found.content, found.sha256)


def look(draft: InputFile, returned: InputFile) -> Found:
    """Compile one file on a draft. Raises UnusableDraft and NotBalanced."""
    text: DraftText = read_draft(draft)
    one = consolidate(draft, [returned], {}, Terms(None, None, "bis")).submissions[0]
    asides = [*({"held": True, "row": aside} for aside in one.held), *({"held": False, "row": aside} for aside in one.unplaced)]
    said = sum(1 for aside in (*one.held, *one.unplaced) if aside.kind == "comment")
    shown = len(one.amendments) + len(one.comments)
    words = draw_words_of(text, one, Meeting(), asides)
    changes, comments = len(one.amendments) + len(asides) - said, len(one.comments) + said
    return Found(returned.name, changes, comments, shown, len(asides), one, words)
