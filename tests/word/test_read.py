"""Hold the reader to what each trap of the format means: the same small body in both states."""

import pytest

from tests.word.files import make_docx, part, read_body, write_out
from tests.word.pandoc import ask_pandoc, fold
from wgtracker.word.model import Piece

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"
BEGIN, SEPARATE, END = (FIELD.format(kind) for kind in ("begin", "separate", "end"))
HYPHENS = "<p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r></p>"
ROW = "<w:tr>{}<w:tc><p>{}</p></w:tc></w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(text: str, properties: str = "") -> str:
    return ROW.format(f"<w:trPr>{properties}</w:trPr>" if properties else "", text)


# name: (body, original, final). pandoc reads these alike.
ALIKE = {
    "insertion": ("<p>{a }<ins>{b }</ins>{c}</p>", ["a c"], ["a b c"]),
    "deletion": ("<p>{a }<del>[b ]</del>{c}</p>", ["a b c"], ["a c"]),
    "deletion with w:t, as some programs write it": ("<p>{a }<del>{b}</del></p>", ["a b"], ["a"]),
    "move": ("<p>{a }<moveFrom>{b }</moveFrom>{c }<moveTo>{b }</moveTo></p>", ["a b c"], ["a c b"]),
    "deletion inside another's insertion": ('<p>{a }<ins>{kept }<del by="B">[gone ]</del></ins>{b}</p>', ["a b"], ["a kept b"]),
    "deletion inside a moved text": ("<p>{a }<moveTo>{kept }<del>[gone ]</del></moveTo>{b}</p>", ["a b"], ["a kept b"]),
    "insertion inside a text moved away": ("<p>{a }<moveFrom>{kept }<ins>{new }</ins></moveFrom>{b}</p>", ["a kept b"], ["a b"]),
    "whole new paragraph": ("<p>{one}</p><p ins><ins>{new}</ins></p><p>{two}</p>", ["one", "two"], ["one", "new", "two"]),
    "whole new last paragraph": ("<p ins>{one}</p><p><ins>{new}</ins></p>", ["one"], ["one", "new"]),
    "whole deleted paragraph": ("<p>{one}</p><p del><del>[old]</del></p><p>{two}</p>", ["one", "old", "two"], ["one", "two"]),
    "deleted last paragraph": ("<p del>{one}</p><p><del>[old]</del></p>", ["one", "old"], ["one"]),
    "moved paragraph": (
        "<p moveFrom><moveFrom>{m}</moveFrom></p><p>{a}</p><p moveTo><moveTo>{m}</moveTo></p><p>{b}</p>",
        ["m", "a", "b"],
        ["a", "m", "b"],
    ),
    "chain of deleted empty paragraphs": ("<p>{a}</p><p del></p><p del></p><p>{b}</p>", ["a", "b"], ["a", "b"]),
    "split where a space follows": ("<p ins>{one}</p><p>{ two}</p>", ["one two"], ["one", "two"]),
    "merge where a space follows": ("<p del>{one}</p><p>{ two}</p>", ["one", "two"], ["one two"]),
    "tab and break are a space": ("<p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></p>", ["a b c"], ["a b c"]),
    "hyphens": (HYPHENS, ["a\u2011b\u00adc"], ["a\u2011b\u00adc"]),
    "hyperlink, smart tag, custom XML, content control": (
        '<p><w:hyperlink w:anchor="x">{a }<ins>{b }</ins></w:hyperlink><w:smartTag>{c }</w:smartTag>'
        "<w:sdt><w:sdtPr/><w:sdtContent>{d }<del>[e ]</del></w:sdtContent></w:sdt></p>",
        ["a c d e"],
        ["a b c d"],
    ),
    "link inside an insertion": ('<p>{a }<ins><w:hyperlink w:anchor="x">{b}</w:hyperlink></ins></p>', ["a"], ["a b"]),
    "table in a table": (table(f"<w:tr><w:tc>{table(row('{in}'))}<p>{{out}}</p></w:tc></w:tr>"), ["in", "out"], ["in", "out"]),
    "inserted row with marked runs": (table(row("{a}"), row("<ins>{b}</ins>", "<ins/>")), ["a"], ["a", "b"]),
    "control around paragraphs": ("<w:sdt><w:sdtContent><p>{a}</p><p>{b}</p></w:sdtContent></w:sdt><p>{c}</p>", list("abc"), list("abc")),
    "hidden text is text": ("<p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>{b}</p>", ["ab"], ["ab"]),
    "white space at the edges stays without xml:space": ("<p><w:r><w:t>a </w:t></w:r><w:r><w:t>b</w:t></w:r></p>", ["a b"], ["a b"]),
    "alternate content whose choice has no words": (
        '<p><w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx/></mc:Choice>'
        "<mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent></w:r></p>",
        ["😊"],
        ["😊"],
    ),
    "field result": (f"<p>{BEGIN}{CODE.format('REF x')}{SEPARATE}{{shown}}{END}{{ on}}</p>", ["shown on"], ["shown on"]),
}

