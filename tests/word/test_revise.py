"""Hold the reviser to its promise: reject all and the file is back; accept all and the changes are there; nothing else moved."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.word.files import make_docx
from tests.word.pandoc import ask_pandoc, fold
from wgtracker.errors import BadFile
from wgtracker.sample.markup import Shape
from wgtracker.sample.package import pack
from wgtracker.sample.sheet import blank
from wgtracker.sample.texts import STANDARD
from wgtracker.word.lint import lint
from wgtracker.word.model import CommentOut, Reading
from wgtracker.word.package import open_package
from wgtracker.word.read import read
from wgtracker.word.revise import Bubble, Changes, Fresh, Rewrite, Stamp, Stretch, revise

DATE = "2020-09-25T10:00:00Z"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{para }{3}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
LINK = '<w:hyperlink w:anchor="x"><w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t>a link</w:t></w:r></w:hyperlink>'
AFTER = "<p>{The next paragraph.}</p>"
BODIES = {
    "one run": "<p>{States parties should consider it.}</p>",
    "many runs": "<p>{Sta}{tes par}{ties }{should}{ consider it.}</p>",
    "tab and break in a run": "<p><w:r><w:t>3.</w:t><w:tab/><w:t>States</w:t><w:br/><w:t>parties</w:t></w:r></p>",
    "field": f"<p>{{see }}{FIELD}{{ and on}}</p>",
    "field in one run": "<p>{see }<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
    "<w:fldChar w:fldCharType='separate'/><w:t>12</w:t><w:fldChar w:fldCharType='end'/></w:r>{ and on}</p>",
    "link": f"<p>{{see }}{LINK}{{ and on}}</p>",
    "own insertion": "<p>{States }<ins>{parties and }{signatories }</ins>{should}</p>",
    "own deletion": "<p>{States }<del>[parties ]</del>{should}</p>",
    "own merge": "<p del>{States }</p><p>{parties should}</p>",
    "content control": "<p>{see }<w:sdt><w:sdtPr/><w:sdtContent>{a choice}</w:sdtContent></w:sdt>{ and on}</p>",
    "smart tag and marks": '<p><w:bookmarkStart w:id="7" w:name="b"/>{in }<w:smartTag w:element="place">{Vienna}</w:smartTag>'
    '<w:bookmarkEnd w:id="7"/><w:proofErr w:type="spellStart"/>{ now}</p>',
    "format change": '<p><w:r><w:rPr><w:b/><w:rPrChange w:id="5" w:author="A" w:date="2020-09-01T10:00:00Z"><w:rPr/></w:rPrChange></w:rPr>'
    "<w:t>States parties</w:t></w:r></p>",
    "symbol and hyphens": "<p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>"
    '<w:sym w:font="Wingdings" w:char="F0E0"/><w:t>c</w:t></w:r></p>',
    "formula": "<p>{a }<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>{ b}</p>",
    "empty": "<p></p>",
}


def read_bytes(data: bytes) -> Reading:
    return read(open_package(data, "t.docx"))


@cache
def _known_faults(name: str) -> frozenset[str]:
    """Return what our lint says of a body that nobody has revised: the small files here lack styles and settings."""
    return frozenset(lint(make_docx(BODIES[name] + AFTER)))


def text_of(reading: Reading) -> str:
    """Return the first unit's text with the file's own changes accepted: what Stretch offsets count in."""
    out = []
    for paragraph in reading.paragraphs:
        out.append("".join(piece.text for piece in paragraph.pieces if piece.deleted is None))
        if not paragraph.runs_on_final:
            break
    return "".join(out)


@st.composite
def stretches_of(draw: st.DrawFn, text: str) -> tuple[Stretch, ...]:
    """Draw stretches over a text: any cuts, any fate, insertions of any text anywhere."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=5)) | {0, len(text)})
    inserts = st.lists(st.sampled_from(["new ", "<&>", "نص جديد", "one\ntwo", "\ttab", "第三"]), max_size=2)
    out: list[Stretch] = []
    for start, end in zip(cuts, [*cuts[1:], len(text)]):
        out += [Stretch("insert", new, "Brazil; France", DATE) for new in draw(inserts)]
        if text[start:end]:
            op = draw(st.sampled_from(["keep", "delete"]))
            out.append(Stretch(op, text[start:end], "Egypt" if op == "delete" else "", DATE))
    return tuple(out)


