"""What a reader is shown: forty drafts in the six official languages, each with the places it should have, and the rules one by one."""

import json
from pathlib import Path
from typing import Any

import pytest

from wgtracker.text import Overlay, diff, overlay

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