# What pandoc does otherwise, and why ours is right.
APART = {
    # pandoc puts a space where a mark goes; the file has none (LibreOffice and Word join without).
    "split": ("<p ins>{one}</p><p>{two}</p>", ["onetwo"], ["one", "two"]),
    "merge": ("<p del>{one}</p><p>{two}</p>", ["one", "two"], ["onetwo"]),
    "chain of merges": ("<p del>{a}</p><p del>{b}</p><p>{c}</p>", ["a", "b", "c"], ["abc"]),
    "bookmark between the halves": ('<p del>{a}</p><w:bookmarkStart w:id="3" w:name="q"/><p>{b}</p>', ["a", "b"], ["ab"]),
    "mark inserted and deleted": ("<p ins del>{a}</p><p>{b}</p>", ["ab"], ["ab"]),
    # Nothing is joined over a table, a content control or a section break; pandoc does.
    "no merge into a table": (f"<p del>{{a}}</p>{table(row('{c}'))}<p>{{b}}</p>", ["a", "c", "b"], ["a", "c", "b"]),
    "no merge out of a cell": (table("<w:tr><w:tc><p del>{a}</p></w:tc><w:tc><p>{b}</p></w:tc></w:tr>"), ["a", "b"], ["a", "b"]),
    "no merge into a control": ("<p del>{a}</p><w:sdt><w:sdtContent><p>{b}</p></w:sdtContent></w:sdt>", ["a", "b"], ["a", "b"]),
    "no merge over a section": (
        write_out("<p del>{a}</p>").replace("</w:rPr>", "</w:rPr><w:sectPr/>") + "<p>{b}</p>",
        ["a", "b"],
        ["a", "b"],
    ),
    # pandoc knows no tracked rows.
    "inserted row, runs unmarked": (table(row("{a}"), row("{b}", "<ins/>")), ["a"], ["a", "b"]),
    "deleted row, runs unmarked": (table(row("{a}", "<del/>"), row("{b}")), ["a", "b"], ["b"]),
    "row in a control in a table": (
        table(f"<w:sdt><w:sdtContent>{row('{a}', '<ins/>')}</w:sdtContent></w:sdt>", row("{b}")),
        ["b"],
        ["a", "b"],
    ),
    "inserted cell": (
        table(
            "<w:tr><w:tc><p>{a}</p></w:tc>"
            + write_out("<w:tc><w:tcPr><ins/></w:tcPr><p>{b}</p></w:tc>").replace("w:ins", "w:cellIns")
            + "</w:tr>"
        ),
        ["a"],
        ["a", "b"],
    ),
    # pandoc drops these.
    "carriage return and positional tab": ("<p><w:r><w:t>a</w:t><w:cr/><w:t>b</w:t><w:ptab/><w:t>c</w:t></w:r></p>", ["a b c"], ["a b c"]),
    "simple field": ('<p><w:fldSimple w:instr="REF x">{shown}</w:fldSimple></p>', ["shown"], ["shown"]),
    "ruby": ("<p><w:r><w:ruby><w:rt>{rt}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r></p>", ["base"], ["base"]),
    "block of changes": ("<ins><p>{a}</p></ins><p>{b}</p>", ["b"], ["a", "b"]),
    "direction": ('<p><w:dir w:val="rtl">{a }</w:dir><w:bdo w:val="ltr">{b}</w:bdo></p>', ["a b"], ["a b"]),
    "block custom XML": ('<w:customXml w:element="x"><p>{a}</p></w:customXml>', ["a"], ["a"]),
    # Of a field inside another's code only the outer result is shown.
    "nested fields": (
        f"<p>{BEGIN}{CODE.format('IF')}{BEGIN}{CODE.format('X')}{SEPARATE}{{in}}{END}{SEPARATE}{{out}}{END}{{ on}}</p>",
        ["out on"],
        ["out on"],
    ),
    "field over paragraphs": (
        f"<p>{BEGIN}{CODE.format('TOC')}{SEPARATE}{{first}}</p><p>{{second}}{END}</p><p>{{on}}</p>",
        ["first", "second", "on"],
        ["first", "second", "on"],
    ),
    "deleted field": (
        f"<p>{{a }}<del>{BEGIN}<w:r><w:delInstrText>PAGE</w:delInstrText></w:r>{SEPARATE}[7]{END}</del></p>",
        ["a 7"],
        ["a "],
    ),
    "field without an end": (f"<p>{BEGIN}{CODE.format('PAGE')}{{a}}</p><p>{{b}}</p>", ["a", "b"], ["a", "b"]),
    # A choice with words is taken alone.
    "alternate content": (
        '<p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>choice</w:t></mc:Choice>'
        "<mc:Fallback><w:t>fallback</w:t></mc:Fallback></mc:AlternateContent></w:r></p>",
        ["choice"],
        ["choice"],
    ),
    "alternate paragraphs": (
        '<mc:AlternateContent><mc:Choice Requires="x"><p>{a}</p></mc:Choice><mc:Fallback><p>{b}</p></mc:Fallback>'
        "</mc:AlternateContent><p>{c}</p>",
        ["a", "c"],
        ["a", "c"],
    ),
    "formula": ("<p><m:oMath><m:r><m:t>x</m:t></m:r><ins><m:r><m:t>+1</m:t></m:r></ins></m:oMath></p>", ["x"], ["x+1"]),
    "formula run marked in its properties": (
        "<p><m:oMath><m:r><m:t>x</m:t></m:r><m:r><w:rPr><ins/></w:rPr><m:t>y</m:t></m:r></m:oMath></p>",
        ["x"],
        ["xy"],
    ),
    "line feed in text": ("<p><w:r><w:t>a\nb</w:t></w:r></p>", ["a b"], ["a b"]),
}


