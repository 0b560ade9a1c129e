"""Whatever is done to a Word file, it ends in a reading or in a refusal with a sentence; never in another exception."""

import io
import os
import random
import zipfile
from copy import deepcopy

import pytest
from lxml import etree

from tests.word.files import make_parts, part, zip_parts
from tests.word.test_corpus import CORPUS, index
from wgtracker.cli.inspect import describe, write_json
from wgtracker.errors import BadFile
from wgtracker.word.gate import parse_part
from wgtracker.word.package import open_package
from wgtracker.word.read import read

ROUNDS = int(os.environ.get("WGTRACKER_LAWS", "200"))
ODD_VALUES = [
    "",
    "-1",
    "x",
    "99999999999999999999",
    "1e9",
    "\ud7ff",
    "%1",
    "0001-13-45T99:99:99Z",
    "true",
    "Heading1",
    "../../x",
    "begin",
    "end",
]
ODD_BYTES = (b"", b"<", b"\0", b"\xff", b"&x;", b"]]>", b"<!DOCTYPE x>", b"&#55357;", b"\xed\xa0\x80")
PARTS = ("document", "comments", "numbering", "styles", "footnotes", "rels", "content_types")


def rich() -> bytes:
    """Give a file that has something of everything."""
    box = "<w:txbxContent><p>{box}</p></w:txbxContent>"
    body = (
        '<w:bookmarkStart w:id="1" w:name="_wg_1"/><p ins>{a}<w:commentRangeStart w:id="1"/><ins>{b}</ins></p>'
        + '<p del><del>[c]</del><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></p>'
        + '<w:p><w:pPr><w:pStyle w:val="H"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        + '<w:pPrChange w:id="5" w:author="A"><w:pPr/></w:pPrChange></w:pPr>{d}<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{e}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        + "<w:tbl><w:tr><w:trPr><ins/></w:trPr><w:tc><w:tcPr/><p>{f}</p></w:tc></w:tr></w:tbl>"
        + f'<p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        + f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
        '<w:sym w:font="Symbol" w:char="F061"/></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></p>'
        + "<w:sdt><w:sdtContent><p><moveFrom>{g}</moveFrom></p></w:sdtContent></w:sdt><p><moveTo>{g}</moveTo></p><w:sectPr/>"
    )
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    num = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    style = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="H"/></w:style>'
    others = {
        "comments": part("comments", '<w:comment w:id="1" w:author="F"><p>{why}</p></w:comment>'),
        "numbering": part("numbering", f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>{num}'),
        "styles": part("styles", style),
        "footnotes": part("footnotes", '<w:footnote w:id="2"><p>{n}<ins>{o}</ins></p></w:footnote>'),
    }
    return zip_parts(make_parts(body, others))


def try_to_read(data: bytes) -> bool:
    """Say whether the file can be read; whatever is said of it can be written down."""
    try:
        reading = read(open_package(data, "odd.docx"))
    except BadFile:
        return False
    write_json(reading).encode()
    "\n".join(describe(reading, "odd.docx")).encode()
    return True


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def disturb(xml: bytes, dice: random.Random) -> bytes:
    """Do some harm to the tree: take out, copy, move or rename elements, or change their attributes and texts."""
    root = parse_part(xml, "x")
    elements = list(root.iter())
    for _ in range(dice.randint(1, 4)):
        one, other = dice.choice(elements), dice.choice(elements)
        parent = one.getparent()
        match dice.randint(0, 6):
            case 0 if parent is not None:
                parent.remove(one)
            case 1:
                if other not in one.iter():
                    other.append(deepcopy(one))
            case 2:
                one.tag = other.tag
            case 3 if one.attrib:
                one.set(dice.choice(list(one.attrib)), dice.choice(ODD_VALUES))
            case 4 if one.attrib:
                del one.attrib[dice.choice(list(one.attrib))]
            case 5:
                one.text = dice.choice(("", "\n", "text", "\u202e"))
            case _:
                other.insert(0, deepcopy(one)) if other not in one.iter() else None
    return etree.tostring(root)


@pytest.mark.parametrize("seed", range(4))
def test_disturbed_trees(seed: int) -> None:
    dice = random.Random(seed)
    files = [rich()] + [(CORPUS / name).read_bytes() for name in index(oracle=False)[2:12]]
    read_well = 0
    for _ in range(ROUNDS // 2):
        parts = unzip(dice.choice(files[: 1 + seed * 3]))
        names = [name for name in parts if any(word in name.lower() for word in PARTS) and name.endswith((".xml", ".rels"))]
        name = dice.choice(names)
        read_well += try_to_read(zip_parts({**parts, name: disturb(parts[name], dice)}))
    assert read_well > ROUNDS // 8


@pytest.mark.parametrize("seed", range(2))
def test_disturbed_bytes(seed: int) -> None:
    dice = random.Random(seed)
    good = rich()
    for _ in range(ROUNDS):
        data = bytearray(good)
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(data))
            match dice.randint(0, 2):
                case 0:
                    data[at] = dice.randrange(256)
                case 1:
                    del data[at : at + dice.randint(1, 40)]
                case _:
                    data[at:at] = dice.randbytes(dice.randint(1, 40))
        try_to_read(bytes(data))


@pytest.mark.parametrize("seed", range(2))
def test_disturbed_xml(seed: int) -> None:
    dice = random.Random(seed)
    parts = unzip(rich())
    for _ in range(ROUNDS):
        name = dice.choice(list(parts))
        xml = bytearray(parts[name])
        at = dice.randrange(len(xml))
        xml[at : at + dice.randint(0, 6)] = dice.choice(ODD_BYTES)
        try_to_read(zip_parts({**parts, name: bytes(xml)}))
