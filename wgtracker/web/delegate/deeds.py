"""List what a delegation can do at each unit of its sheet. Addresses and words are made once a page: making them anew at each of some
hundred units costs more than drawing the text."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import url_for

from wgtracker.i18n import gettext as _
from wgtracker.web.delegate.drawn import UnitLink

_NAME = "%(name)s"
_MARK = 987_654_321
"""Stands in an address for the id that is put in later; no row has it."""


class Deed(NamedTuple):
    """A link below a unit. about: said to screen readers after the words."""

    href: str
    words: str
    about: str


class Deeds:
    """Everything that can be done in a round, to be asked for unit by unit. drafting_id: of the input under way, 0 where there is none."""

    def __init__(self, round_id: int, drafting_id: int) -> None:
        self.drafting_id = drafting_id
        self.to_propose, self.to_comment, self.to_add, self.to_ask = (
            _address(f"delegate.{name}", round_id, "unit_id") for name in ("point", "comment_on", "new_after", "ask")
        )
        self.to_take_back = _address("delegate.remove_amendment", round_id, "amendment_id")
        self.propose, self.change, self.comment = _("Propose a change"), _("Change your proposal"), _("Comment")
        self.add, self.ask, self.take_back = _("Add after it"), _("Delete or retain"), _("Take back")
        self.to, self.on = _("to %(name)s", name=_NAME), _("on %(name)s", name=_NAME)

    def __call__(self, unit: UnitLink) -> list[Deed]:
        """List the deeds of a unit."""
        number, name = unit.unit_id, unit.name
        deeds = [
            Deed(self.to_propose(number), self.change if unit.row else self.propose, self.to.replace(_NAME, name)),
            Deed(self.to_comment(number), self.comment, self.on.replace(_NAME, name)),
            Deed(self.to_add(number), self.add, f"({name})"),
            Deed(self.to_ask(number), self.ask, name),
        ]
        if unit.row is not None and unit.row.submission_id == self.drafting_id:
            deeds.append(Deed(self.to_take_back(unit.row.id), self.take_back, f"({name})"))
        return deeds


def _address(endpoint: str, round_id: int, part: str) -> Callable[[int], str]:
    """Give a maker of addresses that differ in one id only."""
    ids: dict[str, Any] = {"round_id": round_id, part: _MARK}
    before, _mark, after = url_for(endpoint, **ids).rpartition(str(_MARK))
    return lambda number: f"{before}{number}{after}"
