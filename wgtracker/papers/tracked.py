"""Mark up the draft itself: its own body with tracked changes, so that rejecting all gives the draft back.

Identical changes are one revision with the authors joined ("Brazil; France"). Where proposals meet, that of the alphabetically first
delegation stands as revisions and each other one is a comment with its full text. Whole-unit proposals are comments, new paragraphs
are inserted paragraphs. The masthead stands in the header, the foreword in comments.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wgtracker.compile.model import Compilation, UnitComment
from wgtracker.papers import chair
from wgtracker.papers.annexes import list_submissions
from wgtracker.papers.asides import draw_asides
from wgtracker.papers.introduction import draw_introduction
from wgtracker.papers.masthead import has_asterisk, lines_of_masthead, reason_of, title_of
from wgtracker.papers.names import Roll
from wgtracker.papers.outline import Member
from wgtracker.papers.spots import Spot, say_option
from wgtracker.papers.whole import whole_unit_lines
from wgtracker.text import diff
from wgtracker.text.model import Option
from wgtracker.word.changes import Bubble, Changes, Fresh, Rewrite, Stretch
from wgtracker.word.clean import close_turns
from wgtracker.word.model import Block, CommentOut, ParagraphOut, Run
from wgtracker.word.revise import revise
from wgtracker.word.write_inline import utc_stamp

if TYPE_CHECKING:
    from wgtracker.papers.choices import Copy, Unplaced
    from wgtracker.papers.sources import Sources

LONGEST_AUTHOR = 200
"""Characters of joined names up to which they are a revision's author (Word cuts longer ones)."""
SECRETARIAT = "Secretariat"
UNDATED = "2020-01-01T00:00:00Z"

HOW_TO_READ = (
    "This copy is the draft itself with tracked changes: rejecting all changes gives the draft back. The author of a change is the "
    "delegation that proposes it; identical changes are one change with all its authors. Where several proposals meet at one place, that "
    "of the first delegation in alphabetical order is shown as a change and each other proposal as a comment with its full text. Proposals "
    "for a paragraph as a whole are comments on it."
)


@dataclass(slots=True)
class Desk:
    """What gathers while the draft is walked through."""

    sources: "Sources"
    dates: Mapping[tuple[str, int | None], str]
    rewrites: dict[int, Rewrite] = field(default_factory=dict)
    fresh: list[Fresh] = field(default_factory=list)
    bubbles: list[Bubble] = field(default_factory=list)

    def author(self, by: Iterable[str]) -> str:
        """Join the names as an author; so many that Word would cut them become a number, and a comment lists them."""
        return author_of(self.sources.roll.sort(by))

    def date(self, by: Iterable[str], unit: int | None) -> str:
        """Date a change as its first author's file does."""
        return self.dates.get((self.sources.roll.sort(by)[0], unit), UNDATED)

    def say(self, by: Iterable[str], paragraphs: tuple[str, ...], source: int | None, span: tuple[int, int] | None = None) -> None:
        """Put a comment of delegations on a paragraph of the draft, or on words of it."""
        names = self.sources.roll.sort(by)
        author = author_of(names)
        if len(author) != len("; ".join(names)):
            paragraphs = (*paragraphs, f"({'; '.join(names)})")
        start, end = span if span else (None, None)
        self.bubbles.append(Bubble(CommentOut(author, initials_of(names[0]), "", paragraphs), source, start, end))


def author_of(names: list[str]) -> str:
    """Join names in order: "Brazil; France"; beyond what Word keeps, say how many they are."""
    joined = "; ".join(names)
    return joined if len(joined) <= LONGEST_AUTHOR else f"{len(names)} delegations"


def initials_of(name: str) -> str:
    """Give the initials Word shows beside a comment."""
    return "".join(word[0] for word in name.split() if word[0].isalpha())[:3].upper() or "D"


def draw_tracked_paper(sources: "Sources", draft: bytes, copy: "Copy", unplaced: "Unplaced") -> bytes:
    """Mark the draft up. Raises BadFile where it cannot be read."""
    desk = Desk(sources, _dates_of(sources.compilation))
    _write_foreword(desk, copy, unplaced)
    for point in sources.outline.points:
        for member in point.members:
            _mark_unit(desk, member)
    _add_new_paragraphs(desk)
    head = lines_of_masthead(sources.meeting)
    changes = Changes(desk.rewrites, tuple(desk.fresh), tuple(desk.bubbles), head, title_of(sources.meeting), SECRETARIAT)
    return revise(draft, changes)


def _dates_of(compilation: Compilation) -> dict[tuple[str, int | None], str]:
    dates: dict[tuple[str, int | None], str] = {}
    for submission in compilation.submissions:
        for amendment in submission.amendments:
            stamp = next((s for raw in reversed(amendment.dates) if (s := utc_stamp(raw))), "")
            if stamp:
                dates.setdefault((submission.delegation, amendment.unit), stamp)
    return dates


def _mark_unit(desk: Desk, member: Member) -> None:
    unit = member.negotiated.unit
    if member.spots:
        desk.rewrites[unit.source] = Rewrite(tuple(_stretches(desk, member)), unit.offset)
    for number, spot in zip(member.numbers, member.spots):
        _say_rivals(desk, number, spot, member)
    for line in whole_unit_lines(member, desk.sources.outline, desk.sources.roll):
        desk.say(line.by, (line.words + "".join(words for words, _ in line.text),), unit.source)
    for index, version in enumerate(sorted(member.negotiated.alternatives, key=lambda version: desk.sources.roll.first(version.by))):
        nth = f" {index + 1}" if index else ""
        desk.say(version.by, (f"{member.ref.name} {desk.sources.meeting.alternative_word}{nth}: {version.text}",), unit.source)
    _add_comments(desk, member.negotiated.comments, unit.source, None, unit.text, unit.offset)


