"""The labels under which new paragraphs are negotiated."""

import pytest

from tests.compile.factory import compile_bodies, paragraph

NEW = "States parties should train interpreters."


def new(text: str = NEW, by: str = "A") -> str:
    return f'<p ins><ins by="{by}">{{{text}}}</ins></p>'.replace("<p ins>", f'<w:p><w:pPr><w:rPr><ins by="{by}"/></w:rPr></w:pPr>')


def labels(lines: list[str], answers: list[list[str]]) -> list[str]:
    """Compile a draft of these lines with answers that have new paragraphs ("+text") among them."""
    states = ("Albania", "Brazil", "Chile")
    files = {
        f"{state}.docx": "".join(new(line[1:]) if line.startswith("+") else paragraph(line) for line in answer)
        for state, answer in zip(states, answers)
    }
    made = compile_bodies(files, draft="".join(map(paragraph, lines)))
    return [one.label for one in made.new_paragraphs]


ONE, TWO = "1. Judges should be trained in all matters of trafficking.", "2. Data should be collected by all authorities."


def test_bis_ter_quater_in_the_papers_order() -> None:
    answers = [[ONE, f"+{state}: {NEW}", TWO] for state in "ABC"]
    assert labels([ONE, TWO], answers) == ["1 bis", "1 ter", "1 quater"]


def test_the_same_words_are_one_paragraph_of_all() -> None:
    made = compile_bodies(
        {f"{state}.docx": paragraph(ONE) + new(by=state) + paragraph(TWO) for state in ("Albania", "Brazil")},
        draft=paragraph(ONE) + paragraph(TWO),
    )
    assert [(one.label, one.by) for one in made.new_paragraphs] == [("1 bis", frozenset(("Albania", "Brazil")))]


def test_one_that_the_draft_itself_has_is_not_used_again() -> None:
    lines = [ONE, "1 bis. Prosecutors should be trained as well, and without delay.", TWO]
    assert labels(lines, [[lines[0], lines[1], f"+{NEW}", TWO]]) == ["1 ter"]


def test_numbers_that_begin_again_are_counted_apart() -> None:
    again = "1. The Secretariat should report on the matters above to all."
    assert labels(
        [ONE, TWO, "II. Another topic", again],
        [[ONE, f"+{NEW}", TWO, "II. Another topic", again, "+The Secretariat should translate all of it."]],
    ) == ["1 bis", "1 bis"]


def test_above_every_number_there_is_no_label() -> None:
    lines = ["I. Discussion points of the meeting", ONE, TWO]
    assert labels(lines, [[lines[0], f"+{NEW}", ONE, TWO]]) == [""]


@pytest.mark.parametrize(
    ("subs", "expected"),
    [(["(a)", "(b)"], "(c)"), (["(i)", "(ii)"], "(iii)"), (["(i)"], "(ii)"), (["(iv)", "(v)"], "(vi)"), (["(h)", "(i)"], "(j)")],
)
def test_a_list_goes_on(subs: list[str], expected: str) -> None:
    lines = [f"1. The {len(subs)} measures should be:", *(f"{sub} measure of the kind {sub} in all States;" for sub in subs), TWO]
    assert labels(lines, [[*lines[:-1], f"+{expected} a measure of quite another kind;", TWO]]) == [expected]


def test_within_a_list_it_is_bis_of_the_one_above() -> None:
    lines = ["1. The measures should be:", "(a) the first of all the measures;", "(b) the second of all the measures;", TWO]
    assert labels(lines, [[lines[0], lines[1], "+(a bis) yet another measure of that kind;", *lines[2:]]])[0].endswith("bis")
