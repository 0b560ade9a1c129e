"""Read a marked-up draft back: what each group of authors would have the text say, and every comment at its paragraph.

It reads the file through the reader of returned files and never looks at what wrote it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from wgtracker.compile.model import Compilation, NegotiatedUnit, NewParagraph, UnitComment
from wgtracker.papers.pages import fold
from wgtracker.text.model import Option, Place
from wgtracker.word.clean import clean_name
from wgtracker.word.model import CommentIn, ParagraphIn, Reading
from wgtracker.word.package import open_package
from wgtracker.word.read import read

_LONGEST = 200


@dataclass(slots=True)
class Copy:
    """The marked-up draft as read. authors: who speaks in it; said: the comments not yet found, folded, by paragraph."""

    reading: Reading
    authors: set[str]
    order: dict[str, int]
    said: dict[int | None, list[tuple[str, str]]]

    def joined(self, by: Iterable[str]) -> str:
        """Give the author under which these delegations stand."""
        names = sorted(by, key=lambda name: (self.order.get(name, len(self.order)), name))
        joined = "; ".join(names)
        return clean_name(joined if len(joined) <= _LONGEST else f"{len(names)} delegations")

    def first(self, by: Iterable[str]) -> tuple[int, str]:
        """Give the place of the first name."""
        return min((self.order.get(name, len(self.order)), name) for name in by)


def read_back_tracked(content: bytes, compilation: Compilation) -> tuple[str, ...]:
    """List what is missing from the marked-up draft (empty = all there)."""
    reading = read(open_package(content, "paper.docx"))
    order = {delegation.name: index for index, delegation in enumerate(compilation.delegations)}
    copy = Copy(reading, set(), order, _gather_comments(reading.comments))
    for unit in compilation.units:
        copy.authors.update(copy.joined(option.by) for place in unit.drawn.places for option in place.options)
    copy.authors.update(copy.joined(new.by) for new in compilation.new_paragraphs)
    missing: list[str] = []
    at = 0
    where: dict[int, int] = {}
    for unit in compilation.units:
        found = _find_unit(copy, unit, at)
        if found is None:
            missing.append(f"{_name(unit)}: the paragraph itself")
            continue
        where[unit.unit.index] = found
        at = found + 1
        missing.extend(_check_unit(copy, unit, found))
    for new in compilation.new_paragraphs:
        missing.extend(_check_new(copy, new, where))
    missing.extend(_check_rest(copy, compilation))
    return tuple(missing)


def _name(unit: NegotiatedUnit) -> str:
    return f"paragraph {unit.unit.label.strip() or unit.unit.index}"


def _gather_comments(comments: Iterable[CommentIn]) -> dict[int | None, list[tuple[str, str]]]:
    said: dict[int | None, list[tuple[str, str]]] = {}
    for comment in comments:
        said.setdefault(comment.source, []).append((comment.author, fold(comment.text)))
    return said


def _text_for(copy: Copy, at: int, author: str) -> str:
    """Give a paragraph as one author would have it ("" = nobody); the draft's own changes count as made. Folded."""
    revisions = copy.reading.revisions
    words: list[str] = []
    for text, inserted, deleted, _, _ in copy.reading.paragraphs[at].pieces:
        adder = revisions[inserted].author if inserted is not None else None
        striker = revisions[deleted].author if deleted is not None else None
        if adder in copy.authors and adder != author:
            continue
        if striker is not None and (striker not in copy.authors or striker == author):
            continue
        words.append(text)
    return fold("".join(words))


def _ends_with(copy: Copy, at: int, author: str, wanted: str) -> bool:
    """Tell whether a paragraph ends with these words, alone or with the paragraphs that hang on it (split, or joined in the draft)."""
    text = _text_for(copy, at, author)
    while not text.endswith(wanted):
        paragraph = copy.reading.paragraphs[at]
        at += 1
        if at == len(copy.reading.paragraphs) or not (paragraph.runs_on_final or paragraph.runs_on_original):
            return False
        text += _text_for(copy, at, author)
    return True


def _is_ours(copy: Copy, paragraph: ParagraphIn) -> bool:
    """Tell whether a paragraph is new in this copy: all its words are put in by delegations."""
    revisions = copy.reading.revisions
    return bool(paragraph.pieces) and all(
        piece.inserted is not None and revisions[piece.inserted].author in copy.authors for piece in paragraph.pieces
    )


def _find_unit(copy: Copy, unit: NegotiatedUnit, at: int) -> int | None:
    wanted = fold(unit.unit.text)
    for index in range(at, len(copy.reading.paragraphs)):
        if not _is_ours(copy, copy.reading.paragraphs[index]) and _ends_with(copy, index, "", wanted):
            return index
    return None


