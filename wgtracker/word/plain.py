"""Find the paragraphs in which nothing needs a closer look: plain runs only, no change, mark, field, box or look.

Most paragraphs of a returned file are like that. Their words are gathered in one pass that creates no object for the elements in
between; every other paragraph is walked element by element (walk.py), and so is all of a story whose shape is unusual.
"""

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.content import BREAKS, PASSED, SIGNS
from wgtracker.word.looks import WATCHED

_TELLING = frozenset(
    (
        *SIGNS,
        *WATCHED,
        *tags.DRAWINGS,
        *(tags.INS, tags.DEL, tags.MOVE_FROM, tags.MOVE_TO, tags.MOVE_FROM_START, tags.MOVE_FROM_END, tags.MOVE_TO_START, tags.MOVE_TO_END),
        *(tags.COMMENT_START, tags.COMMENT_END, tags.COMMENT_REFERENCE, tags.BOOKMARK_START, tags.SDT, tags.ALTERNATE, tags.SUB_DOC),
        *(tags.ALT_CHUNK, tags.RUBY, tags.M_R, tags.M_T, tags.M_CTRL_PR, tags.FLD_CHAR, tags.SYM, tags.DEL_TEXT, tags.TXBX),
        *(tags.W + name for name in ("hyperlink", "pPrChange")),
        *(PASSED - {tags.R_PR, tags.W + "proofErr", tags.W + "bookmarkEnd", tags.W + "lastRenderedPageBreak"}),
    )
)
"""Elements that make a paragraph worth a walk. What is not named here the walker passes over or walks through for the words in it."""


def gather_plain(root: etree._Element) -> tuple[list[etree._Element], dict[etree._Element, str]]:
    """Give all paragraphs of a story in document order, and the words of each plain one.

    None counts as plain where paragraphs stand in paragraphs (text boxes) or words outside of them.
    """
    paragraphs: list[etree._Element] = []
    found: dict[etree._Element, str] = {}
    paragraph_tag, text_tag = tags.P, tags.T
    now: etree._Element | None = None
    words: list[str] = []
    for element in root.iter(paragraph_tag, text_tag, *_TELLING):
        tag = element.tag
        if tag == text_tag:
            if now is not None and element.text:
                words.append(element.text)
        elif tag == paragraph_tag:
            if now is not None:
                found[now] = _join(words)
            now = element
            words = []
            paragraphs.append(element)
        else:
            now = None
    if now is not None:
        found[now] = _join(words)
    return paragraphs, found if _count_outer(root) == len(paragraphs) else {}


def _count_outer(parent: etree._Element) -> int:
    """Count the paragraphs that stand in no other; below nothing, where words stand outside of all paragraphs."""
    count = 0
    for child in parent:
        tag = child.tag
        if tag == tags.P:
            count += 1
        elif tag in (tags.T, tags.DEL_TEXT):
            return -(1 << 30)
        elif len(child):
            count += _count_outer(child)
    return count


def _join(words: list[str]) -> str:
    text = "".join(words)
    return text.translate(BREAKS) if "\n" in text or "\t" in text or "\r" in text else text
