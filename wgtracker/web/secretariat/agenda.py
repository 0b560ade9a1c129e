"""The agenda and the topics of a session."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.queries import history, sessions
from wgtracker.services import agenda as acts
from wgtracker.web.request import actor, needs, read
from wgtracker.web.secretariat.forms import AgendaForm, NothingForm, TopicForm
from wgtracker.web.secretariat.views import bp, carry_out, show_form


def _item_choices(session: m.WorkingGroupSession) -> list[tuple[int, str]]:
    return [(0, _("none")), *((item.id, f"{item.number} {item.title}"[:120]) for item in session.agenda)]


def _back(session_id: int, part: str) -> ResponseReturnValue:
    return redirect(url_for(".session", session_id=session_id, _anchor=part), 303)


@bp.route("/s/<int:session_id>/agenda/new", methods=["GET", "POST"])
@needs("manage_session")
def add_agenda_item(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Add an item to the agenda."""
    form, number = AgendaForm(), session.id
    if form.validate_on_submit():
        typed = {"number": form.number.data or "", "title": form.title.data or ""}
        if carry_out(form, lambda db: acts.add_agenda_item(db, actor(), session_id=number, **typed)):
            return _back(number, "agenda")
    page = sessions.read_session(read(), number)
    return show_form("secretariat/agenda_form.html", form, page=page, item=None, events=())


@bp.route("/agenda/<int:agenda_item_id>", methods=["GET", "POST"])
@needs("manage_session")
def change_agenda_item(agenda_item: m.AgendaItem) -> ResponseReturnValue:
    """Change an item of the agenda."""
    form, number, session_id = AgendaForm(obj=agenda_item), agenda_item.id, agenda_item.session_id
    if form.validate_on_submit():
        typed = {"number": form.number.data or "", "title": form.title.data or ""}
        if carry_out(form, lambda db: acts.change_agenda_item(db, actor(), item_id=number, version=form.made_on, **typed)):
            return _back(session_id, "agenda")
    now = read().get(m.AgendaItem, number)
    current = AgendaForm(formdata=None, obj=now) if form.is_stale else None
    page = sessions.read_session(read(), session_id)
    events = history.of_subject(read(), "agenda_item", number)
    return show_form("secretariat/agenda_form.html", form, current, page=page, item=now, events=events)


@bp.route("/s/<int:session_id>/topics/new", methods=["GET", "POST"])
@needs("manage_session")
def add_topic(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Add a topic."""
    form, number = TopicForm(), session.id
    form.agenda_item_id.choices = _item_choices(session)
    if form.validate_on_submit():
        typed = _topic_values(form)
        if carry_out(form, lambda db: acts.add_topic(db, actor(), session_id=number, **typed)):
            return _back(number, "topics")
    page = sessions.read_session(read(), number)
    return show_form("secretariat/topic_form.html", form, page=page, topic=None, events=())


@bp.route("/topics/<int:topic_id>", methods=["GET", "POST"])
@needs("manage_session")
def change_topic(topic: m.Topic) -> ResponseReturnValue:
    """Change a topic."""
    form, number, session_id = TopicForm(obj=topic), topic.id, topic.session_id
    choices = form.agenda_item_id.choices = _item_choices(topic.session)
    if form.validate_on_submit():
        typed = _topic_values(form)
        if carry_out(form, lambda db: acts.change_topic(db, actor(), topic_id=number, version=form.made_on, **typed)):
            return _back(session_id, "topics")
    now = read().get(m.Topic, number)
    current = TopicForm(formdata=None, obj=now) if form.is_stale else None
    if current:
        current.agenda_item_id.choices = choices
    page = sessions.read_session(read(), session_id)
    events = history.of_subject(read(), "topic", number)
    return show_form("secretariat/topic_form.html", form, current, page=page, topic=now, events=events)


def _topic_values(form: TopicForm) -> dict[str, Any]:
    return {"title": form.title.data, "kind": m.TopicKind(form.kind.data), "agenda_item_id": form.agenda_item_id.data or None}


@bp.post("/agenda/<int:agenda_item_id>/<any(up,down,remove):act>")
@needs("manage_session")
def arrange_agenda_item(agenda_item: m.AgendaItem, act: str) -> ResponseReturnValue:
    """Move an item up or down, or take it away."""
    number = agenda_item.id
    return _arrange(agenda_item, m.AgendaItem, act, "agenda", lambda db, v: acts.remove_agenda_item(db, actor(), item_id=number, version=v))


@bp.post("/topics/<int:topic_id>/<any(up,down,remove):act>")
@needs("manage_session")
def arrange_topic(topic: m.Topic, act: str) -> ResponseReturnValue:
    """Move a topic up or down, or take it away."""
    number = topic.id
    return _arrange(topic, m.Topic, act, "topics", lambda db, v: acts.remove_topic(db, actor(), topic_id=number, version=v))


def _arrange(
    row: m.AgendaItem | m.Topic, kind: type[m.AgendaItem] | type[m.Topic], act: str, part: str, remove: Callable[[Session, int], None]
) -> ResponseReturnValue:
    form, number, session_id, title = NothingForm(), row.id, row.session_id, row.title
    if act == "remove":
        carry_out(form, lambda db: remove(db, form.made_on))
        done = _("“%(title)s” is taken away.", title=title)
    else:
        move = acts.move_up if act == "up" else acts.move_down
        carry_out(form, lambda db: move(db, actor(), kind=kind, row_id=number))
        done = ""
    if form.is_stale:
        flash(_("Somebody changed “%(title)s” meanwhile; look at it first.", title=title), "warn")
    elif form.form_errors:
        flash(form.form_errors[0], "bad")
    elif done:
        flash(done)
    return _back(session_id, part)
