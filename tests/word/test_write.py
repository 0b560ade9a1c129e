"""Writing: other programs read what was meant, any text at all goes in, the same document gives the same bytes."""

import io
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.word.everything import ARABIC, AT, CHINESE, everything, par
from wgtracker.word.lint import lint
from wgtracker.word.model import CommentMark, CommentOut, Document, Field, Link, ListOut, NoteMark, ParagraphOut, Run, TableOut, Tracked
from wgtracker.word.write import write

ROOT = Path(__file__).resolve().parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def written(*paragraphs: ParagraphOut | TableOut, **more: object) -> etree._Element:
    """Write a document of these blocks and return its body part."""
    return part(write(Document("Title", "en", tuple(paragraphs))._replace(**more)), "word/document.xml")  # type: ignore[arg-type]


def shown(element: etree._Element) -> str:
    """Return the text of a paragraph, tabs and breaks as characters."""
    signs = {W + "tab": "\t", W + "br": "\n"}
    nodes = (node for run in element.iter(W + "r") for node in run)
    return "".join(signs.get(str(node.tag), node.text or "") for node in nodes if node.tag in (W + "t", W + "delText", *signs))


def pandoc(data: bytes, mode: str, to: str = "plain") -> str:
    out = pypandoc.convert_text(data, to, format="docx", extra_args=[f"--track-changes={mode}", "--wrap=none"])
    return unicodedata.normalize("NFC", str(out))


# ---------------------------------------------------------------- other programs


def test_schema_rules_find_nothing(tmp_path: Path, validator: Callable[[Path], list[str]]) -> None:
    file = tmp_path / "everything.docx"
    file.write_bytes(write(everything()))
    assert validator(file) == []


def test_a_bare_document_is_valid(tmp_path: Path, validator: Callable[[Path], list[str]]) -> None:
    file = tmp_path / "bare.docx"
    file.write_bytes(write(Document("", "", ())))
    assert validator(file) == []


def test_an_arabic_document_is_valid(tmp_path: Path, validator: Callable[[Path], list[str]]) -> None:
    file = tmp_path / "arabic.docx"
    cell = (ParagraphOut((Run(ARABIC),), bidi=True),)
    body = (ParagraphOut((Run(ARABIC + " (UNODC)"),), "WGUnit", bidi=True), TableOut((4000, 4000), ((cell, cell),), 1))
    file.write_bytes(data := write(Document("نص", "ar", body)))
    assert validator(file) == []
    root = part(data, "word/document.xml")
    assert root.find(f".//{W}bidiVisual") is not None
    assert root.find(f".//{W}sectPr/{W}bidi") is not None
    latin = [run for run in root.iter(W + "r") if "UNODC" in shown(run)]
    assert [shown(run) for run in latin] == ["UNODC"]
    assert latin[0].find(f"{W}rPr/{W}rtl") is None


def test_python_docx_reads_it() -> None:
    document = docx.Document(io.BytesIO(write(everything())))
    styles = [(p.style and p.style.style_id, p.text) for p in document.paragraphs]
    assert ("Title", "Status of consultations on the discussion points") in styles
    assert ("Heading1", "Discussion points") in styles
    assert ("WGUnit", "[3\u00a0alt. Another text. (Chile)]") in styles
    assert document.tables[0].rows[2].cells[0].text == "Côte d’Ivoire"
    comments = [(c.author, c.text) for c in document.comments]
    assert comments == [("France", "First line\nSecond\nline"), ("Brazil", "A reply"), ("مصر", f"{ARABIC}, and {CHINESE}")]
    core = document.core_properties
    assert (core.title, core.author, core.language) == ("Status of consultations", "Secretariat", "en-GB")
    assert core.created is not None
    assert core.created.isoformat() == "2020-10-08T00:00:00+00:00"
    assert document.sections[0].different_first_page_header_footer


