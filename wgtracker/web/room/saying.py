"""Hold the form for what is said in the room, and draw its read-back as it will be printed: for the operator and for delegations."""

from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import uuid4

from markupsafe import Markup
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.papers.pen import ADDED, NAME, NUMBER
from wgtracker.papers.points import PointName
from wgtracker.queries.room_text import RoomText, Step, draw_point
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.room.steps import step
from wgtracker.services.floor import KINDS, Said, Sent, Voice, label_new, write_proposal
from wgtracker.services.room import LONGEST
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.filters import show_short
from wgtracker.web.forms import WebForm
from wgtracker.web.room.sent import sent_key
from wgtracker.web.secretariat.fields import at_most, lines, one_line
from wgtracker.word.model import Inline, ParagraphOut, Run

KIND_WORDS = {
    "wording": lazy_gettext("The paragraph as it should read"),
    "new": lazy_gettext("A new paragraph after it"),
    "delete": lazy_gettext("Delete it"),
    "retain": lazy_gettext("Retain it as is"),
    "move": lazy_gettext("Move it"),
    "brackets": lazy_gettext("Put words in brackets"),
}
FIRST = "first"
"""Stands for the very beginning, where a paragraph is moved to."""


class SayForm(WebForm):
    """What is said on a paragraph. upto: the last act that was seen; shown: the signature of the read-back that was shown."""

    key = HiddenField(filters=[one_line])
    upto = HiddenField()
    shown = HiddenField()
    kind = SelectField(lazy_gettext("What is asked for"))
    text = TextAreaField(lazy_gettext("Text"), [at_most(LONGEST)], filters=[lines])
    after = SelectField(lazy_gettext("Move it to"))
    sub = BooleanField(lazy_gettext("The new paragraph is a sub-paragraph"))
    reason = TextAreaField(lazy_gettext("Reason"), [at_most(LONGEST)], filters=[lines])

    def offer(self, text: RoomText) -> None:
        """Fill the lists from the text of now."""
        self.kind.choices = [(kind, KIND_WORDS[kind]) for kind in KINDS]
        places = [(str(unit.id), _("After %(words)s", words=name_unit(unit))) for unit in text.room.units]
        self.after.choices = [("", _("choose, where it is to be moved")), (FIRST, _("To the very beginning")), *places]

    def say(self, unit_id: int, instead: str = "") -> Said:
        """Give what is said on a unit."""
        after = int(self.after.data) if self.after.data and self.after.data != FIRST else None
        level = 1 if self.sub.data else 0
        return Said(unit_id, self.kind.data, self.text.data or "", after, level, self.reason.data or "", instead)

    @property
    def sent(self) -> Sent:
        """Give how it was sent."""
        upto = self.upto.data or ""
        return Sent(int(upto) if upto.isascii() and upto.isdigit() and len(upto) <= 9 else 0, sent_key())

    def sign(self, said: Said, voice: Voice) -> str:
        """Sign what is said, so that only what was read back is saved."""
        return sha256(repr((said._replace(reason=""), voice)).encode()).hexdigest()[:24]

    def renew(self, upto: int) -> None:
        """Make this another form, on the text of now: after an error, what is sent next is no repetition."""
        self.key.data, self.upto.data, self.shown.data = str(uuid4()), str(upto), ""


def read_number(typed: str) -> int:
    """Read the number of an act that a form carries; what is none stands for none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else 0


def name_unit(unit: Placed) -> str:
    """Name a unit in a list: its label and its first words."""
    text = unit.state.text
    start = text if len(text) <= 60 else f"{text[:60]} …"
    return f"{unit.label} {start}".strip()


def start_data(upto: int, given: dict[str, Any]) -> dict[str, Any]:
    """Give what a new form begins with."""
    return {"key": str(uuid4()), "upto": upto, "kind": "wording", **given}


def find_unit(text: RoomText, unit_id: int) -> Placed:
    """Find a unit of the reading. Raises NotFound."""
    unit = text.room.find(unit_id)
    if unit is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    return unit


def read_back(text: RoomText, said: Said, voice: Voice) -> Markup:
    """Draw what is said as it will be printed, among all that waits there. Raises BadInput with what is missing."""
    proposal = write_proposal(text.room, said, voice)
    if proposal.kind == "new":
        return _draw_new(text, said, proposal)
    unit = find_unit(text, said.unit_id)
    there = unit._replace(state=step(unit.state, r.Act(text.room.last + 1, r.Tabled(proposal._replace(id="f0")))))
    units = tuple(there if one.id == unit.id else one for one in text.room.units)
    drawn = draw_point(text._replace(room=text.room._replace(units=units)), text.find(unit.id))
    return draw(drawn.wording, Sheet(shift=-2, prefix="back-")) if drawn else Markup("")


def _draw_new(text: RoomText, said: Said, proposal: r.Proposal) -> Markup:
    above = find_unit(text, proposal.after or 0)
    label = label_new(text.room, above, said, text.meeting.new_word)
    runs: list[Inline] = [Run("["), *([Run(f"{label} ", style=NUMBER)] if label else []), Run(proposal.proposed, style=ADDED)]
    runs += [Run(" ("), Run(proposal.by, style=NAME), Run(")"), Run("]")]
    return draw([ParagraphOut(tuple(runs), "WGUnitSub" if said.level else "WGUnit")], Sheet(shift=-2))


class Neighbour(NamedTuple):
    """A point beside the one that is shown. unit_id: of its first paragraph."""

    title: str
    unit_id: int


def find_neighbours(text: RoomText, found: Step) -> tuple[Neighbour | None, Neighbour | None]:
    """Find the points before and after, those without a paragraph left out."""
    at = text.names.index(found.name)
    before = (_neighbour(text, name) for name in reversed(text.names[:at]))
    after = (_neighbour(text, name) for name in text.names[at + 1 :])
    return next((one for one in before if one), None), next((one for one in after if one), None)


def _neighbour(text: RoomText, name: PointName) -> Neighbour | None:
    units = text.units_of(name)
    return Neighbour(name.title, units[0].id) if units else None


def show_act(act: r.Act | None) -> Markup:
    """Say when an act was done, briefly, and its number: what the room refers to."""
    if act is None:
        return Markup("")
    at = show_short(datetime.fromisoformat(act.at)) if act.at else Markup("")
    return Markup('{} <span class="quiet nowrap">{}</span>').format(at, _("act %(number)s", number=act.number))
