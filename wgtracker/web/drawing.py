"""Draw the paper's own paragraphs as HTML: what a reader sees on a page is what is printed.

The text of what is drawn (visually hidden words aside) is the paragraphs' text, character for character: what is copied from a page reads
like the paper. One pass over the runs, one escape a run: the full document is drawn in tens of milliseconds.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from wgtracker.i18n import gettext as _
from wgtracker.papers.pen import ADDED, CHANGE, DELETED, LABEL, LATIN, NAME, NUMBER, QUIET
from wgtracker.word.model import Block, Field, Inline, Link, ParagraphOut, Run, TableOut, Tracked
from wgtracker.word.runs import script_of_language

_HEADING = re.compile(r"Heading([1-9])")
_CHANGE = re.compile(r"\[(.+?) (see below\])?", re.DOTALL)
_LIST = re.compile(r"\d+ delegations, list .+")
_NO_ID = re.compile(r"[^\w.()-]+")
_CLASSES = {
    "WGUnit": "unit",
    "WGUnitSub": "unit sub",
    "WGText": "unit",
    "WGLine": "unit line",
    "WGList": "unit list",
    "WGEntry": "unit entry",
    "WGComments": "said",
    "WGCommentsRight": "said",
    "WGNote": "said",
}
_SPANS = {NUMBER: "no", LATIN: "latin", QUIET: "quiet"}


class Sheet(NamedTuple):
    """How a drawing sits in its page.

    shift: "Heading1" becomes h{1 + shift}, within h2 to h6: the page's one h1 is not the paper's.
    prefix: put before every id, where a page holds more than one drawing of a unit.
    href: where a change number leads, with {number} in it ("" = it is no link). lang: language of the draft's own text ("" = not known).
    """

    shift: int = 1
    prefix: str = ""
    href: str = ""
    lang: str = ""


PLAIN = Sheet()


def draw(blocks: Sequence[Block], sheet: Sheet = PLAIN) -> Markup:
    """Draw paragraphs (and tables) of a paper; they stand in one box that reads from left to right, as the paper does."""
    pen = _Pen(sheet)
    drawn = [pen.draw_block(block) for block in blocks]
    return Markup(f'<div class="paper" dir="ltr">{"".join(drawn)}</div>')


def draw_words(inlines: Sequence[Inline], sheet: Sheet = PLAIN) -> Markup:
    """Draw runs without a paragraph round them: one option of a place, a title in a list."""
    return Markup(_Pen(sheet).draw_inlines(inlines))


def place_id(number: str, prefix: str = "") -> str:
    """Give the id of a place from its change number: "3.1" -> "c3.1"."""
    return f"{prefix}c{_NO_ID.sub('_', number)}"


class _Pen:
    """Draw with one sheet; the words for screen readers are looked up once."""

    __slots__ = ("added", "added_end", "deleted", "deleted_end", "sheet")

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.added, self.added_end = _hidden(_("inserted:"), ""), _hidden("", _("end of insertion"))
        self.deleted, self.deleted_end = _hidden(_("deleted:"), ""), _hidden("", _("end of deletion"))

    def draw_block(self, block: Block) -> str:
        return self.draw_table(block) if isinstance(block, TableOut) else self.draw_paragraph(block)

    def draw_paragraph(self, paragraph: ParagraphOut) -> str:
        style = paragraph.style
        heading = _HEADING.fullmatch(style)
        tag = f"h{max(2, min(6, int(heading.group(1)) + self.sheet.shift))}" if heading else "p"
        attributes = "" if heading else f' class="{_CLASSES.get(style, "unit")}"'
        if paragraph.bookmarks:
            attributes = f' id="{escape(self.sheet.prefix + paragraph.bookmarks[0])}"{attributes}'
        if paragraph.bidi:
            attributes += ' dir="rtl"'
        if self.sheet.lang and style.startswith("WGUnit"):
            attributes += f' lang="{escape(self.sheet.lang)}"'
        return f"<{tag}{attributes}>{self.draw_inlines(paragraph.inlines)}</{tag}>\n"

    def draw_table(self, table: TableOut) -> str:
        rows = []
        for index, row in enumerate(table.rows):
            tag = 'th scope="col"' if index < table.header_rows and not table.layout else "td"
            cells = [f"<{tag}>{''.join(self.draw_paragraph(paragraph) for paragraph in cell)}</{tag[:2]}>" for cell in row]
            rows.append(f"<tr>{''.join(cells)}</tr>")
        if table.layout:
            return f'<table role="presentation">{"".join(rows)}</table>\n'
        caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
        label = escape(table.caption or table.description or _("Table"))
        head, body = "".join(rows[: table.header_rows]), "".join(rows[table.header_rows :])
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'
            f"<table>{caption}<thead>{head}</thead><tbody>{body}</tbody></table></div>\n"
        )

    def draw_inlines(self, inlines: Sequence[Inline]) -> str:
        out: list[str] = []
        inside = False  # a place is open
        last = len(inlines) - 1
        skip = -1
        for at, inline in enumerate(inlines):
            if at <= skip:
                continue
            if not isinstance(inline, Run):
                out.append(self._draw_other(inline))
                continue
            text, style = inline.text, inline.style
            if style == CHANGE:
                inside = self._draw_change(out, text, inside)
            elif style in (ADDED, DELETED):
                out.append(self._draw_marked(inlines, at))
            elif text in ("(", " (") and not style and at + 2 <= last and _closes(inlines[at + 2]) and _names(inlines[at + 1]):
                out.append(f'{text[:-1]}<span class="by">({_plain_of(inlines[at + 1])})</span>')
                skip = at + 2
            else:
                out.append(_draw_run(inline))
        if inside:
            out.append("</span>")
        return "".join(out)

    def _draw_change(self, out: list[str], text: str, inside: bool) -> bool:
        """Open or close a place; tell whether one is open."""
        if inside:
            out.append("]</span>" if text == "]" else "</span>")
            if text == "]":
                return False
        found = _CHANGE.fullmatch(text)
        if found is None:
            out.append(escape(text, quote=False))
            return False
        number, below = found.groups()
        shown = f'<span class="n">{escape(number)}</span>'
        if self.sheet.href:
            shown = f'<a class="n" href="{escape(self.sheet.href.replace("{number}", quote(number)))}">{escape(number)}</a>'
        out.append(f'<span class="place" id="{escape(place_id(number, self.sheet.prefix))}">[{shown} {below or ""}')
        if below:
            out.append("</span>")
        return not below

    def _draw_marked(self, inlines: Sequence[Inline], at: int) -> str:
        """Draw words added or struck. Screen readers hear it before them, unless a label does, and after them if plain text follows."""
        run = inlines[at]
        assert isinstance(run, Run)
        before = inlines[at - 1] if at else None
        after = inlines[at + 1] if at + 1 < len(inlines) else None
        labelled = isinstance(before, Run) and before.style == LABEL
        goes_on = isinstance(after, Run) and not after.style and after.text[:1] not in ("(", "]") and after.text not in (" (", " / ")
        # Spaces at the edges stand outside: a struck or underlined space looks like a sign.
        words = run.text.strip(" ") or run.text
        if not words:
            return ""
        lead, _words, trail = run.text.partition(words)
        tag, said, end = ("ins", self.added, self.added_end) if run.style == ADDED else ("del", self.deleted, self.deleted_end)
        return f"{lead}<{tag}{_lang(run)}>{'' if labelled else said}{escape(words, quote=False)}{end if goes_on else ''}</{tag}>{trail}"

    def _draw_other(self, inline: Inline) -> str:
        if isinstance(inline, Field):
            return escape(inline.result, quote=False)
        if isinstance(inline, Link):
            return f'<a href="#{escape(self.sheet.prefix + inline.bookmark)}">{self.draw_inlines(inline.runs)}</a>'
        if isinstance(inline, Tracked):
            adds = inline.kind in ("insert", "move_to")
            tag, said = ("ins", self.added) if adds else ("del", self.deleted)
            return f"<{tag}>{said}{self.draw_inlines(inline.runs)}</{tag}>"
        return ""  # where a bubble or a note hangs: nothing is printed there


def _draw_run(run: Run) -> str:
    if run.style == NAME:
        return f'<span class="by"><bdi{_lang(run)}>{escape(run.text, quote=False)}</bdi></span>'
    if run.style == LABEL:
        words = run.text.rstrip(" ")
        return f'<bdi class="label"{_lang(run)}>{escape(words, quote=False)}</bdi>{run.text[len(words) :]}'
    name = _SPANS.get(run.style)
    if name:
        return f'<span class="{name}"{_lang(run)}>{escape(run.text, quote=False)}</span>'
    return f"<span{_lang(run)}>{escape(run.text, quote=False)}</span>" if run.lang else escape(run.text, quote=False)


def _plain_of(inline: Inline) -> str:
    """Draw what stands between the round brackets after an option: names, or where the list of names is."""
    assert isinstance(inline, Run)
    return f"<bdi{_lang(inline)}>{escape(inline.text, quote=False)}</bdi>" if inline.style == NAME else escape(inline.text, quote=False)


def _names(inline: Inline) -> bool:
    return isinstance(inline, Run) and (inline.style == NAME or (not inline.style and _LIST.fullmatch(inline.text) is not None))


def _closes(inline: Inline) -> bool:
    return isinstance(inline, Run) and inline.text == ")" and not inline.style


def _lang(run: Run) -> str:
    if not run.lang:
        return ""
    turned = ' dir="rtl"' if script_of_language(run.lang) == "right" else ""
    return f' lang="{escape(run.lang)}"{turned}'


def _hidden(before: str, after: str) -> str:
    return f'<span class="vh">{escape(before or " " + after)}{" " if before else ""}</span>'
