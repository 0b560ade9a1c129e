"""Put a draft right before it is saved: join two units, split one, make one a heading or plain text, undo."""

import re
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.compile.assemble import DraftText
from wgtracker.compile.base import read_draft, take_in
from wgtracker.compile.model import Unit
from wgtracker.errors import BadFile, BadInput, Conflict, NoPaper, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.queries import sessions
from wgtracker.queries.files import read_file
from wgtracker.services import drafts as acts
from wgtracker.web.request import actor, end_reading, needs, read
from wgtracker.web.secretariat.drafts import read_again
from wgtracker.web.secretariat.forms import ReshapeForm
from wgtracker.web.secretariat.views import bp, carry_out, show_form
from wgtracker.word.reshape import join_paragraphs, retitle, split_paragraph

_CLAUSE = re.compile(r"(?<=[.;:!?،؛。；：])\s*(?=\S)")
POINTS_MOST = 40


def split_points(text: str) -> list[tuple[int, str]]:
    """List where a text can be split by a choice: after each mark of punctuation, with the words that would begin the second half."""
    found = [one.end() for one in _CLAUSE.finditer(text) if text[: one.end()].strip()]
    return [(at, text[at : at + 60]) for at in dict.fromkeys(found) if 0 < at < len(text)][:POINTS_MOST]


@bp.get("/d/<int:draft_id>/u/<int:unit>")
@needs("import_draft")
def draft_unit(draft: m.Draft, unit: int) -> ResponseReturnValue:
    """Show one unit of a draft that is looked through, with what can be done to it."""
    return _show(draft.id, unit, ReshapeForm(obj=draft))


def _show(draft_id: int, index: int, form: ReshapeForm) -> ResponseReturnValue:
    draft = read().get_one(m.Draft, draft_id)
    text = _text_of(draft)
    unit = _unit(text, index)
    form.point.choices = split_points(unit.text)
    if form.is_stale:
        form.version.data = str(draft.version)
    after = text.units[index + 1] if index + 1 < len(text.units) else None
    page = sessions.read_session(read(), draft.session_id)
    return show_form(
        "secretariat/draft_unit.html", form, ReshapeForm(formdata=None, obj=draft), page=page, draft=draft, unit=unit, after=after
    )


def _text_of(draft: m.Draft) -> DraftText:
    if draft.state != m.DraftState.PREVIEW:
        raise Conflict(_("This draft is saved or discarded already; it does not change any more."))
    return read_again(draft)


def _unit(text: DraftText, index: int) -> Unit:
    if index >= len(text.units):
        raise NotFound(_("The draft has no such unit any more."))
    return text.units[index]


@bp.post("/d/<int:draft_id>/u/<int:unit>/<any(join,split,heading,plain):act>")
@needs("import_draft")
def reshape_unit(draft: m.Draft, unit: int, act: str) -> ResponseReturnValue:
    """Do one of these things to a unit."""
    form, number, name = ReshapeForm(), draft.id, draft.name
    text, content = _text_of(draft), read_file(read(), draft.sha256)
    form.point.choices = split_points(_unit(text, unit).text)
    end_reading()  # the Word file is rewritten and read again: no reading session is held for that
    try:
        if not form.validate():
            raise BadInput(_("Choose one of the list."))
        changed, what = ACTS[act](content, text, unit, form)
        read_text = read_draft(take_in(name, changed))
    except (BadInput, BadFile, NoPaper) as error:
        form.form_errors.append(error.sentence)
        return _show(number, unit, form)
    version = form.made_on
    made = carry_out(
        form, lambda db: acts.edit_draft(db, actor(), draft_id=number, version=version, content=changed, text=read_text, what=what)
    )
    if made is None:
        return _show(number, unit, form)
    flash(what)
    return redirect(url_for(".draft", draft_id=number, _anchor=f"unit-{unit}"), 303)


def _join(content: bytes, text: DraftText, index: int, form: Any) -> tuple[bytes, str]:
    unit, after = _unit(text, index), _unit(text, index + 1)
    what = _("Joined “%(first)s” with “%(second)s”.", first=_brief(unit), second=_brief(after))
    return join_paragraphs(content, unit.source, after.source, after.offset), what


def _split(content: bytes, text: DraftText, index: int, form: ReshapeForm) -> tuple[bytes, str]:
    unit = _unit(text, index)
    words = (form.words.data or "").strip()
    if words:
        if unit.text.count(words) != 1:
            raise BadInput(
                _("These words do not stand in the text; copy them from it.")
                if words not in unit.text
                else _("These words stand in the text more than once; write more of them.")
            )
        at = unit.text.index(words)
    elif form.point.data:
        at = int(form.point.data)
    else:
        raise BadInput(_("Choose where the second half begins, or write its first words."))
    return split_paragraph(content, unit.source, unit.offset + at), _(
        "Split “%(first)s” before “%(words)s”.", first=_brief(unit), words=unit.text[at : at + 40]
    )


def _make_heading(content: bytes, text: DraftText, index: int, form: ReshapeForm) -> tuple[bytes, str]:
    unit = _unit(text, index)
    return retitle(content, unit.source, int(form.level.data or 2)), _("Made “%(words)s” a heading.", words=_brief(unit))


def _make_plain(content: bytes, text: DraftText, index: int, form: ReshapeForm) -> tuple[bytes, str]:
    unit = _unit(text, index)
    return retitle(content, unit.source, 0), _("Made “%(words)s” plain text again.", words=_brief(unit))


ACTS: dict[str, Callable[[bytes, DraftText, int, Any], tuple[bytes, str]]] = {
    "join": _join,
    "split": _split,
    "heading": _make_heading,
    "plain": _make_plain,
}


def _brief(unit: Unit) -> str:
    words = f"{unit.label} {unit.text}".strip()
    return words if len(words) <= 40 else words[:39] + "…"


@bp.post("/d/<int:draft_id>/undo")
@needs("import_draft")
def undo_draft_edits(draft: m.Draft) -> ResponseReturnValue:
    """Take all edits back."""
    form, number = ReshapeForm(), draft.id
    text = read_draft(take_in(draft.name, read_file(read(), draft.original_sha256)))
    version = form.made_on
    carry_out(form, lambda db: acts.undo_draft_edits(db, actor(), draft_id=number, version=version, text=text))
    stale = _("Somebody changed the draft meanwhile; look at it again.")
    flash(stale if form.is_stale else form.form_errors[0] if form.form_errors else _("The draft is the original again."))
    return redirect(url_for(".draft", draft_id=number), 303)