def first_option(roll: Roll, spot: Spot) -> Option:
    """Give the option that stands as revisions: that of the alphabetically first delegation."""
    return min(spot.options, key=lambda option: roll.first(option.by))


def _stretches(desk: Desk, member: Member) -> Iterable[Stretch]:
    """Cut a unit's text into what stays, and what the first option of each spot strikes and adds."""
    unit = member.negotiated.unit
    at = 0
    for spot in member.spots:
        option = first_option(desk.sources.roll, spot)
        author, date = desk.author(option.by), desk.date(option.by, unit.index)
        for start, end, new in diff(spot.base, option.text):
            if spot.start + start > at:
                yield Stretch("keep", unit.text[at : spot.start + start])
            if end > start:
                yield Stretch("delete", spot.base[start:end], author, date)
            if new:
                yield Stretch("insert", close_turns(new), author, date)
            at = spot.start + end
    if at < len(unit.text):
        yield Stretch("keep", unit.text[at:])


def _say_rivals(desk: Desk, number: str, spot: Spot, member: Member) -> None:
    unit = member.negotiated.unit
    first = first_option(desk.sources.roll, spot)
    span = (unit.offset + spot.start, unit.offset + spot.end)
    if len(author_of(desk.sources.roll.sort(first.by))) != len("; ".join(first.by)):
        desk.say(first.by, (f"{number}: this change is proposed by the delegations named here.",), unit.source, span)
    for option in sorted(spot.options, key=lambda option: desk.sources.roll.first(option.by)):
        if option is not first:
            desk.say(option.by, (f"{number}: {say_option(spot.base, option.text)}",), unit.source, span)


def _add_comments(desk: Desk, comments: Iterable[UnitComment], source: int | None, fresh: int | None, text: str, offset: int) -> None:
    """Put comments where they were made: on their words where these are the draft's, else on the paragraph; answers on theirs."""
    known: dict[tuple[int, str], int] = {}
    for said in comments:
        comment = said.comment
        parent = known.get((said.submission, comment.parent)) if comment.parent is not None else None
        at = text.find(comment.anchor) if comment.anchor and fresh is None else -1
        start, end = (offset + at, offset + at + len(comment.anchor)) if at >= 0 else (None, None)
        known[said.submission, comment.id] = len(desk.bubbles)
        bubble = CommentOut(
            said.delegation,
            initials_of(said.delegation),
            utc_stamp(comment.date or ""),
            tuple(comment.text.split("\n")),
            parent,
            comment.resolved,
        )
        desk.bubbles.append(Bubble(bubble, source, start, end, fresh))


def _add_new_paragraphs(desk: Desk) -> None:
    compilation = desk.sources.compilation
    sources = [unit.unit.source for unit in compilation.units]
    for new in compilation.new_paragraphs:
        author, date = desk.author(new.by), desk.date(new.by, None)
        after = None if new.after_unit is None else sources[new.after_unit]
        for line in new.text.split("\n"):
            desk.fresh.append(Fresh(after, close_turns(line), author, date, sources[0] if after is None and sources else None))
        place = len(desk.fresh) - 1
        if author != "; ".join(desk.sources.roll.sort(new.by)):
            names = "; ".join(desk.sources.roll.sort(new.by))
            desk.bubbles.append(Bubble(CommentOut(author, "D", "", (f"Proposed by {names}.",)), fresh=place))
        _add_comments(desk, new.comments, None, place, new.text, 0)


def _write_foreword(desk: Desk, copy: "Copy", unplaced: "Unplaced") -> None:
    """Say in comments on the first paragraph what the introduction and the annexes say elsewhere."""
    sources = desk.sources
    units = sources.compilation.units
    top = units[0].unit.source if units else None
    reissue = (reason_of(sources.meeting),) if has_asterisk(sources.meeting) else ()
    introduction = plain_lines(draw_introduction(sources.meeting, sources.tally, []))[1:]
    _note(desk, (*reissue, *introduction[:-2], HOW_TO_READ, *introduction[-2:]), top)
    _note(desk, ("Submissions", *list_submissions(sources.compilation, sources.meeting, sources.tally)), top)
    if unplaced == "print":
        lines = plain_lines(draw_asides(sources.compilation, sources.outline, lambda submission: submission.unplaced))
        if lines:
            _note(desk, ("Input that could not be placed", *lines), top)
    if copy == "chair":
        _note(
            desk,
            (chair.MARK, *plain_lines(chair.draw_first_page(sources.compilation, sources.outline, sources.roll, sources.meeting))),
            top,
        )
    for said in sources.general:
        comment = said.comment
        out = CommentOut(
            said.delegation,
            initials_of(said.delegation),
            utc_stamp(comment.date or ""),
            tuple(comment.text.split("\n")),
            resolved=comment.resolved,
        )
        desk.bubbles.append(Bubble(out, top))


def _note(desk: Desk, paragraphs: tuple[str, ...], source: int | None) -> None:
    desk.bubbles.append(Bubble(CommentOut(SECRETARIAT, "S", "", paragraphs), source))


def plain_lines(blocks: Iterable[Block]) -> list[str]:
    """Give the words of paragraphs, for places that have no looks."""
    return [
        "".join(inline.text for inline in block.inlines if isinstance(inline, Run)) for block in blocks if isinstance(block, ParagraphOut)
    ]
