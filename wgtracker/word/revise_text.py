"""Work on single runs: read their text as reading counts it, split them, strike them, make new ones, and number changes."""

from copy import deepcopy
from itertools import takewhile

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.clean import clean_name, clean_text
from wgtracker.word.content import SIGNS
from wgtracker.word.runs import is_mixed, locale, reads_right_to_left, runs, script_of_language
from wgtracker.word.symbols import read_symbol
from wgtracker.word.write_inline import utc_stamp

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXTS = frozenset((tags.T, tags.DEL_TEXT, tags.M_T))
_CODES = {tags.W + "instrText": tags.W + "delInstrText"}
_CONTROLS = frozenset((tags.FLD_CHAR, *_CODES, *_CODES.values()))
_PROPERTIES = frozenset((tags.R_PR, tags.M_R_PR))
_LINKS = frozenset(tags.W + name for name in ("hyperlink", "fldSimple"))
_NOT_COPIED = frozenset(
    (tags.R_PR_CHANGE, tags.INS, tags.DEL, tags.MOVE_FROM, tags.MOVE_TO, *(tags.W + n for n in ("vanish", "specVanish", "webHidden")))
)
_LINK_LOOK = frozenset(tags.W + name for name in ("rStyle", "color", "u"))
_AFTER_LANG = frozenset(tags.W + name for name in ("eastAsianLayout", "specVanish", "oMath"))
_AFTER_RTL = frozenset(tags.W + name for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"))


class Stamps:
    """Make the elements of tracked changes, each with an id that the part does not have yet."""

    def __init__(self, main: etree._Element) -> None:
        marked = (element for element in main.iter() if element.get(tags.AUTHOR) is not None or element.tag == tags.BOOKMARK_START)
        ids = (element.get(tags.ID, "") for element in marked)
        self._last = max((int(value) for value in ids if value.isdecimal()), default=999)

    def make(self, tag: str, author: str, date: str) -> etree._Element:
        """Make one w:ins or w:del. date: ISO 8601, "" leaves it out."""
        self._last += 1
        element = etree.Element(tag, {tags.ID: str(self._last), tags.AUTHOR: clean_name(author)})
        if stamp := utc_stamp(date):
            element.set(tags.DATE, stamp)
        return element

    def renumber(self, root: etree._Element) -> None:
        """Give the tracked changes inside a copy ids of their own."""
        for element in root.iter():
            if element.get(tags.AUTHOR) is not None:
                self._last += 1
                element.set(tags.ID, str(self._last))

    def copy(self, element: etree._Element) -> etree._Element:
        """Make an empty element of the same change, under a new id."""
        self._last += 1
        twin = _shell(element)
        twin.set(tags.ID, str(self._last))
        return twin


def make_formula_run(text: str) -> list[etree._Element]:
    """Make a run of plain text for the inside of a formula."""
    run = etree.Element(tags.M_R)
    set_text(etree.SubElement(run, tags.M_T), text)
    return [run]


def make_run(text: str, like: etree._Element | None, around: etree._Element | None = None) -> list[etree._Element]:
    """Make the runs of some new text with the look of a run that is there, one for each script; none for empty text.

    around: the element it will stand in, in its place: outside a link the run does not take the look of one.
    """
    clean = clean_text(text)
    if not clean:
        return []
    if not is_mixed(clean):
        return [_make_one(clean, "", like, around)]
    language = "ar" if reads_right_to_left(clean) else ""
    return [_make_one(part.text, part.lang, like, around) for part in runs(clean, "", language)]


def _make_one(text: str, lang: str, like: etree._Element | None, around: etree._Element | None) -> etree._Element:
    """Make the run of text of one script. lang: as runs() gives it, "" for what needs none."""
    run = etree.Element(tags.R_)
    properties = None if like is None or like.tag != tags.R_ else like.find(tags.R_PR)
    if properties is not None:
        properties = deepcopy(properties)
        leaves_link = like is not None and around is not None and _in_link(like) and not _in_link(around)
        for child in list(properties):
            if child.tag in _NOT_COPIED or (leaves_link and child.tag in _LINK_LOOK):
                properties.remove(child)
        run.append(properties)
    if lang:
        _set_language(run, lang)
    rest = text
    while rest:
        for sign, tag in (("\t", tags.W + "tab"), ("\n", tags.W + "br")):
            if rest.startswith(sign):
                etree.SubElement(run, tag)
                rest = rest[1:]
                break
        else:
            length = min((at for sign in "\t\n" if (at := rest.find(sign)) >= 0), default=len(rest))
            set_text(etree.SubElement(run, tags.T), rest[:length])
            rest = rest[length:]
    return run


def _set_language(run: etree._Element, lang: str) -> None:
    """Say the language of a run of another script, and that it reads from right to left where it does."""
    script = script_of_language(lang)
    if script == "other":
        return
    properties = run.find(tags.R_PR)
    if properties is None:
        properties = etree.Element(tags.R_PR)
        run.insert(0, properties)
    if script == "right" and properties.find(tags.W + "rtl") is None:
        place = next((n for n, child in enumerate(properties) if child.tag in _AFTER_RTL), len(properties))
        properties.insert(place, etree.Element(tags.W + "rtl"))
    language = properties.find(tags.W + "lang")
    if language is None:
        language = etree.Element(tags.W + "lang")
        place = next((n for n, child in enumerate(properties) if child.tag in _AFTER_LANG), len(properties))
        properties.insert(place, language)
    language.set(tags.W + ("bidi" if script == "right" else "eastAsia"), locale(lang))


def text_of(item: etree._Element) -> str:
    """Give the text of one item of a run, as reading counts it."""
    tag = item.tag
    if tag in _TEXTS:
        return (item.text or "").replace("\n", " ")
    if (sign := SIGNS.get(tag)) is not None:
        return sign
    if tag == tags.SYM:
        return read_symbol(item)
    if tag == tags.ALTERNATE:
        return "".join(text_of(child) for child in branch_of(item))
    if tag == tags.RUBY:
        return "".join(text_of(child) for run in item.iterfind(f"{tags.RUBY_BASE}/{tags.R_}") for child in run)
    return ""


def branch_of(alternate: etree._Element) -> etree._Element:
    """Give the branch of an AlternateContent that is read: the first choice with text, else the fallback."""
    for choice in alternate.findall(tags.CHOICE):
        if next(choice.iter(tags.T, tags.DEL_TEXT, tags.M_T, tags.TXBX, tags.SYM, *SIGNS), None) is not None:
            return choice
    fallback = alternate.find(tags.FALLBACK)
    return alternate if fallback is None else fallback


def untangle(run: etree._Element, stamps: Stamps) -> list[etree._Element]:
    """Split a run in which field machinery stands beside text, so that each stands in runs of its own."""
    items = [item for item in run if item.tag not in _PROPERTIES]
    kinds = [item.tag in _CONTROLS for item in items]
    if not any(kinds) or all(kinds):
        return [run]
    runs = [run]
    for number in range(len(items) - 1, 0, -1):
        if kinds[number] != kinds[number - 1] or (kinds[number] and items[number].tag == tags.FLD_CHAR):
            tail = _twin(run, stamps)
            for item in items[number:]:
                tail.append(item)
            items = items[:number]
            run.addnext(tail)
            runs.insert(1, tail)
    return runs


def _shell(element: etree._Element) -> etree._Element:
    """Make an empty element with the tag and attributes of another."""
    shell = etree.Element(element.tag)
    for name, value in element.attrib.items():
        shell.set(name, value)
    return shell


def _twin(run: etree._Element, stamps: Stamps) -> etree._Element:
    """Make an empty run with the properties of another; its tracked changes of format are changes of their own."""
    twin = _shell(run)
    for item in run:
        if item.tag in _PROPERTIES:
            copied = deepcopy(item)
            stamps.renumber(copied)
            twin.append(copied)
    return twin


def split_run(run: etree._Element, length: int, stamps: Stamps) -> tuple[etree._Element | None, int]:
    """Split a run after so many characters; give the second run and the length that the first one has kept.

    What cannot be split (a ruby, a symbol in alternatives) goes into the second run whole; (None, 0) where nothing can.
    """
    seen = 0
    for item in [item for item in run if item.tag not in _PROPERTIES]:
        size = len(text_of(item))
        if seen + size > length:
            tail = _twin(run, stamps)
            if item.tag in _TEXTS and length > seen:
                head = deepcopy(item)
                text = item.text or ""
                set_text(head, text[: length - seen])
                set_text(item, text[length - seen :])
                item.addprevious(head)
                seen = length
            if not seen:
                return None, 0
            for sibling in [item, *item.itersiblings()]:
                tail.append(sibling)
            run.addnext(tail)
            return tail, seen
        seen += size
    return None, 0


def set_text(item: etree._Element, text: str) -> None:
    """Set the words of a text element, spaces at their ends included."""
    item.text = text
    item.set(_SPACE, "preserve")


def turn_struck(run: etree._Element) -> None:
    """Turn text and field code of a run that is now inside w:del into their deleted kinds; drawings stay as they are."""
    for item in list(run.iter(tags.T, *_CODES)):
        if any(above.tag in tags.DRAWINGS for above in takewhile(lambda above: above is not run, item.iterancestors())):
            continue
        if item.tag == tags.T:
            item.tag = tags.DEL_TEXT
            item.set(_SPACE, "preserve")
        else:
            item.tag = _CODES[str(item.tag)]


def _in_link(element: etree._Element) -> bool:
    return any(above.tag in _LINKS for above in element.iterancestors())
