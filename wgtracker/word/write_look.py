"""Know the base template: its styles, its page, and the run properties that each style and language need."""

import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from wgtracker.word.clean import attribute
from wgtracker.word.runs import locale, script_of_language

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "word" / "paper.docx"

_STYLE = re.compile(r'<w:style w:type="(\w+)"[^>]* w:styleId="([^"]+)"[^>]*>(.*?)</w:style>', re.DOTALL)
_DEFAULT_LANGUAGES = re.compile(r'(<w:docDefaults>.*?)<w:lang w:val="([^"]*)" w:eastAsia="([^"]*)" w:bidi="([^"]*)"/>', re.DOTALL)
_PAGE = re.compile(r"<w:pgSz [^>]*/>\s*<w:pgMar [^>]*/>\s*<w:cols [^>]*/>")
_HEIGHTS = re.compile(r'<w:pgSz w:w="(\d+)"')
_INDENT = re.compile(r'<w:ind w:left="(\d+)"')
_SIDES = re.compile(r'w:(?:left|right)="(\d+)"')


class Template(NamedTuple):
    """What write takes from the base template. bold_paragraphs / bold_runs: ids of styles that are bold by themselves.

    indents: left indent of the paragraph styles that have one; page: pgSz, pgMar and cols as XML; text_width: between the margins. Lengths
    are twentieths of a point.
    """

    styles_xml: str
    paragraph_styles: frozenset[str]
    run_styles: frozenset[str]
    bold_paragraphs: frozenset[str]
    bold_runs: frozenset[str]
    indents: dict[str, int]
    page: str
    text_width: int


@lru_cache(maxsize=1)
def load_template() -> Template:
    """Read the base template, once a process."""
    with zipfile.ZipFile(TEMPLATE) as package:
        styles = package.read("word/styles.xml").decode()
        body = package.read("word/document.xml").decode()
    found = _STYLE.findall(styles)
    page_match = _PAGE.search(body)
    assert page_match, "the base template has no page size"
    page = page_match.group()
    width = _HEIGHTS.search(page)
    assert width
    return Template(
        styles_xml=styles,
        paragraph_styles=frozenset(name for kind, name, _ in found if kind == "paragraph"),
        run_styles=frozenset(name for kind, name, _ in found if kind == "character"),
        bold_paragraphs=frozenset(name for kind, name, text in found if kind == "paragraph" and "<w:b/>" in text),
        bold_runs=frozenset(name for kind, name, text in found if kind == "character" and "<w:b/>" in text),
        indents={name: int(left[1]) for kind, name, text in found if kind == "paragraph" and (left := _INDENT.search(text))},
        page=page,
        text_width=int(width.group(1)) - sum(int(side) for side in _SIDES.findall(page)),
    )


def styles_in_language(template: Template, language: str) -> str:
    """Return the styles part with the document's language as the default of its script."""
    place = {"other": 2, "east": 3, "right": 4}[script_of_language(language)]

    def with_language(match: re.Match[str]) -> str:
        tags = [match.group(2), match.group(3), match.group(4)]
        tags[place - 2] = attribute(locale(language)) or tags[place - 2]
        return f'{match.group(1)}<w:lang w:val="{tags[0]}" w:eastAsia="{tags[1]}" w:bidi="{tags[2]}"/>'

    return _DEFAULT_LANGUAGES.sub(with_language, template.styles_xml, count=1)


class Look:
    """Give the w:rPr of a run; each combination is built once."""

    __slots__ = ("_known", "_language", "_template")

    def __init__(self, template: Template, language: str) -> None:
        self._template = template
        self._language = locale(language)
        self._known: dict[tuple[str, str, bool], str] = {}

    def run_properties(self, style: str, lang: str, *, in_bold: bool) -> str:
        """Return <w:rPr> (or "") for a character style id and a language, inside a bold paragraph style or not.

        Raises ValueError for a style that the template does not have.
        """
        key = (style, lang, in_bold)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._build(style, lang, in_bold)
        return known

    def is_bold(self, paragraph_style: str) -> bool:
        """Say whether a paragraph style is bold by itself."""
        return paragraph_style in self._template.bold_paragraphs

    def mirrored_indent(self, paragraph_style: str) -> str:
        """Give the w:ind that keeps a right-to-left paragraph of a left-to-right page in the text's column.

        In such a paragraph Word takes a left indent from the right-hand side (ECMA-376 part 1, 17.3.1.12), so a style's indent would push
        the text out of its column on the other side.
        """
        left = self._template.indents.get(paragraph_style, 0)
        column = min(left, self._template.indents["WGText"])
        return f'<w:ind w:left="{left - column}" w:right="{column}"/>' if column else ""

    def check_paragraph_style(self, style: str) -> None:
        """Raise ValueError for a paragraph style that the template does not have."""
        if style not in self._template.paragraph_styles:
            raise ValueError(f"the base template has no paragraph style {style!r}")

    def _build(self, style: str, lang: str, in_bold: bool) -> str:
        if style and style not in self._template.run_styles:
            raise ValueError(f"the base template has no character style {style!r}")
        script, tag = script_of_language(lang), attribute(locale(lang))
        out = [f'<w:rStyle w:val="{style}"/>'] if style else []
        if script == "east":
            out.append('<w:rFonts w:hint="eastAsia"/>')
        if in_bold and style:
            # Bold toggles between style levels (ISO 29500-1, 17.7.3), and not every reader does it: so it is said outright.
            out.append(
                "<w:b/><w:bCs/>"
                if style in self._template.bold_runs
                else ""
                if style != "WGQuiet"
                else '<w:b w:val="0"/><w:bCs w:val="0"/>'
            )
        if script == "right":
            out.append(f'<w:rtl/><w:lang w:bidi="{tag}"/>')
        elif script == "east":
            out.append(f'<w:lang w:eastAsia="{tag}"/>')
        elif tag and tag != self._language:
            out.append(f'<w:lang w:val="{tag}"/>')
        inner = "".join(out)
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""
