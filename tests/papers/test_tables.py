"""A table of the draft is printed as a table; what is proposed in a cell stands below it, under the place of the cell."""

import io
from typing import Any

import docx
import pytest

from tests.compile.factory import compile_bodies
from tests.word.files import make_docx
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers.choices import Markup
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.pages import read_pages
from wgtracker.papers.readback import read_back
from wgtracker.word.accessibility import check
from wgtracker.word.grid import Cell, read_grid
from wgtracker.word.lint import lint

HEAD = "<p>{Discussion points}</p><p>{1. States parties should collect data on victims.}</p>"
END = "<p>{2. States parties should cooperate in joint investigations.}</p>"
ROWS = (("Measure", "By whom"), ("Training of judges", "States parties"), ("Technical assistance", "The Secretariat"))


def table(rows: tuple[tuple[str, ...], ...], new: str = "") -> str:
    """Write a table in short marks; new: put in before "judges" as a tracked change."""
    marks = ""
    for row in rows:
        cells = "".join(f"<w:tc><p>{{{text}}}</p></w:tc>" for text in row)
        marks += f"<w:tr>{cells}</w:tr>"
    if new:
        marks = marks.replace("{Training of judges}", f"{{Training of }}<ins>{{{new} }}</ins>{{judges}}")
    return f"<w:tbl>{marks}</w:tbl>"


def make(rows: Any = ROWS, new: str = "all", markup: Markup = "bold", more: str = "") -> tuple[bytes, Compilation]:
    draft = HEAD + table(rows) + more + END
    compilation = compile_bodies({"Brazil.docx": HEAD + table(rows, new) + more + END}, draft=draft)
    choices: Any = {"markup": markup, "order": "paragraph", "copy": "issued", "unplaced": "print", "draft": make_docx(draft)}
    paper = conference_room_paper(compilation, Meeting(), **choices).content
    assert read_back(paper, compilation, markup) == ()
    assert (list(lint(paper)), list(check(paper))) == ([], [])
    return paper, compilation


def tables_of(paper: bytes) -> list[list[list[str]]]:
    """Give the tables of the paper, the last (of submissions) left out."""
    found = docx.Document(io.BytesIO(paper)).tables
    return [[[cell.text for cell in row.cells] for row in one.rows] for one in found][:-1]


def test_the_grid_of_a_file() -> None:
    found = read_grid(make_docx(HEAD + table(ROWS)))
    assert found[2] == Cell(0, 0, 0, 2)
    assert found[5] == Cell(0, 1, 1, 2)
    assert {0, 1}.isdisjoint(found)
    assert read_grid(b"no file") == {}


@pytest.mark.parametrize("markup", ["bold", "labels"])
def test_a_table_stands_as_a_table_and_a_proposal_below_it(markup: Markup) -> None:
    paper, _ = make(markup=markup)
    (found,) = tables_of(paper)
    assert found[0] == ["Measure", "By whom"]
    assert found[1] == ["Training of judges [C3: see below]", "States parties"]
    assert found[2] == ["Technical assistance", "The Secretariat"]
    words = ["".join(text for _, text in page.runs) for page in read_pages(paper)]
    assert any(text.startswith("Table cell C3: table, row 2, column 1 (proposals: 1 delegation") for text in words)


def test_nothing_proposed_leaves_the_table_alone_and_the_clean_text_has_it_whole() -> None:
    for markup in ("bold", "clean"):
        paper, _ = make(new="all" if markup == "clean" else "", markup=markup)
        (found,) = tables_of(paper)
        assert [tuple(row) for row in found] == list(ROWS)


def test_two_tables_are_told_apart_and_do_not_run_into_one() -> None:
    other = table((("Fund", "Year"), ("One", ""), ("", "2020")))
    for new, said in (("all", "Table cell C3: table 1, row 2, column 1"), ("", "Table 2 of the draft")):
        paper, _ = make(new=new, more=other)
        first, second = tables_of(paper)
        assert (len(first), second[1:]) == (3, [["One", ""], ["", "2020"]])
        words = ["".join(text for _, text in page.runs) for page in read_pages(paper)]
        assert any(text.startswith(said) for text in words)


def test_a_table_with_uneven_rows_prints_cell_by_cell_with_the_place_of_what_is_proposed() -> None:
    paper, _ = make((*ROWS, ("All of them",)))
    assert tables_of(paper) == []
    words = ["".join(text for _, text in page.runs) for page in read_pages(paper)]
    assert any("table, row 2, column 1" in text for text in words)
    assert "All of them" in words


def test_a_paper_without_the_drafts_bytes_still_prints_every_cell() -> None:
    _, compilation = make()
    paper = conference_room_paper(
        compilation, Meeting(), markup="bold", order="paragraph", copy="issued", unplaced="print", draft=b""
    ).content
    assert tables_of(paper) == []
    assert read_back(paper, compilation, "bold") == ()
