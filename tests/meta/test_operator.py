"""The operator's guide names every setting there is, and none that there is not."""

import re
from pathlib import Path

from config import PREFIX, Config

GUIDE = (Path(__file__).resolve().parent.parent.parent / "docs" / "operator.md").read_text(encoding="utf-8")


def test_every_setting_stands_in_the_guide_and_the_other_way_round() -> None:
    table = set(re.findall(r"^\| .*?\|", GUIDE, re.M))
    named = {name for row in table for name in re.findall(rf"`{PREFIX}(\w+)`", row)}
    assert {name.lower() for name in named} == set(Config.__dataclass_fields__)
