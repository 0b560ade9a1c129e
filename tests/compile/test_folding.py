"""What Word changes by itself is no change, and stays out of what is proposed."""

import pytest

from wgtracker.compile import folding
from wgtracker.compile.folding import carry, count_edits, fold, respell
from wgtracker.text import diff

DRAFT = "The victims\u2019 \u201crights\u201d are to be ensured\u00a0at all times, in co\u2011operation."
TYPED = 'The victims\' "rights" are  to be ensured at all times, in co-operation.'


def test_quotes_hyphens_spaces_and_invisible_marks_fold_away() -> None:
    assert fold(TYPED) == fold(DRAFT)
    assert fold("e\u0301tat\u200f  \u00adci-\njoint") == fold("\u00e9tat ci- joint")


def test_respelling_keeps_the_drafts_spelling_and_the_delegations_words() -> None:
    assert respell(TYPED, DRAFT) == DRAFT
    assert respell(TYPED.replace("ensured", "'upheld'"), DRAFT) == DRAFT.replace("ensured", "'upheld'")


def test_a_change_is_carried_over_to_the_drafts_spelling() -> None:
    assert carry(TYPED, TYPED.replace("ensured", "upheld"), DRAFT) == DRAFT.replace("ensured", "upheld")
    assert carry("Quite other words.", "Quite different words.", DRAFT) is None


def test_texts_too_long_to_compare_stay_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "_MOST_PAIRS", 10)
    assert respell(TYPED, DRAFT) == TYPED


def test_white_space_does_not_count() -> None:
    assert count_edits("a b c", diff("a b c", "a d e c")) == (2, 1)