def test_pandoc_accepts_and_rejects() -> None:
    data = write(everything())
    rejected, accepted = pandoc(data, "reject"), pandoc(data, "accept")
    assert "Before old word after. Second half." in rejected  # the inserted paragraph mark goes
    assert "Before new word after.\n" in accepted
    assert rejected.count("Moved sentence.") == accepted.count("Moved sentence.") == 1
    assert rejected.index("Moved sentence.") < rejected.index("Stays.")
    assert accepted.index("Moved sentence.") > accepted.index("Stays.")
    assert "جديد" in accepted
    assert "جديد" not in rejected


def test_pandoc_sees_authors_comments_and_headings() -> None:
    everyone = pandoc(write(everything()), "all", "markdown")
    assert re.search(
        r'\[new \[struck\]\{\.deletion author="Brazil" date="2020-09-20T10:00:00Z"\}word\]\{\.insertion author="Norway"', everyone
    )
    assert re.search(r'comment-start id="0" author="France"', everyone)
    assert 'author="مصر"' in everyone
    assert "# Discussion points" in everyone
    assert "### Discussion point 3" in everyone
    assert "[^1]: ^\\*^ CTOC/COP/2020/1." in everyone


def test_libreoffice_draws_it(tmp_path: Path, soffice: Callable[[Path], Path]) -> None:
    file = tmp_path / "everything.docx"
    file.write_bytes(write(everything()))
    pdf = soffice(file)
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Title:\s+Status of consultations\n", info)
    assert re.search(r"Page size:\s+595\S* x 84[12]\S* pts \(A4\)", info)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^I\. +Discussion points$", text, re.MULTILINE)
    assert re.search(r"^A\. +Criminal justice responses$", text, re.MULTILINE)
    assert re.search(r"\(b\) +its second entry", text)
    assert "1/2" in text
    assert "2/2" in text
    first, second = text.split("\f")[:2]
    assert first.count("CTOC/COP/2020/CRP.x") == second.count("CTOC/COP/2020/CRP.x") == 1  # masthead, then header


# ---------------------------------------------------------------- the same bytes


