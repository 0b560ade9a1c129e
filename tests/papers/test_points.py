"""A page that shows one point shows what the paper prints there: the same paragraphs, names and numbers."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.compile.stored import draw_draft_text, draw_submissions
from tests.papers import cases
from wgtracker.compile.assemble import assemble, assemble_part
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.block import BOOKMARK, Hand, draw_body
from wgtracker.papers.names import call_roll
from wgtracker.papers.outline import lay_out
from wgtracker.papers.place import BOLD
from wgtracker.papers.points import draw_unit_block, draw_units, name_points

MEETING = Meeting()


@given(seed=st.integers(0, 2**32))
def test_a_point_drawn_from_its_part_is_that_of_the_whole(seed: int) -> None:
    source = random.Random(seed)
    draft = draw_draft_text(source)
    submissions, speakers = draw_submissions(source, draft.units)
    whole = draw_units(assemble(draft, submissions, speakers, "bis"), MEETING)
    drawn = source.choice(whole)
    wanted = drawn.name.units or (None,)
    part = assemble_part(draft, submissions, speakers, "bis", wanted)
    (again,) = draw_units(part, MEETING, only=wanted)
    assert again.name == drawn.name
    assert again.blocks == drawn.blocks
    assert (again.proposers, again.comment_count, again.numbers) == (drawn.proposers, drawn.comment_count, drawn.numbers)
    assert draw_unit_block(part, MEETING, wanted[0]) == list(drawn.blocks)


def test_the_points_are_those_of_the_paper_paragraph_for_paragraph() -> None:
    compilation = cases.several_at_one_place()
    outline = lay_out(compilation, MEETING)
    hand = Hand(outline, call_roll(compilation), MEETING, BOLD)
    drawn = draw_units(compilation, MEETING)
    assert [list(one.blocks) for one in drawn] == [draw_body(point, hand) for point in outline.points]
    three = next(one for one in drawn if one.name.tag == "3")
    assert three.has_input
    assert three.proposers == ("Brazil", "Chile", "Egypt", "France", "Kenya", "Switzerland")
    assert three.comment_count == len(three.said) == 2
    assert [one.number for one in three.numbers] == ["3.1"]
    assert not any(block.style == "WGComments" for block in three.wording)
    assert [one.name.tag for one in drawn if not one.has_input] == ["A", "4", "B", "5", "6"]


def test_points_are_named_before_anything_is_said() -> None:
    compilation = cases.several_at_one_place()
    names = name_points([one.unit for one in compilation.units], MEETING)
    assert list(names) == [one.name for one in draw_units(compilation, MEETING)]
    assert [(one.kind, one.title, one.units) for one in names][:2] == [
        ("heading", "Heading A", (0,)),
        ("point", "Discussion point 3", (1,)),
    ]
    assert names[0].label == "A."
    assert names[-1].units == (5, 6, 7)


def test_what_is_new_before_the_first_paragraph_is_a_point() -> None:
    source = random.Random(3)
    draft = draw_draft_text(source)
    submissions, speakers = draw_submissions(source, draft.units)
    first = submissions[0]
    new = next(a for one in submissions for a in one.amendments if a.kind == "new")._replace(
        after_unit=None, proposed="Recalling the past."
    )
    part = assemble_part(draft, [first._replace(amendments=(new,), comments=(), superseded_by=None)], speakers, "bis", (None,))
    (start,) = draw_units(part, MEETING, only=(None,))
    assert (start.name.kind, start.name.units, start.proposers) == ("start", (), (first.delegation,))
    assert not any(block.bookmarks for block in start.blocks)
    assert draw_unit_block(part, MEETING, 0)[0].bookmarks == (f"{BOOKMARK}0",)
