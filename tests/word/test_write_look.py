"""The base template: made by its script, with the styles papers name, and nothing of the tool that made it."""

import importlib.util
import io
import zipfile
from pathlib import Path

from lxml import etree

from wgtracker.word.write_look import TEMPLATE, Look, load_template, styles_in_language

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH_STYLES = """Title Subtitle Heading1 Heading2 Heading3 Heading4 WGSymbol WGSymbolLong WGBodyName WGSession WGText WGUnit WGUnitSub
WGLine WGList WGComments WGCommentsRight WGEntry WGNote WGTable WGTableHead Header Footer FootnoteText CommentText
BalloonText Normal""".split()
CHARACTER_STYLES = """WGAdded WGDeleted WGName WGChange WGNumber WGLatin WGQuiet WGLabel CommentReference FootnoteReference
Hyperlink DefaultParagraphFont""".split()


def _made() -> bytes:
    spec = importlib.util.spec_from_file_location("make_template", TEMPLATE.with_name("make_template.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: bytes = module.make()
    return made


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_template_is_what_its_script_makes() -> None:
    assert _parts(_made()) == _parts(Path(TEMPLATE).read_bytes())


def test_the_template_carries_nothing_it_does_not_need() -> None:
    parts = _parts(Path(TEMPLATE).read_bytes())
    assert not [name for name in parts if "thumbnail" in name or "WithEffects" in name or "customXml" in name]
    assert b"python-docx" not in b"".join(parts.values())


def test_all_styles_are_there_by_id() -> None:
    template = load_template()
    assert template.paragraph_styles == set(PARAGRAPH_STYLES)
    assert template.run_styles == set(CHARACTER_STYLES)
    assert template.text_width == 11906 - 2 * 1440


def test_headings_are_headings_by_word_s_own_names() -> None:
    styles = etree.fromstring(load_template().styles_xml.encode())
    names = {s.get(W + "styleId"): s.find(W + "name").get(W + "val") for s in styles.iter(W + "style")}  # type: ignore[union-attr]
    assert [names[f"Heading{n}"] for n in (1, 2, 3, 4)] == ["heading 1", "heading 2", "heading 3", "heading 4"]
    assert names["Title"] == "Title"
    assert names["FootnoteText"] == "footnote text"
    assert names["CommentText"] == "annotation text"


def test_a_document_s_language_becomes_the_default_of_its_script() -> None:
    template = load_template()
    for language, expected in (
        ("fr", ("fr-FR", "zh-CN", "ar-SA")),
        ("ja", ("en-GB", "ja-JP", "ar-SA")),
        ("he", ("en-GB", "zh-CN", "he-IL")),
        ("", ("en-GB", "zh-CN", "ar-SA")),
    ):
        styles = etree.fromstring(styles_in_language(template, language).encode())
        lang = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        assert lang is not None
        assert (lang.get(W + "val"), lang.get(W + "eastAsia"), lang.get(W + "bidi")) == expected


def test_run_properties_stand_in_the_order_of_the_schema() -> None:
    look = Look(load_template(), "en")
    assert look.run_properties("", "", in_bold=False) == ""
    assert look.run_properties("WGAdded", "ar", in_bold=True) == (
        '<w:rPr><w:rStyle w:val="WGAdded"/><w:b/><w:bCs/><w:rtl/><w:lang w:bidi="ar-SA"/></w:rPr>'
    )