@pytest.mark.parametrize("name", ALIKE | APART)
def test_both_states(name: str) -> None:
    body, original, final = (ALIKE | APART)[name]
    reading = read_body(body)
    assert [fold(text) for text in reading.original] == [fold(text) for text in original]
    assert [fold(text) for text in reading.final] == [fold(text) for text in final]


@pytest.mark.parametrize("name", ALIKE)
@pytest.mark.parametrize("mode", ["reject", "accept"])
def test_pandoc_agrees(name: str, mode: str) -> None:
    body, original, final = ALIKE[name]
    assert ask_pandoc(make_docx(body), mode) == [fold(text) for text in (original if mode == "reject" else final)]


def test_kinds_authors_and_dates() -> None:
    reading = read_body(
        '<p ins><ins by="B">{a}</ins></p><p del><del>[b]</del></p><p><w:ins w:id="1">{c}</w:ins>'
        '<w:ins w:id="2" w:author="Ç" w:date="yesterday" w16du:dateUtc="2020-09-01T08:00:00Z">{d}</w:ins></p>'
        + table(row("{e}", "<ins/>"), row("{f}", "<del/>"))
    )
    assert [(one.kind, one.author, one.text) for one in reading.revisions] == [
        ("paragraph_insert", "A", ""),
        ("insert", "B", "a"),
        ("paragraph_delete", "A", ""),
        ("delete", "A", "b"),
        ("insert", "", "c"),
        ("insert", "Ç", "d"),
        ("row_insert", "A", ""),
        ("row_delete", "A", ""),
    ]
    assert [one.date for one in reading.revisions[3:6]] == ["2020-09-01T10:00:00Z", None, "yesterday"]
    assert [one.date_utc for one in reading.revisions[3:6]] == [None, None, "2020-09-01T08:00:00Z"]
    assert [one.id for one in reading.revisions] == list(range(8))


