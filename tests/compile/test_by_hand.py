"""What is held or unplaced is placed by hand with its tracked changes, and its letters go from one column of the account to another."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compile.deeds import Delegate, draw_draft, write_draft
from tests.compile.factory import POINTS, body, compile_bodies, compile_one, paragraph
from tests.compile.stored import NOTHING
from wgtracker.compile.account import imbalance
from wgtracker.compile.base import take_in
from wgtracker.compile.by_hand import count_letters_of, place_as_comment, place_as_new, place_on_unit, settle_account
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.model import Account, Aside, Change, Count, Submission, Unit
from wgtracker.errors import BadInput

UNIT = Unit(2, "recommendation", "2.", "", POINTS[1], 0, 2)
CHANGES = (Change(4, "delete", "Ana", "2020-09-20T10:00:00Z", "where"), Change(5, "insert", "Ana", "2020-09-20T10:01:00Z", "if so"))
ASIDE = Aside("change", "The place of these words was not recognized", None, "where", "if so", "Ana", None, CHANGES, "")
LETTER = "<p>{We thank the Chair for her work and send our proposals on the text.}</p>"


def balance(one: Submission) -> None:
    """Check that what is held and unplaced stands for exactly the letters and comments that the account has there."""
    for asides, column in ((one.held, "held"), (one.unplaced, "unplaced")):
        counts = [count_letters_of(aside) for aside in asides]
        comments = sum(1 for aside in asides if aside.kind == "comment")
        found = (sum(inserted for inserted, _ in counts), sum(deleted for _, deleted in counts), comments)
        assert found == tuple(getattr(count, column) for count in one.account)


def settle_all(one: Submission) -> None:
    """Place everything by hand and check that all of it stands in placed."""
    account = one.account
    for aside in one.held:
        account = settle_account(account, aside, "held")
    for aside in one.unplaced:
        account = settle_account(account, aside, "unplaced")
    assert all((count.in_file, count.held, count.unplaced) == (count.placed, 0, 0) for count in account)
    assert [count.in_file for count in account] == [count.in_file for count in one.account]


def test_a_change_goes_to_a_unit_with_who_made_it_and_when() -> None:
    proposed = POINTS[1].replace("where appropriate", "if so")
    placed = place_on_unit(ASIDE, UNIT, proposed)
    assert (placed.kind, placed.unit, placed.proposed, placed.changes, placed.tracked) == ("replace", 2, proposed, CHANGES, True)
    assert placed.authors == ("Ana",)
    assert placed.dates == ("2020-09-20T10:00:00Z", "2020-09-20T10:01:00Z")
    assert place_on_unit(ASIDE, UNIT, "").kind == "delete"


def test_a_change_becomes_a_new_paragraph() -> None:
    placed = place_as_new(ASIDE._replace(changes=(), author="Ana; Ben", date="2020-09-20"), 3, "If so, States should act.", 1)
    assert (placed.kind, placed.unit, placed.after_unit, placed.level, placed.tracked) == ("new", None, 3, 1, False)
    assert (placed.authors, placed.dates) == (("Ana", "Ben"), ("2020-09-20",))


def test_a_comment_goes_to_a_unit_or_to_the_whole() -> None:
    held = Aside("comment", "resolved", None, "the words", "Why so?", "Ana", "2020-09-20", (), "7")
    placed = place_as_comment(held, 2)
    assert (placed.id, placed.unit, placed.anchor, placed.text, placed.author) == ("7", 2, "the words", "Why so?", "Ana")
    assert place_as_comment(held, None).unit is None
    with pytest.raises(BadInput, match="placed as a comment"):
        place_on_unit(held, UNIT, "Words.")


def test_a_change_can_stand_as_a_comment_with_an_id_of_its_own() -> None:
    one, other = place_as_comment(ASIDE, 2), place_as_comment(ASIDE._replace(proposed="if not"), 2)
    assert (one.text, other.text) == ("if so", "if not")
    assert one.id != other.id
    with pytest.raises(BadInput, match="no words"):
        place_as_comment(ASIDE._replace(proposed=" ", changes=()), 2)


def test_letters_leave_only_where_they_are() -> None:
    account = Account(Count(9, 4, 5, 0), Count(5, 0, 5, 0), NOTHING)
    assert settle_account(account, ASIDE, "held") == Account(Count(9, 8, 1, 0), Count(5, 5, 0, 0), NOTHING)
    with pytest.raises(ValueError, match="cannot leave unplaced"):
        settle_account(account, ASIDE, "unplaced")
    assert settle_account(settle_account(account, ASIDE, "held"), ASIDE, "placed", "held") == account


@pytest.mark.parametrize(
    "content",
    [
        LETTER + body({2: paragraph(f"2. {POINTS[1]}")}),
        "<p>{A note that has nothing to do with the draft.}[+ins|And more.]</p><p>{Another line of it.}</p>",
        body({1: "<p>{1. Quite other words.}</p>", 2: "<p>{2. Nothing alike here.}</p>", 3: "<p>{3. Nor in this one.}</p>"}),
    ],
)
def test_what_is_held_or_unplaced_stands_for_its_letters(content: str) -> None:
    one = compile_one(content)
    balance(one)
    settle_all(one)


def test_what_is_not_to_be_published_can_be_released() -> None:
    made = compile_bodies(
        {"Brazil.docx": body({2: paragraph(f"2. {POINTS[1].replace('consider', 'review')}")})}, "file,publish\nBrazil.docx,no\n"
    )
    (one,) = made.submissions
    assert one.held
    balance(one)
    settle_all(one)


@given(seed=st.integers(0, 2**32), way=st.sampled_from(("tracked", "hand", "untracked")))
def test_the_account_of_any_file_can_be_settled(seed: int, way: str) -> None:
    source = random.Random(seed)
    points = draw_draft(source)
    other = draw_draft(source)
    content = Delegate(source, source.choice((points, other)), "Brazil", way).answer().content
    made = consolidate(take_in("draft.docx", write_draft(points)), [take_in("Brazil.docx", content)], {}, Terms(None, None, "bis"))
    balance(made.submissions[0])
    settle_all(made.submissions[0])
    assert imbalance(made.submissions[0].account, [], []) == ""