@given(name=st.sampled_from(sorted(BODIES)), data=st.data())
def test_any_change_can_be_undone_and_made(name: str, data: st.DataObject) -> None:
    """Whatever the stretches: rejected it is the file, accepted it is the new text, and the XML keeps its rules."""
    docx = make_docx(BODIES[name] + AFTER)
    before = read_bytes(docx)
    text = text_of(before)
    stretches = data.draw(stretches_of(text))
    out = revise(docx, Changes({before.paragraphs[0].source: Rewrite(stretches)}))
    after = read_bytes(out)
    assert after.original == before.original
    new = "".join(stretch.text for stretch in stretches if stretch.op != "delete")
    assert fold("".join(after.final).replace(" ", "")) == "".join(f"{new}The next paragraph.".split())
    assert set(lint(out)) <= _known_faults(name)
    authors = {revision.author for revision in after.revisions} - {revision.author for revision in before.revisions}
    assert authors == {stretch.author for stretch in stretches if stretch.author}


def standard_draft() -> bytes:
    return pack(blank(STANDARD), Shape("revise", 0.2, True), title="Draft")


def changes_of_three() -> Changes:
    """Return changes of every kind on the sample draft: point 3 (index 6), point 10 deleted, points added, comments, header."""
    words = STANDARD.passages[6].text
    at = words.index(", where")
    replaced = (
        Stretch("keep", words[:at]),
        Stretch("delete", ", where appropriate,", "Brazil; Egypt; France", DATE),
        Stretch("insert", ", whenever possible,", "Brazil; France", DATE),
        Stretch("keep", words[at + len(", where appropriate,") :]),
    )
    gone = STANDARD.passages[15].text
    last = len(STANDARD.passages) - 1
    return Changes(
        rewrites={6: Rewrite(replaced), 15: Rewrite((Stretch("delete", gone, "Egypt", DATE),), struck=Stamp("Egypt", DATE))},
        fresh=(
            Fresh(6, "States parties should train prosecutors accordingly.", "Chile", DATE),
            Fresh(6, "ينبغي للدول الأطراف تدريب المدعين العامين.", "Egypt", DATE),
            Fresh(last, "The last one.", "Kenya", DATE),
            Fresh(None, "Before all.", "Japan", DATE, like=5),
        ),
        bubbles=(
            Bubble(CommentOut("Kenya", "KEN", DATE, ("Prefers “where feasible”.",)), source=6, start=at, end=at + 20),
            Bubble(CommentOut("Chile", "CHL", DATE, ("Agreed.",), parent=0)),
            Bubble(CommentOut("Norway", "NOR", DATE, ("Supports the whole.", "Second paragraph."), resolved=True), source=7),
            Bubble(CommentOut("Egypt", "", DATE, ("نص",)), fresh=1),
        ),
        header=("CTOC/COP/2020/CRP.x", "", "English only"),
    )


def test_every_kind_of_change_on_a_real_draft() -> None:
    """Pandoc rejects all and finds the draft; it accepts all and finds the changes at their places."""
    draft = standard_draft()
    out = revise(draft, changes_of_three())
    title = STANDARD.title  # pandoc takes it out of the body where it is the first paragraph
    assert [text for text in ask_pandoc(out, "reject") if text != title] == ask_pandoc(draft, "reject")
    accepted = ask_pandoc(out, "accept")
    point = next(n for n, text in enumerate(accepted) if text.startswith("States parties should consider, whenever possible, not"))
    assert accepted[point + 1] == "States parties should train prosecutors accordingly."
    assert accepted[point + 2].startswith("ينبغي")
    assert accepted[0] == "Before all."
    assert accepted[-1] == "The last one."
    assert not any("refrain from detaining" in text for text in accepted)
    reading = read_bytes(out)
    assert [(c.author, c.anchor[:22], c.resolved) for c in reading.comments] == [
        ("Kenya", ", whenever possible,", False),
        ("Chile", ", whenever possible,", False),
        ("Norway", STANDARD.passages[7].text[:22], True),
        ("Egypt", "ينبغي للدول الأطراف تد", False),
    ]
    assert reading.comments[1].parent == reading.comments[0].id
    assert [p.label for p in reading.paragraphs if p.pieces and p.pieces[0].text.startswith("States parties should train")]
    assert lint(out) == ()


