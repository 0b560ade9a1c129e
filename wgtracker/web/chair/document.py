"""Draw the whole text of a round for the Chair's desk, in one of four ways, and keep what was drawn while nothing changes.

What is kept is bounded, holds no person's own data, and is found again by the round's count of changes: after any change of what the
page shows there is another key.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import NamedTuple
from urllib.parse import quote

from flask import render_template
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.i18n import language
from wgtracker.papers.block import Hand, draw_wording, list_said
from wgtracker.papers.chair import count_proposals, crowded_spots
from wgtracker.papers.comments import draw_comments
from wgtracker.papers.names import Roll, call_roll
from wgtracker.papers.numbers import Numbering
from wgtracker.papers.outline import Heading, Member, Point, lay_out
from wgtracker.papers.place import BOLD
from wgtracker.papers.sources import general_comments
from wgtracker.papers.views import Chosen, draw_changes_only, draw_original, draw_reading
from wgtracker.queries.compilation import facts_of, read_round
from wgtracker.queries.options import START
from wgtracker.queries.papers import known_numbers, list_issued
from wgtracker.web.drawing import Sheet, draw
from wgtracker.word.model import ParagraphOut

VIEWS = ("proposals", "original", "changes", "reading")
_KEPT_BYTES = 64 * 2**20
_drawn: "OrderedDict[tuple[object, ...], Drawing]" = OrderedDict()
_lock = Lock()


class Group(NamedTuple):
    """One line of the overview. items: (words, tag of the point, names in order)."""

    title: str
    items: tuple[tuple[str, str, tuple[str, ...]], ...]


class Drawing(NamedTuple):
    """The text as drawn, and the overview: what can be agreed together, then what needs time."""

    html: Markup
    overview: Markup
    delegations: int
    points: int


def draw_document(db: Session, round_: m.Round, view: str, chosen: Mapping[str, str], papers: tuple[int, int]) -> Drawing:
    """Give the drawing of a round, from what was kept where nothing has changed. papers: queries.chair.count_papers."""
    taken = tuple(sorted(chosen.items())) if view == "reading" else ()
    key = (str(db.get_bind().engine.url), round_.id, round_.texts, round_.version, round_.session.version, papers, view, language(), taken)
    with _lock:
        found = _drawn.get(key)
        if found is not None:
            _drawn.move_to_end(key)
            return found
    made = _draw(db, round_, view, chosen)
    with _lock:
        _drawn[key] = made
        while len(_drawn) > 1 and sum(len(one.html) + len(one.overview) for one in _drawn.values()) > _KEPT_BYTES:
            _drawn.popitem(last=False)
    return made


def _draw(db: Session, round_: m.Round, view: str, chosen: Mapping[str, str]) -> Drawing:
    compilation = read_round(db, round_, None).compilation
    meeting = facts_of(round_)
    outline = lay_out(compilation, meeting, Numbering(known_numbers(list_issued(db, round_))))
    roll = call_roll(compilation)
    hand = Hand(outline, roll, meeting, BOLD)
    pieces: list[str] = []
    for item in outline.items:
        point = item.point if isinstance(item, Heading) else item
        address = f"/r/{round_.id}/chair/p/{quote(point.tag or START)}"
        if isinstance(item, Heading) and not (point.has_input and view != "original"):
            pieces.append(f'<h3 id="p{escape(point.tag)}" dir="auto">{escape(f"{item.letter} {item.text}".strip())}</h3>\n')
            continue
        blocks = draw_point_as(view, point, hand, chosen)
        if blocks:
            pieces.append(_head_of(point, address, isinstance(item, Heading)))
            pieces.append(draw(blocks, Sheet(shift=-1, href=f"{address}#c{{number}}")))
    general = draw_comments(general_comments(compilation)) if view in ("proposals", "changes") else []
    if general:
        pieces.append(f"<h3>{escape(_('General comments'))}</h3>\n{draw(general)}")
    points = [point for point in outline.points if point.members and point.title]
    together, needs_time = _sort_out(points, roll)
    speakers = {s.delegation for s in compilation.submissions if s.superseded_by is None}
    overview = Markup(render_template("chair/_overview.html", round_id=round_.id, together=together, needs_time=needs_time))
    return Drawing(Markup("".join(pieces)), overview, len(speakers), len([p for p in points if _is_numbered(p)]))


def _head_of(point: Point, address: str, is_heading: bool) -> str:
    proposers, comments = len(point.proposers), point.comments
    counts = _("proposals: %(proposals)s · comments: %(comments)s", proposals=proposers, comments=comments) if point.has_input else ""
    title = escape(point.title or _("Before the first paragraph"))
    tag = "h3" if is_heading else "h4"
    quiet = f' <span class="quiet">{escape(counts)}</span>' if counts else ""
    return f'<{tag} id="p{escape(point.tag or START)}"><a href="{address}">{title}</a>{quiet}</{tag}>\n'


def draw_point_as(view: str, point: Point, hand: Hand, chosen: Mapping[str, str]) -> list[ParagraphOut]:
    """Draw a point in one of the four ways."""
    if view == "original":
        return draw_original(point)
    if view == "changes":
        return [*draw_changes_only(point, hand), *draw_comments(list_said(point))] if point.has_input else []
    if view == "reading":
        return draw_reading(point, read_choices(point, chosen))
    return [*draw_wording(point, hand), *draw_comments(list_said(point))]


def read_choices(point: Point, chosen: Mapping[str, str]) -> dict[int | None, Chosen]:
    """Find what a person chose on a point. A choice is kept by its words: one that nobody proposes any more is left out."""
    found: dict[int | None, Chosen] = {}
    if not chosen:
        return found
    news = frozenset(i for i, new in enumerate(point.news_before) if chosen.get(f"new {START} {i}") == new.text)
    if news:
        found[None] = Chosen(news=news)
    for member in point.members:
        unit = member.negotiated
        version = chosen.get(f"version {unit.unit.index}")
        found[unit.unit.index] = Chosen(
            _choose_options(member, chosen),
            next((i for i, one in enumerate(unit.alternatives) if one.text == version), None) if version else None,
            bool(unit.deleted_by) and chosen.get(f"delete {unit.unit.index}") == "yes",
            frozenset(i for i, new in enumerate(member.news) if chosen.get(f"new {unit.unit.index} {i}") == new.text),
        )
    return found


def _choose_options(member: Member, chosen: Mapping[str, str]) -> dict[int, int]:
    options: dict[int, int] = {}
    for at, (number, spot) in enumerate(zip(member.numbers, member.spots)):
        wanted = chosen.get(f"spot {number}")
        if wanted is not None:
            options.update((at, i) for i, option in enumerate(spot.options) if f"={option.text}" == wanted)
    return options


def _is_numbered(point: Point) -> bool:
    head = point.members[0]
    return bool(head.ref.label) and head.negotiated.unit.kind in ("recommendation", "chapeau")


def _sort_out(points: Sequence[Point], roll: Roll) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Sort the points: first what can be agreed together, then what needs time. A point may stand in several lines of the second."""
    numbered = [point for point in points if _is_numbered(point)]
    free = [(point.tag, point.tag, ()) for point in numbered if not point.proposers]
    single = [_with_names(point, roll) for point in numbered if count_proposals(point) == 1]
    several = [_with_names(point, roll) for point in numbered if count_proposals(point) > 1]
    crowded = [
        (number, point.tag, tuple(roll.sort(name for option in spot.options for name in option.by)))
        for point in points
        for number, spot in crowded_spots(point)
    ]
    members = [(point, member) for point in points for member in point.members]
    deletions = [(m_.ref.name, p.tag, tuple(roll.sort(m_.negotiated.deleted_by))) for p, m_ in members if m_.negotiated.deleted_by]
    versions = [(m_.ref.name, p.tag, tuple(roll.sort(v.by))) for p, m_ in members for v in m_.negotiated.alternatives]
    retained = [(m_.ref.name, p.tag, tuple(roll.sort(m_.negotiated.retained_by))) for p, m_ in members if m_.negotiated.retained_by]
    moved = [(m_.ref.name, p.tag, tuple(roll.sort(one.by))) for p, m_ in members for one in m_.negotiated.moves]
    moved += [(m_.ref.name, p.tag, tuple(roll.sort(one.by))) for p, m_ in members for one in m_.negotiated.merges]
    news = [(_name_new(new.label, p.tag, m_.ref.name), p.tag, tuple(roll.sort(new.by))) for p, m_ in members for new in m_.news]
    together = (Group(_("No proposals"), tuple(free)), Group(_("One proposal"), tuple(single)))
    needs_time = (
        Group(_("Several proposals at one place"), tuple(crowded)),
        Group(_("Several proposals, at different places"), tuple(one for one in several if one[1] not in {tag for _n, tag, _b in crowded})),
        Group(_("Deletion asked"), tuple(deletions)),
        Group(_("Asked to stay as it is"), tuple(retained)),
        Group(_("Another version proposed"), tuple(versions)),
        Group(_("Moves and mergers"), tuple(moved)),
        Group(_("New paragraphs"), tuple(news)),
    )
    return tuple(g for g in together if g.items), tuple(g for g in needs_time if g.items)


def _name_new(label: str, tag: str, after: str) -> str:
    """Name a new paragraph on its own: a sub-paragraph with its point, 14 (c)."""
    return f"{tag} {label}" if label.startswith("(") else label or _("after %(name)s", name=after)


def _with_names(point: Point, roll: Roll) -> tuple[str, str, tuple[str, ...]]:
    return point.tag, point.tag, tuple(roll.sort(point.proposers))
