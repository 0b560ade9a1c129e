"""Find what a corrigendum has to print: the points that read otherwise than in the paper that it corrects, and nothing else."""

from collections.abc import Sequence
from typing import NamedTuple

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Amendment, Compilation, Submission
from wgtracker.papers.comments import draw_comments
from wgtracker.papers.masthead import name_together
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.outline import Heading, Point
from wgtracker.papers.points import DrawnPoint, draw_units
from wgtracker.papers.prose import series
from wgtracker.papers.sources import Sources, general_comments
from wgtracker.word.model import ParagraphOut


class Part(NamedTuple):
    """What of a whole paper is printed. units: of the points in it; start: what is proposed before the first; general: the comments."""

    units: tuple[int, ...]
    start: bool
    general: bool

    def holds(self, unit: int | None) -> bool:
        """Tell whether a unit (None: the place before the first) is printed."""
        return self.start if unit is None else unit in self.units


class Edition(NamedTuple):
    """One edition of a paper, as far as it is compared."""

    compilation: Compilation
    meeting: Meeting
    known: tuple[ChangeNumber, ...]


def find_part(before: Edition, now: Edition) -> Part | None:
    """Find what reads otherwise in two editions of one draft.

    None where a part would not do: another draft, nothing that reads otherwise (then the facts above the text do), or everything.
    """
    if [one.unit for one in before.compilation.units] != [one.unit for one in now.compilation.units]:
        return None
    was, points = {_key(one): _print(one) for one in _draw(before)}, _draw(now)
    if () in was and not any(_key(one) == () for one in points):
        return None  # what stood before the first paragraph is gone: a part could not show that
    changed = [one for one in points if was.get(_key(one)) != _print(one)]
    general = _draw_general(before) != _draw_general(now)
    if not (changed or general) or len(changed) == len(points):
        return None
    return Part(tuple(unit for one in changed for unit in _key(one)), any(not _key(one) for one in changed), general)


def say_part(part: Part, now: Edition, corrected: str) -> str:
    """Say in a sentence what a corrigendum prints. corrected: the symbol of what it corrects."""
    points = [one for one in _draw(now) if _key(one) and set(_key(one)) & set(part.units)]
    names = [_name(one) for one in points]
    said = [name_together(names, now.meeting.unit_name)] if names else []
    said += ["what is proposed before the first paragraph"] if part.start else []
    said += ["the general comments"] if part.general else []
    return f"It contains only what reads otherwise than in {corrected}: {series(said)}. All else stands as printed there."


def cut_to(sources: Sources, part: Part) -> Sources:
    """Leave of what a paper is drawn from only what the part prints; change numbers and names stay those of the whole."""
    items = [item for item in sources.outline.items if _is_in(item.point if isinstance(item, Heading) else item, part)]
    counted = tuple(_cut_submission(one, part) for one in sources.tally.counted)
    return sources._replace(
        outline=sources.outline._replace(items=tuple(items)),
        general=sources.general if part.general else (),
        tally=sources.tally._replace(counted=counted),
    )


def _is_in(point: Point, part: Part) -> bool:
    return point.members[0].negotiated.unit.index in part.units if point.members else part.start


def _cut_submission(one: Submission, part: Part) -> Submission:
    """Keep of a submission what stands in the part; comments on new paragraphs go with these."""
    kept = [at for at, amendment in enumerate(one.amendments) if _stands_in(amendment, part)]
    moved = {old: new for new, old in enumerate(kept)}
    comments = []
    for comment in one.comments:
        if comment.amendment is not None:
            stays = comment.amendment in moved
        else:
            stays = part.general if comment.unit is None else comment.unit in part.units
        if stays:
            place = None if comment.amendment is None else moved[comment.amendment]
            comments.append(comment._replace(amendment=place))
    return one._replace(amendments=tuple(one.amendments[at] for at in kept), comments=tuple(comments))


def _stands_in(amendment: Amendment, part: Part) -> bool:
    if amendment.kind == "new":
        return part.holds(amendment.after_unit)
    return any(unit in part.units for unit in (amendment.unit, *amendment.units))


def _draw(edition: Edition) -> tuple[DrawnPoint, ...]:
    return draw_units(edition.compilation, edition.meeting, known=edition.known)


def _draw_general(edition: Edition) -> Sequence[ParagraphOut]:
    return draw_comments(general_comments(edition.compilation))


def _key(point: DrawnPoint) -> tuple[int, ...]:
    return point.name.units


def _print(point: DrawnPoint) -> tuple[str, tuple[ParagraphOut, ...]]:
    return point.name.title, point.blocks


def _name(point: DrawnPoint) -> str:
    return point.point.members[0].ref.name