def test_the_rest_of_the_package_stays() -> None:
    """Parts that have no change are the same bytes; the same input gives the same file."""
    draft = standard_draft()
    out = revise(draft, changes_of_three())
    assert out == revise(draft, changes_of_three())
    with zipfile.ZipFile(io.BytesIO(draft)) as old, zipfile.ZipFile(io.BytesIO(out)) as new:
        for name in ("word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/footer1.xml", "docProps/core.xml"):
            assert old.read(name) == new.read(name), name
        untouched = etree.fromstring(old.read("word/document.xml"))[0][20]
        wanted = etree.tostring(untouched, method="c14n")
        kept = [etree.tostring(p, method="c14n") for p in etree.fromstring(new.read("word/document.xml")).iter(W + "p")]
    assert kept.count(wanted) == 1


def test_existing_comments_and_threads_are_kept() -> None:
    """Comments are added to those that are there, under numbers and ids of their own, once more on the result too."""
    first = revise(standard_draft(), changes_of_three())
    bubble = Bubble(CommentOut("Peru", "", "", ("Another.",)), source=8)
    answer = Bubble(CommentOut("Fiji", "", "", ("An answer.",), parent=0))
    second = read_bytes(revise(first, Changes(bubbles=(bubble, answer))))
    assert [comment.author for comment in second.comments] == ["Kenya", "Chile", "Norway", "Egypt", "Peru", "Fiji"]
    assert [comment.parent is not None for comment in second.comments] == [False, True, False, False, False, True]


def test_the_first_page_gets_the_masthead_and_keeps_its_footer() -> None:
    """The other pages keep their header and footer; a second run replaces the masthead."""
    draft = standard_draft()
    for _ in range(2):
        draft = revise(draft, Changes(header=("CTOC/COP/2020/CRP.x",)))
    root = open_package(draft, "t.docx").main
    section = next(root.iter(W + "sectPr"))
    kinds = [(str(child.tag).removeprefix(W), child.get(W + "type")) for child in section if str(child.tag).endswith("Reference")]
    assert kinds == [("headerReference", "first"), ("footerReference", "default"), ("footerReference", "first")]
    assert section.find(W + "titlePg") is not None
    assert any(other.final == "CTOC/COP/2020/CRP.x" for other in read_bytes(draft).other)


def test_a_deleted_last_paragraph_of_a_cell_keeps_its_mark() -> None:
    """Word cannot join the last paragraph of a cell with anything."""
    docx = make_docx("<w:tbl><w:tr><w:tc><p>{gone}</p></w:tc></w:tr></w:tbl><p>{after}</p>")
    out = revise(
        docx,
        Changes({0: Rewrite((Stretch("delete", "gone", "A", DATE),), struck=Stamp("A", DATE))}, (Fresh(0, "in its place", "B", DATE),)),
    )
    reading = read_bytes(out)
    assert reading.original == ("gone", "after")
    assert reading.final == ("in its place", "after")


def test_a_typed_label_stays_outside() -> None:
    """With a start, the stretches begin behind the label; new words take the look of the text, not of the label."""
    docx = make_docx("<p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>3. </w:t></w:r>{States}</p>")
    out = revise(docx, Changes({0: Rewrite((Stretch("insert", "All ", "A", DATE), Stretch("keep", "States")), start=3)}))
    assert read_bytes(out).final == ("3. All States",)
    inserted = next(open_package(out, "t.docx").main.iter(W + "ins"))
    assert inserted.find(f"{W}r/{W}rPr/{W}b") is None


