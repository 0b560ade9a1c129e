"""What is left over is named so that it can be read alone, and a subparagraph brings the words that it completes along."""

from wgtracker.queries.closing import full_label, list_next_lines
from wgtracker.room.lay import Placed
from wgtracker.room.life import Status
from wgtracker.room.steps import begin


def placed(number: int, kind: str, label: str, text: str, level: int = 0, status: Status = Status.AGREED) -> Placed:
    return Placed(number, kind, label, "", level, begin(text)._replace(status=status))


UNITS = [
    placed(1, "recommendation", "5.", "States parties should:"),
    placed(2, "subparagraph", "(a)", "Train judges;", 1),
    placed(3, "subparagraph", "(i)", "Early;", 2, Status.TABLED),
    placed(4, "subparagraph", "(b)", "Appoint guardians.", 1, Status.TABLED),
    placed(5, "recommendation", "6.", "States parties should report.", 0, Status.TABLED),
]


def test_a_subparagraph_is_named_with_its_paragraph() -> None:
    assert [full_label(UNITS, one) for one in UNITS] == ["5.", "5 (a)", "5 (a) (i)", "5 (b)", "6."]


def test_the_next_draft_has_the_words_above_an_open_subparagraph() -> None:
    lines = [(one.label, one.text) for one in list_next_lines(UNITS)]
    assert lines[0] == ("1.", "States parties should:")
    assert [label for label, _text in lines] == ["1.", "(i)", "(b)", "2."]


def test_nothing_is_brought_along_where_nothing_is_open() -> None:
    assert list_next_lines([one._replace(state=one.state._replace(status=Status.AGREED)) for one in UNITS]) == ()
