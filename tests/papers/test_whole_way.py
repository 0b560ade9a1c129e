"""Walk the whole way of a sentence on random consultations: what was compiled is in the paper, whatever its markup, and read back."""

import random

from hypothesis import example, given
from hypothesis import strategies as st

from tests.compile.deeds import Delegate, draw_draft, write_draft
from wgtracker.compile.base import take_in
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.choices import Copy, Markup, Order
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.readback import read_back

NAMES = ("Brazil", "Chile", "Côte d'Ivoire", "France", "Iran", "Kenya", "Republic of Korea", "European Union")
MARKUPS: tuple[Markup, ...] = ("bold", "labels", "tracked", "clean")
ORDERS: tuple[Order, ...] = ("paragraph", "delegation")
COPIES: tuple[Copy, ...] = ("issued", "chair")


@given(seed=st.integers(0, 1 << 32), markup=st.sampled_from(MARKUPS), order=st.sampled_from(ORDERS), copy=st.sampled_from(COPIES))
@example(seed=21087253, markup="tracked", order="paragraph", copy="issued")  # a split beside a rival insertion, in a text without spaces
def test_a_paper_holds_all_that_was_compiled(seed: int, markup: Markup, order: Order, copy: Copy) -> None:
    chance = random.Random(seed)
    points = draw_draft(chance)
    draft = take_in("draft.docx", write_draft(points))
    names = chance.sample(NAMES, chance.randint(1, len(NAMES)))
    files = [
        take_in(f"{name}.docx", Delegate(chance, points, name, chance.choice(("tracked", "hand", "untracked"))).answer().content)
        for name in names
    ]
    made = consolidate(draft, files, {}, Terms(None, None, "bis"))
    paper = conference_room_paper(made, Meeting(), markup=markup, order=order, copy=copy, unplaced="print", draft=draft.content)
    assert read_back(paper.content, made, markup) == ()
