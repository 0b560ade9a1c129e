"""A paper is taken apart as it was put together, however long it is."""

import io
import re
import zipfile
from xml.parsers import expat

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtracker.papers.pages import read_pages
from wgtracker.word.model import Document, ParagraphOut, Run
from wgtracker.word.write import write


def test_runs_of_a_long_paper_are_read_whole() -> None:
    words = [f"{number} " + "28 delegations, list 43.1 A " * 9 for number in range(1500)]
    content = write(Document("Long", "en-GB", tuple(ParagraphOut((Run(text),), "WGText") for text in words)))
    assert [page.runs for page in read_pages(content)] == [[("", text)] for text in words]


@given(st.lists(st.lists(st.tuples(st.sampled_from(["", "WGName", "WGAdded"]), st.text(max_size=12)), max_size=4), min_size=1, max_size=4))
def test_what_is_read_is_what_any_program_reads(paragraphs: list[list[tuple[str, str]]]) -> None:
    body = tuple(ParagraphOut(tuple(Run(text, style) for style, text in runs), "WGText") for runs in paragraphs)
    content = write(Document("Any", "en-GB", body))
    document = docx.Document(io.BytesIO(content))
    pages = read_pages(content)
    assert [page.style for page in pages] == [paragraph.style.style_id for paragraph in document.paragraphs if paragraph.style]
    read = ["".join(text for _, text in page.runs) for page in pages]
    assert read == [re.sub("[\t\n]", " ", paragraph.text) for paragraph in document.paragraphs]


def test_a_broken_paper_is_not_read() -> None:
    content = write(Document("Any", "en-GB", (ParagraphOut((Run("Words."),), "WGText"),)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        after.writestr("word/document.xml", before.read("word/document.xml").replace(b"</w:body>", b""))
    with pytest.raises(expat.ExpatError):
        read_pages(out.getvalue())
