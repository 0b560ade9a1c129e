"""What a reader is shown: forty drafts in the six official languages, each with the places it should have, and the rules one by one."""

import json
from pathlib import Path
from typing import Any

import pytest

from wgtracker.text import Edit, Overlay, diff, overlay

SAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "readable.json").read_text(encoding="utf-8"))["samples"]


def lay(base: str, **revised: str) -> Overlay:
    return overlay(base, {name: diff(base, text) for name, text in revised.items()})


def shown(result: Overlay) -> list[tuple[str, dict[str, str]]]:
    """Return each place as its base words and its options with their names in one string."""
    return [(p.base_words, {option.text: " ".join(sorted(option.by)) for option in p.options}) for p in result.places]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample['language']}-{sample['id']}")
def test_places_are_as_a_reader_should_see_them(sample: dict[str, Any]) -> None:
    result = overlay(sample["base"], {name: diff(sample["base"], text) for name, text in sample["proposals"].items()})
    places = [
        {"base_words": place.base_words, "options": [{"text": o.text, "by": sorted(o.by)} for o in place.options]}
        for place in result.places
    ]
    assert places == sample["places"]


def test_samples_cover_the_six_languages() -> None:
    assert len(SAMPLES) >= 40
    assert {sample["language"] for sample in SAMPLES} == {"en", "fr", "es", "ru", "ar", "zh"}


def test_small_words_join_the_changes_of_one_delegation_only() -> None:
    base = "protect the victims now"
    assert shown(lay(base, A="assist the survivors now")) == [("protect the victims", {"assist the survivors": "A"})]
    assert shown(lay(base, A="assist the victims now", B="protect the survivors now")) == [
        ("protect", {"assist": "A"}),
        ("victims", {"survivors": "B"}),
    ]


def test_real_words_and_sentence_ends_keep_changes_apart() -> None:
    assert len(lay("protect young victims", A="assist young survivors").places) == 2
    assert len(lay("They act. States stop.", A="They go. Parties stop.").places) == 2
    assert len(lay("they shall act", A="we shall go").places) == 2


def test_crossing_ranges_widen_and_equal_readings_share_an_option() -> None:
    base = "a b c d e"
    proposals = {"A": (Edit(2, 5, "x"),), "B": (Edit(4, 7, "y"),), "C": (Edit(2, 7, "x d"),)}
    assert shown(overlay(base, proposals)) == [("b c d", {"x d": "A C", "b y": "B"})]


def test_an_insertion_that_only_touches_is_its_own_place() -> None:
    proposals = {"A": (Edit(2, 5, "x"),), "B": (Edit(2, 2, "n "),), "C": (Edit(5, 5, " m"),), "D": (Edit(4, 4, "k "),)}
    assert shown(overlay("a b c d", proposals)) == [("", {"n ": "B"}), ("b c", {"x": "A", "b k c": "D"}), ("", {" m": "C"})]


def test_brackets_around_many_words_stay_two_insertions() -> None:
    words = " ".join(f"word{n}" for n in range(40))
    assert shown(lay(f"x {words} y", A=f"x [{words}] y")) == [("", {"[": "A"}), ("", {"]": "A"})]


def test_a_note_mark_beside_a_number_is_no_part_of_it() -> None:
    assert shown(lay("resolution 10/3, within resources", A="resolution 10/3,¹ within resources")) == [("", {"¹": "A"})]
    assert shown(lay("some 3,500 persons", A="some 3,700 persons")) == [("3,500", {"3,700": "A"})]