def test_struck_text_inside_an_insertion_is_in_both() -> None:
    reading = read_body('<p><ins>{kept }<del by="B">[gone]</del></ins></p>')
    assert [(one.kind, one.author, one.text) for one in reading.revisions] == [("insert", "A", "kept gone"), ("delete", "B", "gone")]
    assert reading.paragraphs[0].pieces == (Piece("kept ", 0, None, "", False), Piece("gone", 0, 1, "", False))


def test_neighbouring_insertions_stay_two_revisions() -> None:
    assert [one.text for one in read_body("<p><ins>{a}</ins><ins>{b}</ins></p>").revisions] == ["a", "b"]


def test_paragraph_numbers_of_revisions() -> None:
    reading = read_body("<p>{a}</p><p></p><p del><del>[b]</del></p><p>{c}<ins>{d}</ins></p><p><del>[e]</del></p>")
    assert reading.final == ("a", "cd")
    assert [(one.text, one.paragraph, one.source) for one in reading.revisions] == [("", 1, 2), ("b", 1, 2), ("d", 1, 3), ("e", None, 4)]


def named_move(source: str, target: str) -> str:
    return (
        f'<p><w:moveFromRangeStart w:id="1" w:name="{source}"/><moveFrom>{{m}}</moveFrom><w:moveFromRangeEnd w:id="1"/></p>'
        f'<p><w:moveToRangeStart w:id="2" w:name="{target}"/><moveTo>{{m}}</moveTo><w:moveToRangeEnd w:id="2"/></p>'
    )


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (named_move("move1", "move1"), [("move_from", "move1"), ("move_to", "move1")]),
        (named_move("move1", "other"), [("delete", "move1"), ("insert", "other")]),
        ("<p><moveFrom>{m}</moveFrom></p><p><moveTo>{m}</moveTo></p>", [("move_from", ""), ("move_to", "")]),
        ("<p><moveFrom>{m}</moveFrom></p>", [("delete", "")]),
    ],
)
def test_moves_pair_by_name(body: str, kinds: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.move) for one in read_body(body).revisions] == kinds


def test_moved_paragraph_mark_belongs_to_its_move() -> None:
    body = named_move("m1", "m1").replace("<p>", "<p moveFrom>", 1).replace("<p>", "<p moveTo>", 1)
    reading = read_body(body + "<p>{z}</p>")
    assert [(one.kind, one.move, one.text) for one in reading.revisions] == [
        ("move_from", "m1", ""),
        ("move_from", "m1", "m"),
        ("move_to", "m1", ""),
        ("move_to", "m1", "m"),
    ]
    assert reading.original == ("m", "z")
    assert reading.final == ("m", "z")


