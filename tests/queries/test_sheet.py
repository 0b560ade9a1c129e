"""A delegation's own sheet: what is loaded for one point is what the whole has there."""

import pytest

from tests.web.walk import World
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.papers.points import draw_units
from wgtracker.queries.delegate import load_sheet
from wgtracker.queries.naming import name_all


@pytest.mark.parametrize("name", ["Brazil", "Egypt", "European Union"])
def test_the_sheet_of_a_point_has_there_what_the_whole_has(database: Database, world: World, name: str) -> None:
    with database.read() as db:
        round_ = db.get_one(m.Round, world.stage.round_id)
        delegation = db.get_one(m.Delegation, world.stage.delegations[name])
        whole = load_sheet(db, round_, delegation)
        points = [one for one in name_all(whole.units, whole.meeting) if one.units]
        said = 0
        for point in points:
            part = load_sheet(db, round_, delegation, point)
            drawn, of_whole = (list(draw_units(sheet.compile(point.units), sheet.meeting, only=point.units)) for sheet in (part, whole))
            for one, other in zip(drawn, of_whole, strict=True):
                shown = [(it.name, it.wording, it.comments, it.proposers, it.comment_count, it.numbers) for it in (one, other)]
                assert shown[0] == shown[1], point.title
            assert part.rows == {unit: row for unit, row in whole.rows.items() if unit in point.units}
            assert (part.counts, part.drafting, part.in_force) == (whole.counts, whole.drafting, whole.in_force)
            said += any(one.has_input for one in drawn)
        assert whole.counts[0] == len(whole.rows) + len(whole.news)
        assert (said > 0) == (name != "European Union")
        assert len(points) > 3
