"""One question finds the same on both databases, and nobody finds what is not theirs to see."""

import pytest
from sqlalchemy import select

from tests.papers.factory import Returned, comment, compile_by_hand, unit
from tests.put import Held, put_round
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.policy import NOBODY, Actor
from wgtracker.queries.search import search
from wgtracker.services.indexing import index_all
from wgtracker.services.papers import Wish, build_paper, draw_paper, gather_paper

BASE = "States parties should consider not prosecuting victims for offences."


@pytest.fixture
def held(database: Database) -> Held:
    units = (
        unit(0, BASE, "1."),
        unit(1, "Les États devraient protéger la dignité des victimes.", "2."),
        unit(2, "ينبغي للدول حماية الضحايا.", "3."),
    )
    with database.write() as db:
        put_round(db, compile_by_hand(units, {"Kenya": Returned({0: BASE.replace("victims", "victims zebra")})}), code="OTHER")
        return put_round(
            db,
            compile_by_hand(
                units,
                {
                    "Brazil": Returned(
                        {0: BASE.replace("consider", "zebra consider")}, comments=[comment("0", 0, "Quagga matters.", "victims")]
                    ),
                    "Côte d’Ivoire": Returned({0: BASE.replace("offences", "zebra offences")}),
                },
            ),
        )


def find(database: Database, actor: Actor, typed: str, kind: str = "") -> list[tuple[str, str]]:
    with database.read() as db:
        return sorted((hit.kind, hit.delegation or hit.title) for hit in search(db, actor, typed, kind=kind).hits)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("zebra", {"amendment"}),
        ("quagga", {"comment"}),
        ("QUAGG", {"comment"}),
        ("cote d'ivoire", {"delegation", "amendment"}),
        ("dignite", {"unit"}),
        ("الضحايا", {"unit"}),
        ("prosecuting victims", {"unit", "amendment"}),
        ("nothing of this kind", set()),
        ("'; DROP TABLE search_entries; --", set()),
        ('" OR *', set()),
        ("", set()),
    ],
)
def test_the_chair_finds_texts_input_and_names_in_any_script(database: Database, held: Held, typed: str, kinds: set[str]) -> None:
    assert {kind for kind, _title in find(database, held.chair, typed)} >= kinds
    assert bool(find(database, held.chair, typed)) == bool(kinds)


def test_an_amendment_is_found_by_its_number(database: Database, held: Held) -> None:
    with database.read() as db:
        number = db.scalars(
            select(m.SearchEntry.subject_id).where(m.SearchEntry.kind == "amendment", m.SearchEntry.session_id == held.session_id)
        ).first()
    assert [kind for kind, _name in find(database, held.chair, f"A{number}")] == ["amendment"]


def test_a_delegation_finds_its_own_input_only_until_the_round_closes(database: Database, held: Held) -> None:
    assert find(database, held.heads["Brazil"], "zebra") == [("amendment", "Brazil")]
    assert find(database, held.heads["Brazil"], "Ivoire") == []
    assert find(database, held.heads["Côte d’Ivoire"], "quagga") == []
    with database.read() as db:
        found = search(db, held.heads["Brazil"], "zebra")
        assert (found.total, found.kinds) == (1, {"amendment": 1})
    with database.write() as db:
        db.get_one(m.Round, held.round_id).state = m.RoundState.CLOSED
    assert len(find(database, held.heads["Brazil"], "zebra")) == 2


def test_what_was_withdrawn_is_found_no_more(database: Database, held: Held) -> None:
    from wgtracker.services.indexing import index_submission

    with database.write() as db:
        for row in db.scalars(select(m.Submission).where(m.Submission.round_id == held.round_id)):
            row.state = m.SubmissionState.WITHDRAWN
            index_submission(db, row)
    assert find(database, held.chair, "zebra") == []


def test_another_body_and_strangers_find_nothing(database: Database, held: Held) -> None:
    assert [name for _kind, name in find(database, held.chair, "zebra")] == ["Brazil", "Côte d’Ivoire"]
    assert find(database, NOBODY, "victims") == []


def test_a_paper_is_found_by_its_symbol_by_delegations_once_issued(database: Database, held: Held) -> None:
    with database.read() as db:
        gathered = gather_paper(db, held.officer, round_id=held.round_id, wish=Wish(symbol="CTOC/COP/2020/CRP.3"))
    with database.write() as db:
        paper = build_paper(db, held.officer, drawn=draw_paper(gathered))
    assert find(database, held.chair, "CRP.3") == [("paper", "CTOC/COP/2020/CRP.3")]
    assert find(database, held.heads["Brazil"], "CRP.3") == []
    with database.write() as db:
        db.get_one(m.Paper, paper.id).state = m.PaperState.ISSUED
    assert find(database, held.heads["Brazil"], "crp3") == [("paper", "CTOC/COP/2020/CRP.3")]


def test_the_whole_index_can_be_made_anew(database: Database, held: Held) -> None:
    before = find(database, held.chair, "zebra")
    with database.write() as db:
        assert index_all(db) > 0
    assert find(database, held.chair, "zebra") == before
