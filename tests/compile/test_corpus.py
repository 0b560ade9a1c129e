"""Real Word files as a workload: each compiled against the draft that rejecting, or accepting, all its changes leaves.

The drafts are made here on the raw XML, by code that shares nothing with the program.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from wgtracker.compile.base import take_in
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.labels import split_label
from wgtracker.compile.model import Compilation, Submission
from wgtracker.word.package import open_package
from wgtracker.word.read import read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
COMES, GOES = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")
PROPERTIES = (W + "rPr", W + "numPr", W + "trPr", W + "ctrlPr")
TEXT_PARTS = re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml$")


def names() -> list[str]:
    table = CORPUS / "INDEX.tsv"
    if not table.is_file():
        return []
    return [row["file"] for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter="\t")]


def settle(root: etree._Element, drop: tuple[str, ...], keep: tuple[str, ...]) -> None:
    """Take out what the dropped changes wrap, unwrap the kept ones, and join paragraphs whose mark is dropped."""
    for row in list(root.iter(W + "tr")):
        if any(row.find(f"{W}trPr/{tag}") is not None for tag in drop):
            _parent(row).remove(row)
    for element in [one for one in root.iter(*drop) if _parent(one).tag not in PROPERTIES]:
        _parent(element).remove(element)
    for element in [one for one in root.iter(*keep) if _parent(one).tag not in PROPERTIES]:
        parent = _parent(element)
        for child in list(element):
            parent.insert(parent.index(element), child)
        parent.remove(element)
    for text in root.iter(W + "delText"):
        text.tag = W + "t"
    for paragraph in list(root.iter(W + "p")):
        _settle_mark(paragraph, drop)
    for element in [one for one in root.iter(*drop, *keep) if _parent(one).tag in PROPERTIES]:
        _parent(element).remove(element)
    for element in [one for one in root.iter() if isinstance(one.tag, str) and one.tag.endswith("Change")]:
        _parent(element).remove(element)


def _settle_mark(paragraph: etree._Element, drop: tuple[str, ...]) -> None:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is None or not any(mark.find(tag) is not None for tag in drop) or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        return
    following = paragraph.getnext()
    while following is not None and following.tag not in (W + "p", W + "tbl", W + "sdt", W + "sectPr"):
        following = following.getnext()
    if following is not None and following.tag == W + "p":
        at = 1 if following.find(W + "pPr") is not None else 0
        for child in [one for one in paragraph if one.tag != W + "pPr"][::-1]:
            following.insert(at, child)
        _parent(paragraph).remove(paragraph)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def number(data: bytes, drop: tuple[str, ...] = (), keep: tuple[str, ...] = ()) -> bytes:
    """Give a file with one numbered paragraph in front, so that it can be a draft, and with its changes settled."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if TEXT_PARTS.match(name):
                root = etree.fromstring(content)
                if drop:
                    settle(root, drop, keep)
                if name == "word/document.xml":
                    first = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>1. Sample.</w:t></w:r></w:p>')
                    body = root.find(W + "body")
                    assert body is not None
                    body.insert(0, first)
                content = etree.tostring(root)
            new.writestr(name, content)
    return out.getvalue()


def compile_file(draft: bytes, file: bytes) -> Compilation:
    return consolidate(take_in("draft.docx", draft), [take_in("Brazil.docx", file)], {}, Terms(None, None, "bis"))


def plain(text: str) -> str:
    label, rest = split_label(text.strip())
    return "".join((rest if label else text).split())


def rebuild(made: Compilation, one: Submission) -> Counter[str]:
    """Give the paragraphs of the draft as the delegation would have them, from its amendments alone."""
    of_unit = {amendment.unit: amendment for amendment in one.amendments if amendment.unit is not None}
    merged_away = {unit for amendment in one.amendments for unit in amendment.units[1:]}
    texts = [amendment.proposed for amendment in one.amendments if amendment.unit is None]
    for negotiated in made.units:
        unit = negotiated.unit
        if unit.index not in merged_away:
            texts.append(of_unit[unit.index].proposed if unit.index in of_unit else unit.text)
    return Counter(plain(part) for text in texts for part in text.split("\n") if part.strip())


@pytest.mark.parametrize("name", names())
def test_changes_on_the_draft_that_rejecting_leaves(name: str) -> None:
    file = number((CORPUS / name).read_bytes())
    made = compile_file(number((CORPUS / name).read_bytes(), drop=COMES, keep=GOES), file)
    one, reading = made.submissions[0], read(open_package(file, name))
    assert rebuild(made, one) == Counter(plain(text) for text in reading.final)
    outside = ("outside of the body", "table rows or cells", "the number of a paragraph")
    assert [aside.reason for aside in one.unplaced if not any(words in aside.reason for words in outside)] == []
    asides = [aside.comment for aside in (*one.held, *one.unplaced) if aside.comment]
    assert sorted([comment.id for comment in one.comments] + asides) == sorted(comment.id for comment in reading.comments)
    assert len({amendment.unit for amendment in one.amendments} - {None}) == sum(1 for a in one.amendments if a.unit is not None)


@pytest.mark.parametrize("name", names())
def test_changes_that_the_draft_already_has_propose_nothing(name: str) -> None:
    file = number((CORPUS / name).read_bytes())
    made = compile_file(number((CORPUS / name).read_bytes(), drop=GOES, keep=COMES), file)
    one = made.submissions[0]
    there = {plain(negotiated.unit.text) for negotiated in made.units}
    again = [amendment for amendment in one.amendments if len(amendment.proposed) > 20 and plain(amendment.proposed) in there]
    assert [amendment for amendment in again if amendment.kind not in ("move", "split")] == []
    assert not one.account.deleted.placed


@pytest.mark.parametrize("name", names())
def test_a_file_as_its_own_draft_proposes_nothing(name: str) -> None:
    file = number((CORPUS / name).read_bytes())
    one = compile_file(file, file).submissions[0]
    assert one.amendments == ()
    assert not one.account.inserted.unplaced + one.account.deleted.unplaced
