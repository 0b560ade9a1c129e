"""Keep what was typed where an act cannot be carried out: the end of the round, the end of a sign-in."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import Closed, NotAllowed, WgError
from wgtracker.i18n import gettext as _
from wgtracker.web.app import STATUS
from wgtracker.web.filters import show_moment
from wgtracker.web.request import actor, read
from wgtracker.web.typed import typed_words
from wgtracker.word.clean import clean_text

_OURS = frozenset({"csrf_token"})


def keeps_words(view: Any) -> Any:
    """Show what was typed, to be copied or sent again, where the round has closed or the sign-in has ended."""

    @wraps(view)
    def kept(**ids: Any) -> ResponseReturnValue:
        try:
            return view(**ids)  # type: ignore[no-any-return]
        except Closed as error:
            return _show_closed(error, ids)
        except NotAllowed as error:
            if request.method != "POST" or actor().user_id is not None:
                raise
            return _show_signed_out(error)

    return kept


def _show_closed(error: Closed, ids: Mapping[str, Any]) -> ResponseReturnValue:
    round_ = _find_round(ids)
    back = (url_for("delegate.round", round_id=round_.id), _("Back to the text")) if round_ is not None else None
    page = render_template(
        "errors/closed.html",
        sentence=error.sentence,
        deadline=show_moment(round_.deadline_at) if round_ is not None else "",
        now=show_moment(clock.now()),
        mine=typed_words(request.form),
        what_to_do=_(
            "You may send your words to the officer named below by e-mail. The Secretariat decides whether they can still be taken."
        ),
        back=back,
    )
    return page, 409


def _find_round(ids: Mapping[str, Any]) -> m.Round | None:
    round_id = ids.get("round_id")
    if round_id is None and "submission_id" in ids:
        submission = read().get(m.Submission, ids["submission_id"])
        round_id = submission.round_id if submission is not None else None
    found = read().get(m.Round, round_id) if round_id is not None else None
    if found is not None:
        g.meeting = found.session
    return found


def _show_signed_out(error: NotAllowed) -> ResponseReturnValue:
    fields = [(name, clean_text(value)) for name, value in request.form.items(multi=True) if name not in _OURS]
    here = url_for("account.sign_in", next=request.path)
    page = render_template(
        "delegate/signed_out.html",
        sentence=error.sentence,
        fields=fields,
        mine=typed_words(request.form),
        action=request.full_path.rstrip("?"),
        sign_in=here,
    )
    return page, 403


def answers_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give an error's sentence as JSON, as the script that saves what is typed reads it."""

    @wraps(view)
    def answering(**ids: Any) -> ResponseReturnValue:
        try:
            return view(**ids)  # type: ignore[no-any-return]
        except WgError as error:
            code = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
            return jsonify(sentence=error.sentence), code

    return answering


def go_to(endpoint: str, anchor: str | None = None, **values: Any) -> ResponseReturnValue:
    """Redirect after a change (303), so that reloading the next page repeats nothing."""
    return redirect(url_for(f"delegate.{endpoint}", _anchor=anchor, **values), 303)