def test_a_whole_field_goes_with_its_words() -> None:
    """Where all of a field's result is deleted, its machinery is deleted too; where a part is, it stays."""
    docx = make_docx(BODIES["field"])
    whole = revise(
        docx, Changes({0: Rewrite((Stretch("keep", "see "), Stretch("delete", "para 3", "A", DATE), Stretch("keep", " and on")))})
    )
    partly = revise(
        docx, Changes({0: Rewrite((Stretch("keep", "see para "), Stretch("delete", "3", "A", DATE), Stretch("keep", " and on")))})
    )
    assert len(list(open_package(whole, "t").main.iter(W + "delInstrText"))) == 1
    assert len(list(open_package(partly, "t").main.iter(W + "delInstrText"))) == 0


def test_other_words_than_those_of_the_file_are_refused() -> None:
    """A caller that counts wrongly is told so; nothing is written."""
    docx = make_docx("<p>{States parties}</p>")
    with pytest.raises(ValueError, match="does not read"):
        revise(docx, Changes({0: Rewrite((Stretch("keep", "Other words"),))}))
    with pytest.raises(BadFile):
        revise(b"no zip", Changes())


def test_strict_files_become_transitional_as_a_whole() -> None:
    """A Strict file is written with one set of names in all its parts."""
    docx = make_docx("<p>{States parties}</p>")
    with zipfile.ZipFile(io.BytesIO(docx)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    strict = io.BytesIO()
    with zipfile.ZipFile(strict, "w") as new:
        for name, content in parts.items():
            content = content.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
            )
            new.writestr(
                name,
                content.replace(b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"),
            )
    out = revise(strict.getvalue(), Changes({0: Rewrite((Stretch("keep", "States parties"), Stretch("insert", " all", "A", DATE)))}))
    with zipfile.ZipFile(io.BytesIO(out)) as written:
        assert not any(b"purl.oclc.org" in written.read(name) for name in written.namelist())
    assert read_bytes(out).final == ("States parties all",)


def _random_changes(reading: Reading, chance: random.Random) -> tuple[Changes, str]:
    """Return changes in about half of a file's paragraphs, and all of the text that should be there afterwards, without spaces."""
    rewrites: dict[int, Rewrite] = {}
    wanted: list[str] = []
    text, first = "", None
    for paragraph in reading.paragraphs:
        first = paragraph.source if first is None else first
        text += "".join(piece.text for piece in paragraph.pieces if piece.deleted is None)
        if paragraph.runs_on_final:
            continue
        if text and chance.random() < 0.5:
            middle = chance.randrange(len(text))
            parts = (Stretch("keep", text[: middle // 2]), Stretch("delete", text[middle // 2 : middle], "A", DATE))
            rewrites[first] = Rewrite((*parts, Stretch("insert", "NEW", "B; C", DATE), Stretch("keep", text[middle:])))
            text = text[: middle // 2] + "NEW" + text[middle:]
        wanted.append(text)
        text, first = "", None
    return Changes(rewrites), "".join("".join(wanted).split())


def test_real_files_take_changes_and_give_them_back(shared: Path) -> None:
    """Every file of the corpus: random changes in half of its paragraphs."""
    files = 0
    for path in sorted((shared / "corpus").glob("*.docx")):
        data = path.read_bytes()
        try:
            before = read(open_package(data, path.name))
        except BadFile:
            continue
        changes, wanted = _random_changes(before, random.Random(path.name))
        after = read_bytes(revise(data, changes, path.name))
        assert after.original == before.original, path.name
        assert "".join("".join(after.final).split()) == wanted, path.name
        assert len(after.comments) == len(before.comments)
        files += 1
    assert files > 30


def test_word_schema_and_libreoffice(
    tmp_path: Path, validator: Callable[[Path], list[str]], soffice: Callable[[Path], Path], pdftoppm: Callable[[Path], list[Path]]
) -> None:
    """The Open XML SDK finds nothing wrong, and LibreOffice opens the file and draws its pages."""
    path = tmp_path / "revised.docx"
    path.write_bytes(revise(standard_draft(), changes_of_three()))
    assert validator(path) == []
    assert len(pdftoppm(soffice(path))) >= 2
