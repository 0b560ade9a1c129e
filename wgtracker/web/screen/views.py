"""Show the room what it is at: one point, large, as it is printed; all paragraphs by their states; and the Chair what to say next."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.queries.room_page import count_agreed, list_notes, list_walk, load_unit_page, name_unit
from wgtracker.queries.room_text import RoomText, draw_point, find_step, load_room_text
from wgtracker.room.lay import Placed
from wgtracker.room.life import SETTLED, Status
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.request import needs, read
from wgtracker.web.room import words
from wgtracker.web.screen.cues import list_cues

bp = Blueprint("screen", __name__)
NEAR = frozenset({Status.AGREED_IN_INFORMALS, Status.AD_REFERENDUM})


@bp.get("/n/<int:negotiation_id>/screen")
@needs("follow_room")
def projection(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show the point in focus."""
    return render_template("screen/projection.html", **_project(negotiation))


@bp.get("/n/<int:negotiation_id>/screen/part")
@needs("follow_room")
def projection_part(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Give the part of the screen that changes."""
    return render_template("screen/_projection.html", **_project(negotiation))


def _project(negotiation: m.Negotiation) -> dict[str, Any]:
    text = load_room_text(read(), negotiation)
    unit = text.room.find(negotiation.focus_id) if negotiation.focus_id is not None else None
    step = find_step(text, unit.id) if unit else None
    drawn = draw_point(text, step.name) if step else None
    return {
        "negotiation": negotiation,
        "text": text,
        "unit": unit,
        "title": name_unit(text, unit) if unit else "",
        "members": text.units_of(step.name) if step else (),
        "html": draw(drawn.wording, Sheet(shift=-2)) if drawn else "",
        "count": count_agreed(text),
        "words": words,
        "is_settled": step is not None and all(one.state.status in SETTLED for one in text.units_of(step.name)),
        "near": NEAR,
    }


@bp.get("/n/<int:negotiation_id>/overview")
@needs("follow_room")
def overview(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show all paragraphs by their states."""
    return render_template("screen/overview.html", **_oversee(negotiation))


@bp.get("/n/<int:negotiation_id>/overview/part")
@needs("follow_room")
def overview_part(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Give the part of the overview that changes."""
    return render_template("screen/_overview.html", **_oversee(negotiation))


def _oversee(negotiation: m.Negotiation) -> dict[str, Any]:
    text = load_room_text(read(), negotiation)
    walk = [unit for unit in list_walk(text) if unit.kind != "heading"]
    groups = [(status, [unit for unit in walk if unit.state.status == status]) for status in Status]
    return {
        "negotiation": negotiation,
        "count": count_agreed(text),
        "groups": [(status, units) for status, units in groups if units],
        "name_of": lambda unit: name_unit(text, unit),
        "tag_of": lambda unit: _tag(text, unit),
        "words": words,
        "settled": SETTLED,
    }


def _tag(text: RoomText, unit: Placed) -> str:
    """Name a paragraph briefly: "3", "6 (a)"."""
    name = text.find(unit.id)
    return name.tag if unit.id == text.units_of(name)[0].id else f"{name.tag} {unit.label}"


@bp.get("/n/<int:negotiation_id>/chair")
@needs("see_all_input")
def chair(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show the Chair what to say next, where the room is."""
    return render_template("screen/chair.html", **_brief(negotiation, negotiation.focus_id), follows=True)


@bp.get("/n/<int:negotiation_id>/chair/part")
@needs("see_all_input")
def chair_part(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Give the part of the Chair's page that changes."""
    return render_template("screen/_chair.html", **_brief(negotiation, negotiation.focus_id), follows=True)


@bp.get("/n/<int:negotiation_id>/chair/u/<int:unit_id>")
@needs("see_all_input")
def chair_unit(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Show the Chair another paragraph; the room stays where it is."""
    return render_template("screen/chair.html", **_brief(negotiation, unit.id), follows=False)


@bp.get("/n/<int:negotiation_id>/chair/u/<int:unit_id>/part")
@needs("see_all_input")
def chair_unit_part(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Give the part of that page that changes."""
    return render_template("screen/_chair.html", **_brief(negotiation, unit.id), follows=False)


def _brief(negotiation: m.Negotiation, unit_id: int | None) -> dict[str, Any]:
    text = load_room_text(read(), negotiation)
    page = load_unit_page(read(), text, unit_id) if unit_id is not None else None
    return {
        "negotiation": negotiation,
        "page": page,
        "html": draw(page.drawn.wording, Sheet(shift=-2)) if page and page.drawn else "",
        "cues": list_cues(page, lambda unit: name_unit(text, unit)) if page else [],
        "notes": list_notes(read(), [part.id for part in page.parts]) if page else [],
        "count": count_agreed(text),
        "walk": list_walk(text),
        "name_of": lambda unit: name_unit(text, unit),
        "words": words,
    }