def test_formatting_is_counted_and_changes_no_text() -> None:
    stamp = 'w:id="9" w:author="A"'
    reading = read_body(
        f"<w:p><w:pPr><w:rPr><w:rPrChange {stamp}/></w:rPr><w:pPrChange {stamp}><w:pPr/></w:pPrChange></w:pPr>"
        f"<w:r><w:rPr><w:b/><w:rPrChange {stamp}><w:rPr/></w:rPrChange></w:rPr><w:t>a</w:t></w:r></w:p>"
        f"<w:tbl><w:tblPr><w:tblPrChange {stamp}/></w:tblPr><w:tblGrid><w:tblGridChange {stamp}/></w:tblGrid>"
        f"<w:tr><w:tblPrEx><w:tblPrExChange {stamp}/></w:tblPrEx><w:trPr><w:trPrChange {stamp}/></w:trPr>"
        f"<w:tc><w:tcPr><w:cellMerge {stamp}/><w:tcPrChange {stamp}/></w:tcPr><p>{{b}}</p></w:tc></w:tr></w:tbl>"
        f"<w:p><w:pPr><w:numPr><w:numId w:val='1'/><w:ins {stamp}/></w:numPr></w:pPr></w:p>"
        f"<w:sectPr><w:sectPrChange {stamp}/></w:sectPr>"
    )
    kinds = [one.kind for one in reading.revisions]
    assert (kinds.count("format"), kinds.count("cell"), len(kinds)) == (10, 1, 11)
    assert reading.format_changes == 10
    assert reading.original == reading.final == ("a", "b")


def test_text_boxes_are_read_once_and_apart() -> None:
    box = "<w:txbxContent><p ins>{in }<ins>{new}</ins></p><p>{box}</p></w:txbxContent>"
    reading = read_body(
        f'<p>{{a}}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{{b}}</p><p>{{c}}</p>"
    )
    assert reading.original == reading.final == ("ab", "c")
    assert [(one.part, one.original, one.final) for one in reading.other] == [("textbox", "in box", "in new\nbox")]
    assert [(one.kind, one.part, one.paragraph, one.source) for one in reading.revisions] == [
        ("paragraph_insert", "textbox", None, None),
        ("insert", "textbox", None, None),
    ]
    # two paragraphs in the choice and two in the fallback stand between the first and the last of the body
    assert [one.source for one in reading.paragraphs] == [0, 5]


def test_words_of_a_text_box_that_came_as_a_whole_are_said() -> None:
    reading = read_body("<p>{a}<ins><w:r><w:pict><w:txbxContent><p>{box}</p></w:txbxContent></w:pict></w:r></ins></p>")
    assert [(one.original, one.final) for one in reading.other] == [("", "box")]
    assert [one.text for one in reading.revisions] == [""]
    assert len(reading.warnings) == 1


def test_notes_headers_and_footers() -> None:
    reading = read_body(
        '<p>{a}<w:r><w:footnoteReference w:id="2"/></w:r></p>',
        {
            "footnotes": part(
                "footnotes",
                '<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2"><p>{n}<ins>{ote}</ins></p></w:footnote>',
            ),
            "endnotes": part("endnotes", '<w:endnote w:id="2"><p>{end}</p></w:endnote>'),
            "header": part("hdr", "<p>{h}<del>[ead]</del></p>"),
            "header2": part("hdr", "<p></p>"),
            "footer": part("ftr", "<p>{f}</p>"),
        },
    )
    assert [(one.part, one.original, one.final) for one in reading.other] == [
        ("footnotes", "n", "note"),
        ("endnotes", "end", "end"),
        ("header", "head", "h"),
        ("footer", "f", "f"),
    ]
    assert [(one.kind, one.part, one.paragraph) for one in reading.revisions] == [("insert", "footnotes", None), ("delete", "header", None)]


