"""Compile a draft and the returned files: read each, place what it changes, balance the account, bring all of it together.

The same input gives the same compilation: no clock, no file times, files in sorted order whatever the order they are given in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar

from wgtracker.compile.account import count_read, draw_up, imbalance
from wgtracker.compile.assemble import DraftText, assemble
from wgtracker.compile.base import InputFile, read_base
from wgtracker.compile.bubbles import hold_comments, place_comments
from wgtracker.compile.findings import Finding, hold
from wgtracker.compile.identify import Identity, identify
from wgtracker.compile.model import Account, Amendment, Aside, Comment, Compilation, Count, Delegation, Submission
from wgtracker.compile.owed import find_unanswered
from wgtracker.compile.place import Draft, Placed, place
from wgtracker.compile.raw import Raw, count_raw
from wgtracker.compile.returned_map import Row, normal_name
from wgtracker.compile.shared import Bearer, find_shared, find_shared_comments
from wgtracker.errors import BadFile, NotBalanced
from wgtracker.word.model import Reading
from wgtracker.word.package import open_package
from wgtracker.word.read import read

Item = TypeVar("Item")
Result = TypeVar("Result")
NOT_PUBLISHED = "The delegation asked not to publish this input (map: publish = no)"
_NO_COUNT = Count(0, 0, 0, 0)
_EMPTY = Account(_NO_COUNT, _NO_COUNT, _NO_COUNT)


class Terms(NamedTuple):
    """What applies to all files: the session's date (names of States), the deadline, the word for a new paragraph."""

    on: date | None
    deadline: datetime | None
    new_word: str


class _Read(NamedTuple):
    """One returned file after reading, before placing."""

    file: InputFile
    row: Row
    identity: Identity
    reading: Reading | None
    raw: Raw
    refusal: str


class _Done(NamedTuple):
    """One returned file placed as if no other file had any of its changes, with what tells whether that is so."""

    submission: Submission
    identity: Identity
    bearer: Bearer


class Runner(Protocol):
    """Do one piece of work for each item and give the results in the items' order; several may be done at a time."""

    def __call__(self, work: Callable[[Item], Result], items: Sequence[Item], /) -> list[Result]:
        """Do the work."""


def run_in_turn(work: Callable[[Item], Result], items: Sequence[Item], /) -> list[Result]:
    """Do one piece of work after the other."""
    return [work(item) for item in items]


def consolidate(
    draft: InputFile, files: Sequence[InputFile], rows: Mapping[str, Row], terms: Terms, run: Runner = run_in_turn
) -> Compilation:
    """Compile. Raises UnusableDraft where the draft cannot be read or numbers nothing, NotBalanced where words would have no place.

    A returned file that cannot be read becomes a submission with `unreadable` set; all others are compiled.
    run: how the files are gone through (each by itself); the result is the same for every runner.
    """
    base, warnings = read_base(draft)
    replacing = {normal_name(row.supersedes): row.file for row in rows.values() if row.supersedes}
    broken = _find_broken(replacing.values(), files)
    superseding = {old: new for old, new in replacing.items() if normal_name(new) not in broken}

    def compile_alone(file: InputFile) -> _Done:
        one = _read_file(file, rows, terms.on)
        return _Done(_compile_file(one, base, ({}, {}), terms, superseding), one.identity, _bearer(one, superseding))

    inputs = sorted(files, key=lambda file: (normal_name(file.name), file.sha256))
    done = run(compile_alone, inputs)
    bearers = [one.bearer for one in done]
    of_others = list(zip(find_shared(bearers), find_shared_comments(bearers)))
    submissions = tuple(
        _compile_file(_read_file(file, rows, terms.on), base, others, terms, superseding) if any(others) else one.submission
        for file, one, others in zip(inputs, done, of_others)
    )
    standing = {old: new for old, new in replacing.items() if normal_name(new) in broken}
    submissions = _warn_of_doubles(submissions, draft.sha256, standing)
    text = DraftText(draft.name, draft.sha256, base.units, tuple(warnings))
    return assemble(text, submissions, [Delegation(*one.identity[:3]) for one in done], terms.new_word)


def _find_broken(names: Iterable[str], files: Sequence[InputFile]) -> set[str]:
    """List those of the named files that cannot be read: they replace nothing, or words would be lost."""
    broken: set[str] = set()
    wanted = {normal_name(name) for name in names}
    for file in files:
        if normal_name(file.name) in wanted:
            try:
                _read_whole(file)
            except BadFile:
                broken.add(normal_name(file.name))
    return broken


def _read_file(file: InputFile, rows: Mapping[str, Row], on: date | None) -> _Read:
    row = rows.get(normal_name(file.name), Row(file.name))
    identity = identify(file.name, row, on)
    try:
        return _Read(file, row, identity, *_read_whole(file), "")
    except BadFile as error:
        return _Read(file, row, identity, None, Raw(0, 0, 0), error.sentence)


def _read_whole(file: InputFile) -> tuple[Reading, Raw]:
    """Read a file and count its raw XML. Raises BadFile, also where the two differ: such a file is for a person, the others go on."""
    package = open_package(file.content, file.name)
    reading, raw = read(package), count_raw(package)
    if count_read(reading) != raw:
        raise BadFile(
            f"“{package.name}” is built so irregularly that not every tracked change in it could be read for certain: "
            "open it in Word, save it under a new name and compile that, or enter its input by hand."
        )
    return reading, raw