def _check_unit(copy: Copy, unit: NegotiatedUnit, at: int) -> list[str]:
    """Check that each place's first option stands as revisions and each other one as a comment; then all on the whole unit."""
    chain = _chain(copy, at)
    # A delegation's own comments first: what it proposes beside them must not be taken for one.
    missing = [
        f"{_name(unit)}: comment {said.comment.id} of {said.delegation}" for said in unit.comments if not _take_said(copy, chain, said)
    ]
    standing: dict[str, list[tuple[Place, Option]]] = {}
    for place in unit.drawn.places:
        first = min(place.options, key=lambda option: copy.first(option.by))
        standing.setdefault(copy.joined(first.by), []).append((place, first))
        for option in place.options:
            if option is not first and not _take(copy, chain, copy.joined(option.by), _said_for(place, option)):
                missing.append(f"{_name(unit)}: “{option.text.strip() or 'delete'}” ({', '.join(sorted(option.by))})")
    for author, options in standing.items():
        words = fold(_apply(unit.unit.text, options))
        if not any(_ends_with(copy, start, author, words) for start in _starts(copy, at)):
            names = ", ".join(sorted(options[0][1].by))
            missing.append(f"{_name(unit)}: “{options[0][1].text.strip() or 'delete'}” ({names})")
    wanted = [(unit.deleted_by, "Delete"), (unit.retained_by, "Retainasis")] + [(move.by, "Move") for move in unit.moves]
    wanted += [(version.by, fold(version.text)) for version in (*unit.alternatives, *unit.merges)]
    for by, words in wanted:
        if by and not _take(copy, chain, copy.joined(by), words):
            missing.append(f"{_name(unit)}: {words[:60]} ({', '.join(sorted(by))})")
    return missing


def _said_for(place: Place, option: Option) -> str:
    """Give the words, folded, by which a comment must say an option: its text, or what it does where it has no letters."""
    if words := fold(option.text):
        return words
    if "\n" in option.text:
        return "newparagraphbeginshere"
    if option.text and not place.base_words.strip():
        return "addaspace"
    return "delete"


def _starts(copy: Copy, at: int) -> Iterator[int]:
    """Give a unit's paragraph, then the new ones right above it: where it is split at its beginning, its first part stands there."""
    yield at
    while at and _is_ours(copy, copy.reading.paragraphs[at - 1]):
        at -= 1
        yield at


def _apply(base: str, options: list[tuple[Place, Option]]) -> str:
    out, at = [], 0
    for place, option in options:
        out += [base[at : place.start], option.text]
        at = place.end
    return "".join([*out, base[at:]])


def _take(copy: Copy, places: Iterable[int | None], author: str, words: str) -> bool:
    """Find a comment by this author that holds these words, at one of these paragraphs, and take it away."""
    return _take_if(copy, places, author, lambda text: words in text)


def _take_said(copy: Copy, places: Iterable[int | None], said: UnitComment) -> bool:
    """Find a delegation's own comment, word for word, and take it away."""
    words = fold(said.comment.text)
    return _take_if(copy, places, clean_name(said.delegation), lambda text: text == words)


def _take_if(copy: Copy, places: Iterable[int | None], author: str, fits: Callable[[str], bool]) -> bool:
    for at in places:
        said = copy.said.get(at, [])
        for number, (name, text) in enumerate(said):
            if name == author and fits(text):
                del said[number]
                return True
    return False


def _chain(copy: Copy, at: int) -> list[int]:
    """List a paragraph and those that hang on it: where it is split, its comments may stand on any of them."""
    chain = [at]
    paragraphs = copy.reading.paragraphs
    while at + 1 < len(paragraphs) and (paragraphs[at].runs_on_original or paragraphs[at].runs_on_final):
        at += 1
        chain.append(at)
    return chain


def _check_new(copy: Copy, new: NewParagraph, where: dict[int, int]) -> list[str]:
    author = copy.joined(new.by)
    start = 0 if new.after_unit is None else where.get(new.after_unit, 0)
    paragraphs = copy.reading.paragraphs
    missing: list[str] = []
    last: int | None = None
    for line in new.text.split("\n"):
        wanted = fold(line)
        last = next(
            (at for at in range(start, len(paragraphs)) if _text_for(copy, at, author) == wanted and not _text_for(copy, at, "")), None
        )
        if last is None:
            missing.append(f"new paragraph {new.label}: “{line[:60]}” ({', '.join(sorted(new.by))})")
    for said in new.comments:
        if not _take_said(copy, [last], said):
            missing.append(f"new paragraph {new.label}: comment {said.comment.id} of {said.delegation}")
    return missing


def _check_rest(copy: Copy, compilation: Compilation) -> list[str]:
    """Check the comments that are on no paragraph: they may stand anywhere."""
    placed = {(said.submission, said.comment.id) for unit in compilation.units for said in unit.comments}
    placed |= {(said.submission, said.comment.id) for new in compilation.new_paragraphs for said in new.comments}
    missing = []
    for index, submission in enumerate(compilation.submissions):
        if submission.superseded_by or submission.unreadable:
            continue
        for comment in submission.comments:
            said = UnitComment(submission.delegation, index, comment)
            if (index, comment.id) not in placed and not _take_said(copy, list(copy.said), said):
                missing.append(f"comment {comment.id} of {submission.delegation} on the text as a whole")
    return missing
