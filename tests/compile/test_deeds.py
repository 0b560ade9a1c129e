"""Whatever a delegation does to whatever draft, in whatever way: the report says exactly that, at its place, once."""

import random
from collections import Counter
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tests.compile.deeds import Delegate, Point, Truth, draw_draft, write_draft
from wgtracker.compile.base import take_in
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.model import Compilation
from wgtracker.compile.negotiate import read_as
from wgtracker.compile.report import write_report
from wgtracker.text import diff
from wgtracker.word.package import open_package
from wgtracker.word.read import read

STATES = ("Albania", "Brazil", "Chile")


@given(seed=st.integers(0, 2**32), ways=st.lists(st.sampled_from(("tracked", "tracked", "hand", "untracked")), min_size=1, max_size=3))
def test_each_deed_is_reported_as_what_it_is(seed: int, ways: list[str]) -> None:
    source = random.Random(seed)
    points = draw_draft(source)
    answers = {f"{state}.docx": Delegate(source, points, state, way).answer() for state, way in zip(STATES, ways)}
    files = [take_in(name, answer.content) for name, answer in answers.items()]
    draft, terms = take_in("draft.docx", write_draft(points)), Terms(None, None, "bis")
    made = consolidate(draft, files, {}, terms)
    assert [negotiated.unit.text for negotiated in made.units] == [point.text for point in points]
    for one in made.submissions:
        found = Counter(Truth(a.kind, a.unit, a.proposed, a.units, a.after_unit) for a in one.amendments)
        assert found == Counter(answers[one.file].truths)
        assert not one.unplaced
        _check_account(made, one.file, answers[one.file].content)
    _check_units(made)
    assert write_report(consolidate(draft, files[::-1], {}, terms)) == write_report(made)


def _retype(point: Point) -> Point:
    """Turn a list number into a typed one, or the reverse, as saving in another program does."""
    return point._replace(typed=bool(point.label) and not point.typed)


def _renumber(point: Point) -> Point:
    """Type another number: the draft was counted anew meanwhile."""
    return point._replace(label=f"{int(point.label[:-1]) + 4}." if point.typed and point.kind == "rec" else point.label)


def _widen(point: Point) -> Point:
    return point._replace(space=point.space and "\u00a0 ")


@given(seed=st.integers(0, 2**32), rest=st.sampled_from((_retype, _renumber, _widen)))
def test_what_programs_do_to_the_rest_is_no_proposal(seed: int, rest: Callable[[Point], Point]) -> None:
    source = random.Random(seed)
    points = draw_draft(source)
    answer = Delegate(source, points, "Brazil", "tracked").answer(rest)
    files = [take_in("Brazil.docx", answer.content)]
    one = consolidate(take_in("draft.docx", write_draft(points)), files, {}, Terms(None, None, "bis")).submissions[0]
    assert Counter(Truth(a.kind, a.unit, a.proposed, a.units, a.after_unit) for a in one.amendments) == Counter(answer.truths)


def _check_units(made: Compilation) -> None:
    """Edits are the diff of the unit; choosing one delegation's segments gives exactly its text."""
    for one in made.submissions:
        for amendment in one.amendments:
            if amendment.unit is not None:
                negotiated = made.units[amendment.unit]
                assert amendment.edits == diff(negotiated.unit.text, amendment.proposed)
                if amendment.kind != "delete" and amendment.edits:
                    assert read_as(negotiated.overlay, one.delegation) == amendment.proposed


def _check_account(made: Compilation, file: str, content: bytes) -> None:
    """Every revision stands once, and nothing is counted that is not in the file."""
    one = next(submission for submission in made.submissions if submission.file == file)
    revisions = read(open_package(content, file)).revisions
    standing = [change.id for amendment in one.amendments for change in amendment.changes]
    standing += [change.id for aside in (*one.held, *one.unplaced) for change in aside.changes]
    assert sorted(standing) == [revision.id for revision in revisions if revision.kind != "format"]
    for count in one.account:
        assert count.in_file == count.placed + count.held + count.unplaced