@pytest.mark.parametrize(
    ("properties", "hand", "hidden"),
    [
        ("", "", False),
        ("<w:strike/>", "strike", False),
        ('<w:dstrike w:val="true"/><w:color w:val="FF0000"/>', "strike", False),
        ('<w:color w:val="FF0000"/><w:strike/>', "strike", False),
        ('<w:strike w:val="0"/>', "", False),
        ('<w:color w:val="auto"/>', "", False),
        ('<w:color w:val="000000"/>', "", False),
        ('<w:color w:val="FF0000"/>', "mark", False),
        ('<w:highlight w:val="yellow"/>', "mark", False),
        ('<w:highlight w:val="none"/>', "", False),
        ('<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>', "mark", False),
        ('<w:shd w:val="clear" w:color="auto" w:fill="auto"/>', "", False),
        ('<w:u w:val="single"/>', "mark", False),
        ('<w:u w:val="none"/>', "", False),
        ("<w:b/>", "mark", False),
        ('<w:b w:val="false"/><w:i/>', "", False),
        ("<w:vanish/>", "", True),
        ('<w:vanish w:val="off"/>', "", False),
        ('<w:rStyle w:val="Red"/>', "mark", False),
        ('<w:rStyle w:val="Hyperlink"/>', "", False),
        ('<w:rStyle w:val="Strong"/>', "", False),
        ('<w:rStyle w:val="Gone"/>', "strike", False),
        ('<w:rStyle w:val="Secret"/>', "", True),
    ],
)
def test_marks_by_hand(properties: str, hand: str, hidden: bool) -> None:
    def style(name: str, runs: str) -> str:
        return f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{name}"/><w:rPr>{runs}</w:rPr></w:style>'

    styles = style("Red", '<w:color w:val="FF0000"/>') + style("Hyperlink", '<w:color w:val="0000FF"/><w:u w:val="single"/>')
    styles += style("Strong", "<w:b/>") + style("Gone", "<w:strike/>") + style("Secret", "<w:vanish/>")
    reading = read_body(f"<p><w:r><w:rPr>{properties}</w:rPr><w:t>x</w:t></w:r></p>", {"styles": part("styles", styles)})
    assert reading.paragraphs[0].pieces == (Piece("x", None, None, hand, hidden),)


def test_colour_of_a_link_is_no_mark() -> None:
    reading = read_body(
        '<p><w:hyperlink><w:r><w:rPr><w:color w:val="0000FF"/><w:u w:val="single"/></w:rPr><w:t>x</w:t></w:r></w:hyperlink></p>'
    )
    assert reading.paragraphs[0].pieces[0].hand == ""


def test_headings_and_style_names() -> None:
    def style(name: str, title: str, more: str = "") -> str:
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/>{more}</w:style>'

    styles = (
        style("T", "Title")
        + style("H2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
        + style("Own", "My heading", '<w:basedOn w:val="H2"/>')
        + style("H3", "heading 3")
        + style("Loop", "Loop", '<w:basedOn w:val="Loop"/>')
    )
    paragraphs = "".join(f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{{x}}</w:p>' for name in ("T", "H2", "Own", "H3", "Loop", "None"))
    paragraphs += (
        '<w:p><w:pPr><w:pStyle w:val="H2"/><w:outlineLvl w:val="9"/></w:pPr>{x}</w:p><w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{x}</w:p>'
    )
    reading = read_body(paragraphs, {"styles": part("styles", styles)})
    assert [one.heading for one in reading.paragraphs] == [1, 2, 2, 3, 0, 0, 0, 1]
    assert [one.style for one in reading.paragraphs][:6] == ["Title", "heading 2", "My heading", "heading 3", "Loop", "None"]


def test_bookmarks_in_and_before_a_paragraph() -> None:
    reading = read_body('<w:bookmarkStart w:id="1" w:name="_wg_1"/><p><w:bookmarkStart w:id="2" w:name="_wg_2"/>{a}</p><p>{b}</p>')
    assert [one.bookmarks for one in reading.paragraphs] == [("_wg_1", "_wg_2"), ()]


def test_what_is_not_read_is_said() -> None:
    reading = read_body('<p>{a}</p><w:altChunk r:id="r9"/><p><w:subDoc r:id="r8"/></p>')
    assert len(reading.warnings) == 2
    assert "altChunk" in reading.warnings[0]
    assert "subdocument" in reading.warnings[1].lower()
