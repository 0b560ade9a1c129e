"""Every comment is read, with its words, its place, its thread: whatever its anchor looks like."""

import pytest

from tests.word.files import part, read_body
from wgtracker.word.model import CommentIn, Reading

START, END = '<w:commentRangeStart w:id="{0}"/>', '<w:commentRangeEnd w:id="{0}"/>'
REFERENCE = '<w:r><w:commentReference w:id="{0}"/></w:r>'


def comment(number: object, *paragraphs: str, para: str = "") -> str:
    marks = f' w14:paraId="{para}"' if para else ""
    lines = "".join(f"<w:p{marks if at == len(paragraphs) - 1 else ''}>{text}</w:p>" for at, text in enumerate(paragraphs))
    return f'<w:comment w:id="{number}" w:author="F{number}" w:initials="F" w:date="2020-09-02T10:00:00Z">{lines}</w:comment>'


def read_comments(body: str, *comments: str, **others: str) -> Reading:
    body = body.replace("«", START.format(1)).replace("»", END.format(1) + REFERENCE.format(1))
    return read_body(body, {"comments": part("comments", "".join(comments)), **others})


def only(body: str, words: str = "{why}") -> CommentIn:
    (found,) = read_comments(body, comment(1, words)).comments
    return found


@pytest.mark.parametrize(
    ("body", "anchor", "paragraph", "source"),
    [
        ("<p>{z}</p><p>{a }«{b c}»{ d}</p>", "b c", 1, 1),
        ("<p>{a }«<ins>{new }</ins><del>[old ]</del>{c}»</p>", "new c", 0, 0),
        ("<p>{a }«<del>[old]</del>»{ c}</p>", "old", 0, 0),
        ("<p>{a}</p><p del>«<del>[old]</del>»</p><p>{c}</p>", "old", 1, 1),
        ("<p>{a }<ins>{x}«{y}»</ins></p>", "y", 0, 0),
        ("<p>{a }«{b}</p><p></p><p>{c}»{ d}</p>", "b\nc", 0, 0),
        ("<p del>{a }«{b}</p><p>{c}»{ d}</p>", "bc", 0, 0),
        ("«<p>{a}</p><p>{b}</p>»<p>{c}</p>", "a\nb", 0, 0),
        ("<p>{a}</p><p>{b}" + REFERENCE.format(1) + "{c}</p>", "", 1, 1),
        ("<p>{a}</p>", "", None, None),
        ("<p>{a }" + START.format(1) + "{b}</p><p>{c" + "}</p>", "b", 0, 0),
        ("<p>{a}" + END.format(1) + REFERENCE.format(1) + "</p>", "", 0, 0),
        ("<w:tbl><w:tr><w:tc><p>«{a}»</p></w:tc></w:tr></w:tbl><p>{b}</p>", "a", 0, 0),
        ("<w:sdt><w:sdtContent><p>{x}</p></w:sdtContent></w:sdt><p><w:hyperlink>«{a}»</w:hyperlink></p>", "a", 1, 1),
    ],
)
def test_anchor_and_place(body: str, anchor: str, paragraph: int | None, source: int | None) -> None:
    found = only(body)
    assert (found.anchor, found.paragraph, found.source, found.text) == (anchor, paragraph, source, "why")
    assert found.where == ("" if source is None else "document")


def test_text_has_its_paragraphs_and_its_changes_accepted() -> None:
    (found,) = read_comments("<p>«{a}»</p>", comment(1, "{one }<del>[two]</del><ins>{three}</ins>", "{four}")).comments
    assert (found.text, found.author, found.initials, found.date, found.date_utc) == (
        "one three\nfour",
        "F1",
        "F",
        "2020-09-02T10:00:00Z",
        None,
    )


def test_changes_inside_a_comment_are_no_revisions() -> None:
    assert read_comments("<p>«{a}»</p>", comment(1, "<ins>{x}</ins>")).revisions == ()


def test_threads_resolved_and_instants() -> None:
    extended = "".join(
        f'<w15:commentEx w15:paraId="{para}" {f"""w15:paraIdParent="{parent}" """ if parent else ""}w15:done="{done}"/>'
        for para, parent, done in (("0A", "", 1), ("0B", "0A", 0), ("0C", "0A", 0), ("0D", "FF", 0))
    )
    reading = read_comments(
        "<p>{x}</p><p>«{a}»" + START.format(2) + "{b}" + END.format(2) + REFERENCE.format(2) + "</p>",
        *(comment(number, "{q}", "{r}", para=f"0{letter}") for number, letter in ((1, "A"), (2, "B"), (3, "C"), (4, "D"))),
        comment(5, "{old}"),
        commentsExtended=part("x", extended).replace("w:x", "w15:commentsEx"),
        commentsIds=part("x", '<w16cid:commentId w16cid:paraId="0B" w16cid:durableId="77"/>'),
        commentsExtensible=part("x", '<w16cex:commentExtensible w16cex:durableId="77" w16cex:dateUtc="2020-09-02T08:00:00Z"/>'),
    )
    found = {one.id: one for one in reading.comments}
    assert [one.parent for one in reading.comments] == [None, "1", "1", None, None]
    assert [one.resolved for one in reading.comments] == [True, False, False, False, False]
    assert found["2"].date_utc == "2020-09-02T08:00:00Z"
    # a reply with its own range keeps it; one without stands where its parent stands, without words of its own
    assert (found["2"].anchor, found["2"].paragraph) == ("b", 1)
    assert (found["3"].anchor, found["3"].paragraph, found["3"].where) == ("", 1, "document")
    assert (found["4"].paragraph, found["4"].where) == (None, "")


def test_malformed_and_repeated_ids_lose_nothing() -> None:
    reading = read_comments(
        "<p>" + START.format("x") + "{a}" + END.format("x") + "</p>", comment("x", "{1}"), comment("x", "{2}"), comment("", "{3}")
    )
    assert [one.text for one in reading.comments] == ["1", "2", "3"]
    assert reading.comments[0].anchor == "a"


def test_hidden_words() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>"
    assert only(f"<p>«{hidden}»{{b}}</p>").hidden
    assert not only(f"<p>«{hidden}{{b}}»</p>").hidden


def test_comment_in_a_note() -> None:
    note = part("footnotes", '<w:footnote w:id="2"><p>{n }' + START.format(1) + "{o}" + END.format(1) + "</p></w:footnote>")
    (found,) = read_comments("<p>{a}</p>", comment(1, "{why}"), footnotes=note).comments
    assert (found.anchor, found.where, found.paragraph, found.source) == ("o", "footnotes", None, None)
