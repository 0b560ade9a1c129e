"""What is counted from the raw XML is what the reader reads, in every shape that Word writes; so the account can balance."""

import pytest

from tests.compile.factory import compile_bodies
from tests.word.files import make_docx, part
from wgtracker.compile.raw import count_raw
from wgtracker.word.package import open_package
from wgtracker.word.read import read


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


BEGIN, SEPARATE, END = field("begin"), field("separate"), field("end")
BOX = "<w:pict><w:txbxContent><p><ins>{box}</ins></p></w:txbxContent></w:pict>"
BROKEN_BOX = BOX.replace("{box}", BEGIN + "{box}")
RUBY = "<w:r><w:ruby><w:rubyPr/><w:rt>{kana}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
ALTERNATIVES = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="a"><w:t>one</w:t></mc:Choice><mc:Choice Requires="b"><w:t>two two</w:t></mc:Choice>'
    "<mc:Fallback><w:t>three</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)
FALLBACK = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="a"><w:drawing/></mc:Choice><mc:Fallback><w:t>fall</w:t></mc:Fallback>'
    "</mc:AlternateContent></w:r>"
)
SYMBOLS = '<w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Symbol" w:char="F020"/><w:sym w:font="X" w:char="none"/>'
FORMULA = (
    '<m:oMath><m:f><m:fPr><m:ctrlPr><w:ins w:id="7" w:author="A"/></m:ctrlPr></m:fPr>'
    '<m:num><m:r><w:rPr><w:ins w:id="8" w:author="B"/></w:rPr><m:t>xy</m:t></m:r></m:num></m:f></m:oMath>'
)
SHAPES = {
    "pronunciation guide": (f"<ins>{RUBY}</ins>", (4, 0)),
    "change of a pronunciation guide": (RUBY.replace("{kana}", "<ins>{kana}</ins>"), (0, 0)),
    "field": (f"<ins>{BEGIN}{code('PAGE')}{SEPARATE}{{9}}{END}</ins>", (1, 0)),
    "field in the code of a field": (
        f"<ins>{BEGIN}{code('IF')}{BEGIN}{code('=1')}{SEPARATE}{{hidden}}{END}{SEPARATE}{{shown}}{END}</ins>",
        (5, 0),
    ),
    "change of the code": (f"{BEGIN}<ins>{{code}}</ins>{SEPARATE}{{9}}{END}", (0, 0)),
    "field without an end": (f"<ins>{BEGIN}{{words}}</ins>", (5, 0)),
    "field without an end in a text box": (f"<ins>{BEGIN}{{code}}{SEPARATE}{{9}}{END}</ins><w:r>{BROKEN_BOX}</w:r>", (4, 0)),
    "alternatives": (f"<ins>{ALTERNATIVES}</ins>", (3, 0)),
    "second alternative": (f"<del>{FALLBACK}</del>", (0, 4)),
    "text box in an insertion": (f"<ins>{{a}}<w:r>{BOX}</w:r></ins>", (4, 0)),
    "symbols and signs": (f"<ins><w:r>{SYMBOLS}<w:softHyphen/><w:noBreakHyphen/></w:r></ins>", (3, 0)),
    "formula": (FORMULA, (2, 0)),
    "formula in an insertion": ("<ins><m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath></ins>", (3, 0)),
    "struck in an insertion": ("<ins>{ab}<del>[c]</del></ins>", (3, 1)),
    "moved away in an insertion": ('<ins><moveFrom by="B">{ab}</moveFrom></ins>', (2, 2)),
    "words without letters": ("<ins>{ \u00a0\u3000\u2028\u200b}</ins>", (1, 0)),
    "paragraphs in an insertion": ("</p><w:sdt><w:sdtContent><ins><p>{whole}</p></ins></w:sdtContent></w:sdt><p>", (5, 0)),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_raw_count_is_that_of_the_reader_and_the_account_balances(name: str) -> None:
    shape, (inserted, deleted) = SHAPES[name]
    notes = '<w:footnote w:type="separator"><p><ins>{line}</ins></p></w:footnote><w:footnote w:id="2"><p><ins>{note}</ins></p></w:footnote>'
    others = {"footnotes": part("footnotes", notes), "header": part("hdr", f"<p><ins>{{head}}</ins><w:r>{BOX}</w:r></p>")}
    data = make_docx(f"<p>{{1. States }}{shape}{{ shall act.}}</p>", others)
    package = open_package(data, "x")
    raw = count_raw(package)
    assert (raw.inserted, raw.deleted) == (inserted + len("noteheadbox"), deleted)
    totals = {"insert": 0, "delete": 0}
    for revision in read(package).revisions:
        kind = {"move_to": "insert", "move_from": "delete"}.get(revision.kind, revision.kind)
        if kind in totals:
            totals[kind] += len("".join(revision.text.split()))
    assert (totals["insert"], totals["delete"]) == (raw.inserted, raw.deleted)
    compile_bodies({"France.docx": data}, draft="<p>{1. States  shall act.}</p>")
