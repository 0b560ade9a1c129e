"""Draw a delegation's own sheet: its points as they will be printed, with what can be done at each."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from wgtracker import models as m
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Amendment, Comment, Unit
from wgtracker.i18n import gettext as _
from wgtracker.papers.points import DrawnPoint, PointName, draw_units
from wgtracker.queries.compilation import Text
from wgtracker.queries.delegate import Sheet as OwnSheet
from wgtracker.queries.naming import name_all
from wgtracker.web.drawing import Sheet, draw, draw_words

FLAT = Sheet(shift=1)


class UnitLink(NamedTuple):
    """A unit of a point to act on. name: "Discussion point 3 (a)"; label: "(a)"; row: what is proposed on it now, or None."""

    unit_id: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks of a link
    name: str
    label: str
    row: m.Amendment | None


class ShownPoint(NamedTuple):
    """A point on the page of the round. wording, comments: as printed. units: its units in order."""

    name: PointName
    has_input: bool
    wording: Markup
    comments: Markup
    units: tuple[UnitLink, ...]
    by: tuple[str, ...]


class OwnItem(NamedTuple):
    """An item of the own input in words. kind: amendment | comment; what: "New paragraph", "Comment on …"."""

    kind: str
    row: m.Amendment | m.Comment
    what: str
    words: str
    unit_id: int | None


def show_points(drawn: Sequence[DrawnPoint], text: Text, rows: dict[int, m.Amendment]) -> list[ShownPoint]:
    """Make points ready to show."""
    return [show_point(one, text, rows) for one in drawn]


def show_point(one: DrawnPoint, text: Text, rows: dict[int, m.Amendment]) -> ShownPoint:
    """Make a point ready to show."""
    heading = one.name.kind == "heading" and not one.has_input
    return ShownPoint(
        one.name,
        one.has_input,
        draw_words(one.wording[0].inlines, FLAT) if heading and one.wording else draw(one.wording, FLAT) if one.wording else Markup(""),
        draw(one.comments, FLAT) if one.comments else Markup(""),
        link_units(one.name, text, rows),
        one.proposers,
    )


def link_units(name: PointName, text: Text, rows: dict[int, m.Amendment]) -> tuple[UnitLink, ...]:
    """Name the units of a point: the first by the point's title, the others by their labels as well."""
    links = []
    for n, index in enumerate(name.units):
        label = text.draft.units[index].label.rstrip(".;")
        full = name.title if n == 0 or not label else f"{name.title} {label}"
        links.append(UnitLink(text.ids[index], index, full, label or name.tag, rows.get(index)))
    return tuple(links)


def draw_own(sheet: OwnSheet, amendment: Amendment | None = None, units: Sequence[int | None] | None = None) -> list[DrawnPoint]:
    """Draw the points of a sheet, or those of some units, with one more amendment in place where it is given."""
    compilation = sheet.compile(units) if amendment is None else sheet.compile_with(amendment, units or (amendment.unit,))
    return list(draw_units(compilation, sheet.meeting, only=units))


def point_of(sheet: OwnSheet, index: int | None) -> PointName:
    """Find the point that a unit of a sheet belongs to; the start where there is none."""
    return find_point(sheet.units, sheet.meeting, index)


def find_point(units: tuple[Unit, ...], meeting: Meeting, index: int | None) -> PointName:
    """Find the point that a unit belongs to; the start where there is none."""
    for name in name_all(units, meeting):
        if index in name.units or (index is None and not name.units):
            return name
    return PointName("", _("At the beginning of the text"), "start", "", 0, ())


def list_items(sheet: OwnSheet) -> list[OwnItem]:
    """List new paragraphs and comments of the input under way one by one, to be changed or taken back."""
    if sheet.drafting is None:
        return []
    items: list[OwnItem] = []
    for row in sheet.news:
        name = point_of(sheet, row.after_unit)
        what = _("New paragraph after %(name)s", name=name.title) if row.after_unit is not None else _("New paragraph at the beginning")
        items.append(OwnItem("amendment", row, what, row.proposed, _id_of(sheet, row.after_unit)))
    items += [_item_of(sheet, row) for row in sheet.comments if not row.word_id.startswith("reason-")]
    return items


def _item_of(sheet: OwnSheet, row: m.Comment) -> OwnItem:
    if row.unit is not None:
        on = point_of(sheet, row.unit).title
    else:
        on = _("a new paragraph") if row.amendment_id is not None else _("the text as a whole")
    what = (
        _("Comment on %(name)s", name=on) if not row.anchor else _("Comment on %(name)s, on “%(words)s”", name=on, words=row.anchor[:120])
    )
    return OwnItem("comment", row, what, row.text, _id_of(sheet, row.unit))


def _id_of(sheet: OwnSheet, index: int | None) -> int | None:
    return None if index is None else sheet.text.ids[index]


def make_comment(unit: int | None, anchor: str, text: str, kind: str = "") -> Comment:
    """Make a comment of what was typed."""
    return Comment(kind, unit, None, "", anchor, "", None, text.strip(), None, False)
