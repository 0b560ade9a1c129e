"""Work on several processors gives what work in turn gives, whatever happens to a process."""

import os

import pytest

from tests.compile.factory import body
from tests.word.files import make_docx
from wgtracker.cli import cores
from wgtracker.compile.base import take_in
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.errors import BadInput

ITEMS = list(range(100))


@pytest.fixture(autouse=True)
def _three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_processors", lambda: 3)


def test_results_keep_the_order_of_the_items() -> None:
    assert cores.run_on_cores(lambda item: item * item, ITEMS) == [item * item for item in ITEMS]


def test_other_processes_take_their_share() -> None:
    assert len(set(cores.run_on_cores(lambda _: os.getpid(), ITEMS))) == 3


def test_few_items_start_no_process() -> None:
    assert set(cores.run_on_cores(lambda _: os.getpid(), ITEMS[:15])) == {os.getpid()}


def test_an_error_in_any_share_is_raised_here() -> None:
    def refuse(item: int) -> int:
        if item == 1:
            raise BadInput("one is refused")
        return item

    with pytest.raises(BadInput, match="one is refused"):
        cores.run_on_cores(refuse, ITEMS)


def test_work_of_a_process_that_dies_is_done_here() -> None:
    parent = os.getpid()

    def die_elsewhere(item: int) -> int:
        if os.getpid() != parent and item == 4:
            os._exit(9)
        return item

    assert cores.run_on_cores(die_elsewhere, ITEMS) == ITEMS


def test_a_compilation_is_the_same_on_all_processors() -> None:
    change = '<p>{1. States parties should train }<ins by="U">{all }</ins>{judges and prosecutors on the principle of non-punishment.}</p>'
    files = [take_in(f"State {n}.docx", make_docx(body({1: change.replace("all", f"all {n}")}))) for n in range(30)]
    files += [
        take_in("broken.docx", b"PK"),
        take_in("Brazil.docx", make_docx(body({1: change}))),
        take_in("Chile.docx", make_docx(body({1: change}))),
    ]
    draft, terms = take_in("draft.docx", make_docx(body())), Terms(None, None, "bis")
    assert consolidate(draft, files, {}, terms, cores.run_on_cores) == consolidate(draft, files, {}, terms)
