"""Draw what is held or unplaced, with its reason: for the staff note, the Chair's copy, and annex III where allowed."""

from collections.abc import Callable, Iterable

from wgtracker.compile.model import Aside, Compilation, Submission
from wgtracker.papers.entries import name_of, put_edits
from wgtracker.papers.outline import Outline
from wgtracker.papers.pen import ADDED, DELETED, NAME, is_right_to_left, put
from wgtracker.papers.prose import capitalize
from wgtracker.papers.spots import NEW_PARAGRAPH
from wgtracker.text import diff
from wgtracker.word.clean import close_turns
from wgtracker.word.model import Inline, ParagraphOut, Run

WITHOUT_WORDS = {
    "paragraph_insert": NEW_PARAGRAPH,
    "paragraph_delete": "joined with the next paragraph",
    "row_insert": "a table row added",
    "row_delete": "a table row deleted",
    "cell": "a table cell changed",
    "format": "formatting alone",
}
"""What a revision without words does."""


def draw_asides(compilation: Compilation, outline: Outline, take: Callable[[Submission], Iterable[Aside]]) -> list[ParagraphOut]:
    """Draw one entry for each item that `take` finds in a submission, delegation by delegation."""
    order = {delegation.name: index for index, delegation in enumerate(compilation.delegations)}
    submissions = sorted(compilation.submissions, key=lambda s: (order.get(s.delegation, len(order)), s.delegation, s.file))
    return [_draw_aside(aside, s, outline) for s in submissions if not s.superseded_by for aside in take(s)]


def _draw_aside(aside: Aside, submission: Submission, outline: Outline) -> ParagraphOut:
    line: list[Inline] = []
    put(line, submission.delegation, NAME)
    if aside.unit is not None:
        put(line, f", {name_of(outline, aside.unit)}")
    line.append(Run(": "))
    if aside.kind == "comment":
        on = f"on “{aside.original.strip()}”: " if aside.original.strip() else ""
        put(line, f"comment {on}“{close_turns(aside.proposed.strip())}”")
    else:
        _put_change(line, aside)
    put(line, f" – {capitalize(aside.reason.strip().rstrip('.'))}.")
    return ParagraphOut(tuple(line), "WGEntry", bidi=is_right_to_left(aside.proposed or aside.original))


def _put_change(line: list[Inline], aside: Aside) -> None:
    """Add what changes, with a few words of context where most of the text stays; in words where no word changes."""
    original, proposed = aside.original.strip(), aside.proposed.strip()
    if original and proposed:
        put_edits(line, original, diff(original, proposed))
    elif original or proposed:
        put(line, original, DELETED)
        put(line, proposed, ADDED)
    else:
        kinds = dict.fromkeys(WITHOUT_WORDS.get(change.kind, "only spaces change") for change in aside.changes)
        put(line, "; ".join(kinds) or "no words")
