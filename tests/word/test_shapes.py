"""Laws of reading, over bodies written at random in the shapes of every program that writes Word files."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.word.files import zip_parts
from tests.word.pandoc import ask_pandoc
from tests.word.shapes import make_shapes
from tests.word.test_corpus import CORPUS, index
from tests.word.test_fuzz import unzip
from tests.word.test_gate import strict
from wgtracker.word import walk
from wgtracker.word.model import Reading
from wgtracker.word.package import open_package
from wgtracker.word.plain import gather_plain
from wgtracker.word.read import read

SEEDS = st.integers(0, 2**32)
MAIN = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read_bytes(data: bytes) -> Reading:
    return read(open_package(data, "x.docx"))


def gather_none(root: etree._Element) -> tuple[list[etree._Element], dict[etree._Element, str]]:
    """Stand in for the gathering of plain paragraphs: none is, so that each is walked."""
    return gather_plain(root)[0], {}


def walk_all(data: bytes) -> Reading:
    """Read a file with every paragraph walked element by element."""
    with patch.object(walk, "gather_plain", gather_none):
        return read_bytes(data)


@given(SEEDS)
def test_plain_paragraphs_read_as_if_they_were_walked(seed: int) -> None:
    data, *_ = make_shapes(seed)
    assert read_bytes(data) == walk_all(data)


@pytest.mark.parametrize("name", index(oracle=False))
def test_plain_paragraphs_of_real_files_read_as_if_they_were_walked(name: str) -> None:
    data = (CORPUS / name).read_bytes()
    assert read_bytes(data) == walk_all(data)


def other_prefix(xml: bytes) -> bytes:
    return re.sub(rb"(</?)w:", rb"\1q:", re.sub(rb" w:(\w+=)", rb" q:\1", xml)).replace(b"xmlns:w=", b"xmlns:q=")


def no_prefix(xml: bytes) -> bytes:
    return re.sub(rb"(</?)w:", rb"\1", xml).replace(MAIN, MAIN + b" " + MAIN.replace(b":w", b""))


def utf_16(xml: bytes) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-16"?>' + xml.decode()).encode("utf-16")


@pytest.mark.parametrize("write", [other_prefix, no_prefix, utf_16, strict])
@given(seed=SEEDS)
def test_the_way_of_writing_the_xml_changes_nothing(write: object, seed: int) -> None:
    assert callable(write)
    data, *_ = make_shapes(seed)
    parts = unzip(data)
    changed = {name: write(xml) if name.startswith("word/") or write is strict else xml for name, xml in parts.items()}
    if write is not strict:
        changed |= {name: xml for name, xml in parts.items() if name.endswith(".rels")}
    assert read_bytes(zip_parts(changed)) == read_bytes(data)


@given(SEEDS)
def test_nothing_is_lost_and_nothing_twice(seed: int) -> None:
    data, count, comments = make_shapes(seed)
    reading = read_bytes(data)
    assert [comment.id for comment in reading.comments] == [str(number + 1) for number in range(comments)]
    pieces = [piece for paragraph in reading.paragraphs for piece in paragraph.pieces]
    words = re.findall(r"w\d+", "".join(piece.text for piece in pieces))
    assert words == [f"w{number + 1}" for number in range(count)]
    for kinds, fate in ((("insert", "move_to"), "inserted"), (("delete", "move_from"), "deleted")):
        told = "".join(change.text for change in reading.revisions if change.kind in kinds)
        assert sorted(re.findall(r"w\d+", told)) >= sorted(
            re.findall(r"w\d+", "".join(piece.text for piece in pieces if getattr(piece, fate) is not None))
        )


@pytest.mark.parametrize("seed", range(20))
def test_texts_are_those_of_pandoc(seed: int) -> None:
    """White space aside: pandoc writes a space where two paragraphs are joined."""
    data, *_ = make_shapes(seed)
    reading = read_bytes(data)
    for mode, texts in (("reject", reading.original), ("accept", reading.final)):
        assert ["".join(text.split()) for text in texts] == ["".join(text.split()) for text in ask_pandoc(data, mode)]
