"""Bring submissions together on a draft: the compilation that the report, the papers and the pages draw.

Where the submissions come from does not matter: read from files a moment ago, or stored as rows by whoever keeps them. Nothing here
opens a file.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from wgtracker.compile.account import add_up
from wgtracker.compile.inserts import gather_new, list_related
from wgtracker.compile.model import Compilation, Delegation, NegotiatedUnit, NewParagraph, Submission, Unit
from wgtracker.compile.negotiate import negotiate, negotiate_some, order_delegations
from wgtracker.countries import CATEGORIES

__all__ = ["DraftText", "assemble", "assemble_part", "list_related"]


class DraftText(NamedTuple):
    """The draft as a compilation needs it: the file's name and sha256, its units in order, warnings on it in sentences."""

    file: str
    sha256: str
    units: tuple[Unit, ...]
    warnings: tuple[str, ...]


def assemble(draft: DraftText, submissions: Sequence[Submission], speakers: Sequence[Delegation], new_word: str) -> Compilation:
    """Lay all submissions that are in force over the draft.

    submissions: in the order of their files (comments of one delegation print in it). speakers: whoever may speak, in any order, a
    name repeated or not; all delegations of the submissions must be among them. new_word: "bis", or what stands for it.
    """
    units = negotiate(draft.units, submissions)
    ordered = order_delegations(speakers, tuple(CATEGORIES))
    rank = {speaker.name: n for n, speaker in enumerate(ordered)}
    return _bind(draft, submissions, ordered, units, gather_new(draft.units, submissions, rank, new_word))


def assemble_part(
    draft: DraftText, submissions: Sequence[Submission], speakers: Sequence[Delegation], new_word: str, units: Collection[int | None]
) -> Compilation:
    """Lay the submissions over some units only, without going into the rest: what a page of one point needs.

    units: indexes; None among them stands for what is proposed before the first paragraph. Their negotiated units, and the new
    paragraphs below them, are those of the whole compilation; every other unit stands there plain, with its part in mergers alone, so
    that numbers and names come out as in the whole. The submissions may carry only what concerns those units and the rest of their
    numbered paragraphs (list_related: new paragraphs are labelled together) and mergers that name them, but all must be there, in order.
    """
    ordered = order_delegations(speakers, tuple(CATEGORIES))
    rank = {speaker.name: n for n, speaker in enumerate(ordered)}
    negotiated = negotiate_some(draft.units, submissions, units)
    return _bind(draft, submissions, ordered, negotiated, gather_new(draft.units, submissions, rank, new_word, units))


def _bind(
    draft: DraftText,
    submissions: Sequence[Submission],
    speakers: Sequence[Delegation],
    units: tuple[NegotiatedUnit, ...],
    new_paragraphs: tuple[NewParagraph, ...],
) -> Compilation:
    return Compilation(
        draft_file=draft.file,
        draft_sha256=draft.sha256,
        units=units,
        new_paragraphs=new_paragraphs,
        submissions=tuple(submissions),
        delegations=_with_second_voices(speakers, {name for one in units for segment in one.overlay.segments for name in segment.by}),
        account=add_up([submission.account for submission in submissions]),
        warnings=draft.warnings,
    )


def _with_second_voices(speakers: Sequence[Delegation], names: set[str]) -> tuple[Delegation, ...]:
    """List after each delegation the names under which its second files speak where they clash with its first."""
    out: list[Delegation] = []
    known = {speaker.name for speaker in speakers}
    for speaker in speakers:
        out.append(speaker)
        out += [
            Delegation(name, speaker.category, speaker.sort_key) for name in sorted(names - known) if name.startswith(f"{speaker.name} (")
        ]
    return tuple(out)
