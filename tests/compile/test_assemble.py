"""Submissions that somebody kept make the same compilation as the files they came from, whole or in part."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compile.factory import POINTS, body, compile_bodies, paragraph
from tests.compile.stored import draw_draft_text, draw_submissions
from tests.word.files import make_docx
from wgtracker.compile.assemble import DraftText, assemble, assemble_part, list_related
from wgtracker.compile.base import read_draft, take_in
from wgtracker.compile.model import Comment, NewParagraph, Submission
from wgtracker.errors import UnusableDraft


def test_kept_submissions_make_the_compilation_of_their_files() -> None:
    made = compile_bodies(
        {
            "Brazil.docx": body({2: paragraph(f"2. {POINTS[1].replace('consider', 'review')}")}),
            "Chile.docx": body({5: ""}),
            "Egypt.docx": body({2: paragraph(f"2. {POINTS[1].replace('offences', 'crimes')}")}),
        }
    )
    draft = read_draft(take_in("draft.docx", make_docx(body())))
    speakers = [*reversed(made.delegations), *made.delegations]
    assert assemble(draft, made.submissions, speakers, "bis") == made
    assert [one.name for one in made.delegations] == ["Brazil", "Chile", "Egypt"]
    assert made.units[2].drawn.places


def test_a_draft_that_numbers_nothing_is_refused() -> None:
    with pytest.raises(UnusableDraft, match="no numbered paragraph"):
        read_draft(take_in("letter.docx", make_docx("<p>{Dear colleagues}</p>")))


@given(seed=st.integers(0, 2**32))
def test_a_part_is_what_the_whole_has_there(seed: int) -> None:
    source = random.Random(seed)
    draft = draw_draft_text(source)
    submissions, speakers = draw_submissions(source, draft.units)
    whole = assemble(draft, submissions, speakers, "bis")
    wanted: set[int | None] = set(source.sample(range(len(draft.units)), source.randint(1, 4)))
    wanted |= {None} if source.random() < 0.5 else set()
    for given_ in (submissions, [_only(one, draft, wanted) for one in submissions]):
        part = assemble_part(draft, given_, speakers, "bis", wanted)
        assert [one for one in part.units if one.unit.index in wanted] == [one for one in whole.units if one.unit.index in wanted]
        assert [_bare(one) for one in part.new_paragraphs] == [_bare(one) for one in whole.new_paragraphs if one.after_unit in wanted]
        assert not any(one.overlay.places or one.comments for one in part.units if one.unit.index not in wanted)
        order = [one.name for one in whole.delegations]
        assert sorted(part.delegations, key=lambda one: order.index(one.name)) == list(part.delegations)


def _bare(new: NewParagraph) -> NewParagraph:
    """Leave out which amendment of its file a comment is on: its number is another where not all were loaded."""
    comments = tuple(said._replace(comment=said.comment._replace(amendment=None)) for said in new.comments)
    return new._replace(comments=comments)


def _only(one: Submission, draft: DraftText, wanted: set[int | None]) -> Submission:
    """Leave of a submission what a page of some units would load: their input, that on the rest of their points, mergers."""
    related = list_related(draft.units, wanted)
    kept = [
        nth
        for nth, amendment in enumerate(one.amendments)
        if (amendment.after_unit in related if amendment.kind == "new" else amendment.unit in wanted) or amendment.kind == "merge"
    ]
    on_units = [said for said in one.comments if said.unit is not None and said.unit in wanted]
    on_news = [said._replace(amendment=kept.index(said.amendment)) for said in one.comments if said.amendment in kept]
    return one._replace(amendments=tuple(one.amendments[nth] for nth in kept), comments=tuple(sorted((*on_units, *on_news), key=_number)))


def _number(said: Comment) -> int:
    return int(said.id)