def test_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys; from tests.word.everything import everything; from wgtracker.word.write import write; "
        "sys.stdout.buffer.write(write(everything()))"
    )
    made = set()
    for seed, zone in (("0", "UTC"), ("4242", "Pacific/Kiritimati")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        made.add(subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
    assert made == {write(everything())}


def test_writing_loads_no_docx_and_no_lxml() -> None:
    script = "import sys, wgtracker.word.write; print([m for m in ('docx', 'lxml', 'regex', 'wgtracker.text') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ---------------------------------------------------------------- any text at all

NASTY = "\x00\x0b\x0c\r\n\t<>&\"'\ud800\udfff\ufffe\uffff\u202e\u200f\u2028\x85\u0301\u0651وفقא工プ한é😀\U0001e900\U00020000 a1]"
texts = st.one_of(st.text(st.sampled_from(NASTY), max_size=12), st.text(st.characters(exclude_categories=()), max_size=12))
styles = st.sampled_from(["", "WGAdded", "WGDeleted", "WGName", "WGQuiet", "WGLatin"])
plain_runs = st.builds(Run, texts, styles, st.one_of(st.sampled_from(["", "en", "fr", "ar", "zh", "he-IL"]), texts))
kinds = st.sampled_from(["insert", "delete", "move_from", "move_to"])
inner = st.builds(Tracked, st.just("delete"), st.lists(plain_runs, max_size=2).map(tuple), texts, texts)
tracked = st.builds(
    Tracked, kinds, st.lists(st.one_of(plain_runs, inner), max_size=3).map(tuple), texts, texts, st.sampled_from(["", "m", "m\x00", "n"])
)
paragraphs = st.builds(
    lambda inlines, style, mark, bidi: ParagraphOut(inlines, style, mark=mark, bidi=bidi),
    st.lists(st.one_of(plain_runs, plain_runs, tracked), max_size=5).map(tuple),
    st.sampled_from(["", "WGUnit", "Heading1", "WGTable"]),
    mark=st.one_of(st.none(), st.tuples(kinds, texts, texts)),
    bidi=st.booleans(),
)
cells = st.tuples(st.lists(paragraphs, max_size=2).map(tuple), st.lists(paragraphs, max_size=2).map(tuple))
tables = st.builds(
    lambda rows, caption, description: TableOut((2000, 3000), tuple(rows), caption=caption, description=description),
    st.lists(cells, min_size=1, max_size=2),
    texts,
    texts,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    comments = draw(
        st.lists(st.builds(lambda *said: CommentOut(*said), texts, texts, texts, st.lists(texts, max_size=2).map(tuple)), max_size=2)
    )
    notes = draw(st.lists(st.lists(paragraphs, max_size=2).map(tuple), max_size=2))
    marks = [CommentMark(at, n) for n in range(len(comments)) for at in ("start", "end")]
    marks_of_notes = [NoteMark(n, draw(texts)) for n in range(len(notes))]
    body = draw(st.lists(st.one_of(paragraphs, paragraphs, tables), max_size=4))
    last = ParagraphOut((*marks, *marks_of_notes, Field("PAGE", draw(texts)), Link("here", (draw(plain_runs),))), bookmarks=("here",))
    return Document(
        draw(texts), draw(st.one_of(st.sampled_from(["en", "ar", "zh"]), texts)), (*body, last), draw(texts), draw(texts), draw(texts),
        header=(draw(paragraphs),), footnotes=tuple(notes), comments=tuple(comments), lists=(ListOut((("decimal", draw(texts), 0, 0),)),),
    )  # fmt: skip


def cleaned(text: str) -> str:
    """Say, character by character, what a Word file can hold of a text: the rule written a second way."""
    out: list[str] = []
    for char in text.replace("\r\n", "\n"):
        if char in "\r\x0b\x0c":
            out.append("\n")
        elif not (char < " " and char not in "\t\n") and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff":
            out.append(char)
    return "".join(out)


def words(inlines: object) -> str:
    out = ""
    for inline in inlines:  # type: ignore[attr-defined]
        out += words(inline.runs) if isinstance(inline, Tracked) else cleaned(inline.text) if isinstance(inline, Run) else ""
    return out


def all_paragraphs(document: Document) -> list[ParagraphOut]:
    found: list[ParagraphOut] = []
    for block in document.body:
        rows = [[[block]]] if isinstance(block, ParagraphOut) else block.rows
        found.extend(p for row in rows for cell in row for p in cell)
    return found


@given(documents())
def test_any_text_anywhere_is_written_clean_and_whole(document: Document) -> None:
    data = write(document)
    assert lint(data) == ()
    body = part(data, "word/document.xml")
    back = [text for text in (shown(p) for p in body.iter(W + "p")) if text]
    *expected, last = [words(p.inlines) for p in all_paragraphs(document)]
    assert back[: len([e for e in expected if e])] == [e for e in expected if e]
    assert last == ""
    field, link = document.body[-1].inlines[-2:]  # type: ignore[union-attr]
    assert isinstance(field, Field)
    assert isinstance(link, Link)
    assert shown(list(body.iter(W + "p"))[-1]).endswith(cleaned(field.result) + words(link.runs))
    comments = part(data, "word/comments.xml") if document.comments else []
    for comment, element in zip(document.comments, comments):
        assert [shown(p) for p in element] == [cleaned(text) for text in comment.paragraphs or ("",)]


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_title_is_read_back(title: str) -> None:
    core = part(write(Document(title, "en", ())), "docProps/core.xml")
    assert core.findtext("{http://purl.org/dc/elements/1.1/}title", "") == " ".join(cleaned(title).split())


# ---------------------------------------------------------------- runs


def test_a_bold_run_stays_bold_in_a_bold_paragraph() -> None:
    root = written(
        ParagraphOut((Run("new", "WGAdded"), Run("quiet", "WGQuiet"), Run("name", "WGName")), "Heading3"), par(Run("new", "WGAdded"))
    )
    bold = [run.find(f"{W}rPr/{W}b") for run in root.iter(W + "r")]
    assert [None if b is None else b.get(W + "val", "on") for b in bold] == ["on", "0", None, None]


def test_words_of_another_script_get_runs_of_their_own() -> None:
    root = written(par(f"Egypt: {ARABIC}, and {CHINESE}.", style="WGUnit"))
    runs = {shown(run): run.find(f"{W}rPr/{W}lang") for run in root.iter(W + "r")}
    assert list(runs) == ["Egypt: ", "وفقاً للقانون", " 12, and ", CHINESE, "."]
    arabic, chinese = runs["وفقاً للقانون"], runs[CHINESE]
    assert arabic is not None
    assert arabic.get(W + "bidi") == "ar-SA"
    assert chinese is not None
    assert chinese.get(W + "eastAsia") == "zh-CN"


def test_the_language_of_a_run_is_written_where_it_is_not_the_document_s() -> None:
    root = written(par(Run("mot", lang="fr"), Run("word", lang="en"), Run("word")))
    assert [lang.get(W + "val") for lang in root.iter(W + "lang")] == ["fr-FR"]


# ---------------------------------------------------------------- revisions


def revisions(root: etree._Element) -> list[tuple[str, str, str]]:
    names = ("ins", "del", "moveFrom", "moveTo")
    return [(etree.QName(r).localname, r.get(W + "author", ""), r.get(W + "date", "")) for r in root.iter(*(W + n for n in names))]


def test_half_a_move_is_a_deletion_or_an_insertion() -> None:
    root = written(par(Tracked("move_from", (Run("a"),), "X", AT, "m"), Tracked("move_to", (Run("b"),), "X", AT, "n")))
    assert [kind for kind, _, _ in revisions(root)] == ["del", "ins"]
    assert [t.text for t in root.iter(W + "delText")] == ["a"]


def test_a_move_in_several_parts_has_one_range_at_each_end() -> None:
    gone = Tracked("move_from", (Run("a"),), "X", AT, "m")
    come = Tracked("move_to", (Run("a"),), "X", AT, "m")
    root = written(par(gone, "b", gone), par("c"), par(come), par(come))
    for side in ("moveFrom", "moveTo"):
        start, end = root.findall(f".//{W}{side}RangeStart"), root.findall(f".//{W}{side}RangeEnd")
        assert [s.get(W + "id") for s in start] == [e.get(W + "id") for e in end]
        assert len(start) == 1
        assert len(root.findall(f".//{W}{side}")) == 2


@pytest.mark.parametrize(
    ("given_date", "stamp"),
    [
        ("2020-09-20T10:00:00Z", "2020-09-20T10:00:00Z"),
        ("2020-09-20T10:00:00+02:00", "2020-09-20T08:00:00Z"),
        ("2020-09-20T10:00:00.123", "2020-09-20T10:00:00Z"),
        ("", "2020-10-08T00:00:00Z"),
        ("yesterday", "2020-10-08T00:00:00Z"),
        ("0001-01-01T00:00:00+14:00", "2020-10-08T00:00:00Z"),
    ],
)
def test_dates_are_utc_and_a_missing_one_is_the_document_s(given_date: str, stamp: str) -> None:
    root = written(par(Tracked("insert", (Run("a"),), "X", given_date)), created="2020-10-08T00:00:00Z")
    assert revisions(root) == [("ins", "X", stamp)]


def test_an_author_shows_what_it_is() -> None:
    names = ["\u202etpygE\u202c", "", "A" * 300, "Côte d’Ivoire"]
    root = written(*(par(Tracked("insert", (Run("a"),), name, AT)) for name in names))
    found = [author for _, author, _ in revisions(root)]
    assert found == ["tpygE", "Author", "A" * 253 + " …", "Côte d’Ivoire"]


# ---------------------------------------------------------------- comments and notes


def test_a_reply_stands_where_its_parent_stands() -> None:
    comments = tuple(CommentOut("X", "X", AT, ("words",), parent) for parent in (None, 0, 1))
    root = written(par(CommentMark("start", 0), "a", CommentMark("end", 0), "b"), comments=comments)
    marks = [m.get(W + "id") for m in root.iter(W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")]
    assert marks == ["0", "1", "2", "0", "0", "1", "1", "2", "2"]


def test_an_end_without_a_start_is_a_point() -> None:
    root = written(par("a", CommentMark("end", 0)), comments=(CommentOut("X", "X", AT, ("words",)),))
    assert root.find(f".//{W}commentRangeEnd") is None
    assert root.find(f".//{W}commentReference") is not None


def test_threads_say_who_answers_whom_and_what_is_resolved() -> None:
    entries = part(write(everything()), "word/commentsExtended.xml")
    w15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
    first, second, third = entries
    assert second.get(w15 + "paraIdParent") == first.get(w15 + "paraId")
    assert [e.get(w15 + "done") for e in (first, second, third)] == ["0", "1", "0"]


# ---------------------------------------------------------------- tables and margins


def test_tables_never_touch_and_never_end_the_body() -> None:
    table = TableOut((1000,), (((par("a"),),),))
    root = written(table, table)
    body = root[0]
    assert [etree.QName(e).localname for e in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_the_head_of_a_table_is_repeated_and_styled() -> None:
    root = written(TableOut((1000,), tuple(((ParagraphOut((Run(t),)),),) for t in "abc"), header_rows=1))
    rows = list(root.iter(W + "tr"))
    assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [True, False, False]
    assert [s.get(W + "val") for s in root.iter(W + "pStyle")] == ["WGTableHead", "WGTable", "WGTable"]
    assert root.find(f".//{W}tblStyle") is None


def test_only_a_first_header_repeats_the_footer_on_the_first_page() -> None:
    data = write(Document("T", "en", (), header_first=(), footer=(par(Field("PAGE", "1"), style="Footer"),)))
    references = list(part(data, "word/document.xml").iter(W + "headerReference", W + "footerReference"))
    assert [r.get(W + "type") for r in references] == ["default", "first", "default", "first"]
    assert shown(part(data, "word/footer1.xml")) == shown(part(data, "word/footer2.xml")) == "1"


# ---------------------------------------------------------------- documents that contradict themselves

_COMMENT = CommentOut("X", "X", AT, ("words",))


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (Document("", "en", (par("a", style="Nope"),)), "no paragraph style 'Nope'"),
        (Document("", "en", (par(Run("a", "Nope")),)), "no character style 'Nope'"),
        (Document("", "en", (ParagraphOut((), numbering=(0, 0)),)), "no list 0"),
        (Document("", "en", (), comments=(_COMMENT,)), "stand nowhere"),
        (Document("", "en", (par(CommentMark("end", 1)),)), "comment 1 does not exist"),
        (Document("", "en", (par(CommentMark("end", 0), CommentMark("end", 0)),), comments=(_COMMENT,)), "ends twice"),
        (Document("", "en", (par(CommentMark("end", 0)),), comments=(_COMMENT._replace(parent=0),)), "itself"),
        (Document("", "en", (), footnotes=((par("a"),),)), "referred to nowhere"),
        (Document("", "en", (par(NoteMark(0), NoteMark(0)),), footnotes=((par("a"),),)), "referred to twice"),
        (Document("", "en", (par(Link("gone", (Run("a"),))),)), "gone"),
        (Document("", "en", (ParagraphOut((), bookmarks=("a", "a")),)), "stands twice"),
        (Document("", "en", (ParagraphOut((), bookmarks=("a b",)),)), "cannot name a bookmark"),
        (Document("", "en", (TableOut((1, 2), (((),),)),)), "one cell for each width"),
        (Document("", "en", (), header=(par(CommentMark("end", 0)),), comments=(_COMMENT,)), "stand nowhere"),
    ],
)
def test_a_document_that_contradicts_itself_is_refused(document: Document, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        write(document)
