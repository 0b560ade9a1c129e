"""Pages of a reading for the tests of the scripts: a part that changes, with a field in it, and forms that act."""

from uuid import uuid4

from flask import Blueprint, Flask, redirect, render_template_string, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.queries.room import load_state
from wgtracker.room import model as r
from wgtracker.services.room import Deed, act
from wgtracker.web.request import actor, needs, read, write

bp = Blueprint("tried", __name__)
PART = """<div data-live="{{ url_for('tried.part', negotiation_id=n.id, unit_id=unit) }}" data-unit="{{ unit }}" data-says id="part">
<p id="status">{{ state.status.value }}</p>
<ul id="remarks">{% for one in state.remarks %}<li>{{ one.remark.text }}</li>{% endfor %}</ul>
<p><a href="#status" id="link">A link in the part</a></p>
<p><label>Words <textarea name="inside" rows="3"></textarea></label></p>
</div>"""
PAGE = (
    """{% extends "base.html" %}{% from "macros/live.html" import live_bar, queue %}{% from "macros/page.html" import csrf %}
{% block title %}Unit {{ unit }}{% endblock %}
{% block content %}<h1>Unit {{ unit }}</h1>
{{ live_bar(n, goto=url_for('tried.page', negotiation_id=n.id, unit_id=0)) }}{{ queue() }}"""
    + PART
    + """
<form method="post" data-act="Remark on the paragraph" data-unit="{{ unit }}"
 action="{{ url_for('tried.remark', negotiation_id=n.id, unit_id=unit) }}">
{{ csrf() }}<input type="hidden" name="key" value="{{ key }}"><input type="hidden" name="seen" value="{{ state.last }}">
<p><label>Remark <textarea name="words"></textarea></label></p><button>Say it</button></form>
<div class="tall"></div>{% endblock %}"""
)


@bp.get("/n/<int:negotiation_id>/tried/<int:unit_id>")
@needs("follow_room")
def page(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    state = load_state(read(), negotiation, unit.id)
    return render_template_string(PAGE, n=negotiation, unit=unit.id, state=state, key=uuid4().hex)


@bp.get("/n/<int:negotiation_id>/tried/<int:unit_id>/part")
@needs("follow_room")
def part(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    state = load_state(read(), negotiation, unit.id)
    return render_template_string(PART, n=negotiation, unit=unit.id, state=state)


@bp.post("/n/<int:negotiation_id>/tried/<int:unit_id>")
@needs("operate_room")
def remark(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    negotiation_id, unit_id = negotiation.id, unit.id
    what = r.Remarked(r.Remark("", "Egypt", "", request.form["words"]))
    with write() as db:
        act(db, actor(), negotiation_id=negotiation_id, deed=Deed(unit_id, what, int(request.form["seen"]), key=request.form["key"]))
    return redirect(url_for("tried.page", negotiation_id=negotiation_id, unit_id=unit_id), 303)


def add_pages(app: Flask) -> None:
    """Add them to an application that has not answered yet."""
    app.register_blueprint(bp)