def _bearer(one: _Read, superseding: Mapping[str, str]) -> Bearer:
    """Give a file as the search for shared revisions needs it; a superseded file shares nothing."""
    in_force = one.reading is not None and normal_name(one.file.name) not in superseding
    revisions, comments = (one.reading.revisions, one.reading.comments) if one.reading is not None and in_force else ((), ())
    received = one.row.received_at.isoformat() if one.row.received_at else "~"
    precedence = (one.identity.category == "State", not one.row.on_behalf_of, len(revisions), received)
    return Bearer(one.identity.name, precedence, revisions, comments)


def _compile_file(
    one: _Read, base: Draft, of_others: tuple[Mapping[int, str], Mapping[str, str]], terms: Terms, superseding: Mapping[str, str]
) -> Submission:
    row = one.row
    late = None if row.received_at is None or terms.deadline is None else row.received_at > terms.deadline
    warnings = list(one.identity.warnings)
    amendments: tuple[Amendment, ...] = ()
    comments: tuple[Comment, ...] = ()
    held: tuple[Aside, ...] = ()
    unplaced: tuple[Aside, ...] = ()
    account = _EMPTY
    if one.reading is None:
        warnings.append(one.refusal)
    else:
        placed = place(one.reading, base, of_others[0])
        amendments, comments, held, unplaced, account = _settle(one, one.reading, placed, of_others[1])
        warnings += [*one.reading.warnings, *placed.warnings]
        if not (amendments or comments or held or unplaced):
            warnings.append("This file changes nothing and comments on nothing.")
    return Submission(
        file=one.file.name,
        delegation=one.identity.name,
        category=one.identity.category,
        language=row.language,
        on_behalf_of=row.on_behalf_of,
        publish=row.publish,
        sha256=one.file.sha256,
        received_at=row.received_at.isoformat() if row.received_at else None,
        late=late,
        superseded_by=superseding.get(normal_name(one.file.name)),
        amendments=amendments,
        comments=comments,
        held=held,
        unplaced=unplaced,
        account=account,
        format_changes=one.reading.format_changes if one.reading is not None else 0,
        warnings=tuple(warnings),
        unreadable=one.refusal,
    )


def _settle(
    one: _Read, reading: Reading, placed: Placed, shared_comments: Mapping[str, str]
) -> tuple[tuple[Amendment, ...], tuple[Comment, ...], tuple[Aside, ...], tuple[Aside, ...], Account]:
    """Place the comments, hold what is not to be published, and balance the file's account. Raises NotBalanced."""
    comments, held_comments, unplaced_comments = place_comments(reading, placed, shared_comments)
    found, held_found = placed.placed, placed.held
    if not one.row.publish:
        held_found = held_found + [f._replace(item=hold(f.item, NOT_PUBLISHED)) if isinstance(f.item, Amendment) else f for f in found]
        held_comments = held_comments + hold_comments(comments, NOT_PUBLISHED)
        found, comments = [], []
    tallies = (len(comments), len(held_comments), len(unplaced_comments))
    account = draw_up(one.raw, found, held_found, placed.unplaced, tallies)
    everything = [f.item for f in (*found, *held_found, *placed.unplaced)]
    wrong = imbalance(account, [r.id for r in reading.revisions if r.kind != "format"], everything)
    if not wrong and find_unanswered(placed.owed, (*found, *held_found, *placed.unplaced)) is not None:
        wrong = "a difference from the draft stands nowhere"
    if wrong:
        raise NotBalanced(
            f"The account of “{one.file.name}” does not balance ({wrong}), so words would be lost. Nothing was written; "
            "take this file out, compile the others, and enter its input by hand."
        )
    amendments = tuple(f.item for f in found if isinstance(f.item, Amendment))
    return amendments, tuple(comments), _asides(held_found, held_comments), _asides(placed.unplaced, unplaced_comments), account


def _asides(findings: Sequence[Finding], comments: Sequence[Aside]) -> tuple[Aside, ...]:
    return (*(f.item._replace(untracked=f.untracked) for f in findings if isinstance(f.item, Aside)), *comments)


def _warn_of_doubles(submissions: tuple[Submission, ...], draft_sha256: str, standing: Mapping[str, str]) -> tuple[Submission, ...]:
    """Warn where a delegation sent two files, where a file came twice or is the draft itself, and where what replaces it is unreadable."""
    files: dict[str, list[str]] = {}
    copies: dict[str, list[str]] = {}
    for one in submissions:
        if one.superseded_by is None and not one.unreadable:
            files.setdefault(one.delegation, []).append(one.file)
        copies.setdefault(one.sha256, []).append(one.file)
    out = []
    for one in submissions:
        warnings = list(one.warnings)
        others = [name for name in files.get(one.delegation, ()) if name != one.file]
        same = [name for name in copies[one.sha256] if name != one.file]
        if others and one.superseded_by is None and not one.unreadable:
            warnings.append(
                f"Another file of the same delegation is compiled too: {', '.join(others)}. "
                "If one replaces the other, say so: in the map, or on the page under “How it came”."
            )
        if one.sha256 == draft_sha256:
            warnings.append("This file is the draft itself.")
        elif same and not one.unreadable:
            warnings.append(f"This file is the same, byte for byte, as {', '.join(same)}.")
        newer = standing.get(normal_name(one.file))
        if newer is not None:
            warnings.append(f"The map says that “{newer}” replaces this file, but that one cannot be read, so this one stands.")
        out.append(one._replace(warnings=tuple(warnings)))
    return tuple(out)
