"""Freeze what a paper is drawn from as plain data, and give it back: the same data draws the same paper, byte for byte.

The data is the draft's units, each submission as compile gave it, who may speak, the facts of the meeting and the numbers of earlier
editions. What is worked out from them (the overlay, the places) is not kept: it is worked out again, by the same functions.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from wgtracker.compile import model as c
from wgtracker.compile.assemble import DraftText, assemble
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.choices import Copy, Markup, Order, Unplaced
from wgtracker.papers.conference_room_paper import Paper, conference_room_paper
from wgtracker.papers.corrigendum import Edition, Part, find_part, say_part
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.text import TOKENIZER, Edit

FORMAT = 1
Json = dict[str, Any]


class Choices(NamedTuple):
    """How a paper is made."""

    markup: Markup
    order: Order
    copy: Copy
    unplaced: Unplaced


class Material(NamedTuple):
    """All that a paper is drawn from. known: change numbers of the editions before. draft's own bytes are kept apart, by their hash.

    part: what is printed of it, where that is not all.
    """

    draft: DraftText
    submissions: tuple[c.Submission, ...]
    speakers: tuple[c.Delegation, ...]
    meeting: Meeting
    known: tuple[ChangeNumber, ...]
    choices: Choices
    part: Part | None = None


def compile_material(material: Material) -> c.Compilation:
    """Bring the submissions together."""
    return assemble(material.draft, material.submissions, material.speakers, material.meeting.new_word)


def draw_material(material: Material, compilation: c.Compilation, draft: bytes) -> Paper:
    """Draw the paper. compilation: of this material; draft: the bytes of the draft's file."""
    markup, order, copy, unplaced = material.choices
    return conference_room_paper(
        compilation,
        material.meeting,
        markup=markup,
        order=order,
        copy=copy,
        unplaced=unplaced,
        draft=draft,
        known=material.known,
        part=material.part,
    )


def narrow_to_changes(material: Material, compilation: c.Compilation, corrected: Material, symbol: str) -> Material:
    """Let a corrigendum print only what reads otherwise than in the paper that it corrects, and say so; all where a part would not do.

    symbol: of that paper. Only texts with marks are narrowed: the draft itself is always whole.
    """
    if material.choices.markup not in ("bold", "labels") or material.choices.copy != "issued":
        return material
    now = Edition(compilation, material.meeting, material.known)
    part = find_part(Edition(compile_material(corrected), corrected.meeting, corrected.known), now)
    if part is None:
        return material
    meeting = material.meeting
    reissued = f"{meeting.reissued.rstrip('.')}. {say_part(part, now, symbol)}"
    return material._replace(part=part, meeting=meeting._replace(reissued=reissued))


def freeze(material: Material) -> Json:
    """Give the material as JSON values."""
    frozen = plain(material)
    assert isinstance(frozen, dict)
    return {"format": FORMAT, "tokenizer": TOKENIZER, **frozen}


def plain(value: Any) -> Any:
    """Give frozen data as JSON values: named tuples by their names, words of enumerations as words, days as ISO 8601."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: plain(one) for key, one in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def thaw(frozen: Mapping[str, Any]) -> Material:
    """Give frozen material back."""
    draft = frozen["draft"]
    return Material(
        DraftText(draft["file"], draft["sha256"], tuple(c.Unit(**unit) for unit in draft["units"]), tuple(draft["warnings"])),
        tuple(_submission(one) for one in frozen["submissions"]),
        tuple(c.Delegation(**one) for one in frozen["speakers"]),
        thaw_meeting(frozen["meeting"]),
        tuple(ChangeNumber(**one) for one in frozen["known"]),
        Choices(**frozen["choices"]),
        _part(frozen.get("part")),
    )


def _part(given: Mapping[str, Any] | None) -> Part | None:
    return None if given is None else Part(tuple(given["units"]), given["start"], given["general"])


def thaw_meeting(given: Mapping[str, Any]) -> Meeting:
    """Give the frozen facts of the meeting back."""
    facts: dict[str, Any] = {key: date.fromisoformat(value) if key.endswith("_on") and value else value for key, value in given.items()}
    return Meeting(**facts)


def _submission(given: Json) -> c.Submission:
    parts = {
        "amendments": tuple(_amendment(one) for one in given["amendments"]),
        "comments": tuple(c.Comment(**one) for one in given["comments"]),
        "held": tuple(_aside(one) for one in given["held"]),
        "unplaced": tuple(_aside(one) for one in given["unplaced"]),
        "account": c.Account(**{key: c.Count(**count) for key, count in given["account"].items()}),
        "warnings": tuple(given["warnings"]),
    }
    return c.Submission(**{**given, **parts})


def _amendment(given: Json) -> c.Amendment:
    parts = {
        "units": tuple(given["units"]),
        "edits": tuple(Edit(**edit) for edit in given["edits"]),
        "authors": tuple(given["authors"]),
        "dates": tuple(given["dates"]),
        "changes": _changes(given["changes"]),
    }
    return c.Amendment(**{**given, **parts})


def _changes(given: Sequence[Json]) -> tuple[c.Change, ...]:
    return tuple(c.Change(**change) for change in given)


def _aside(given: Json) -> c.Aside:
    inserted, deleted = given["untracked"]
    return c.Aside(**{**given, "changes": _changes(given["changes"]), "untracked": (inserted, deleted)})
