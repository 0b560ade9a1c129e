"""Read the written paper back and find in it every option, version, line, new paragraph and comment, with its names.

It parses the Word file by its styles and its grammar and knows nothing of the code that wrote it. What it cannot find at its
place it names; an empty answer means that no delegation's words were lost between the compilation and the paper.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from wgtracker.compile.model import Comment, Compilation, NegotiatedUnit, NewParagraph
from wgtracker.papers.corrigendum import Part
from wgtracker.papers.pages import Page, fold, read_chapter
from wgtracker.text.model import Option, Place

_LISTED = re.compile(r"\d+ delegations, list (.+)")
_BOOKMARK = "wg_u"
_SHOWN = 6


class Zone:
    """What stands between two headings: the comments read there. spoken: (name, words) in order."""

    __slots__ = ("_sorted", "spoken", "title")

    def __init__(self, title: str) -> None:
        self.title = title
        self.spoken: list[tuple[str, str]] = []
        self._sorted: dict[str, list[str]] | None = None

    @property
    def comments(self) -> dict[str, list[str]]:
        """Give what each delegation says here, both folded."""
        if self._sorted is None:
            self._sorted = {}
            for name, words in self.spoken:
                self._sorted.setdefault(fold(name), []).append(fold(words))
        return self._sorted


class Found:
    """One unit as printed: its paragraph, the paragraphs under it up to the next unit, and its zone."""

    __slots__ = ("page", "under", "zone")

    def __init__(self, page: Page, zone: Zone) -> None:
        self.page, self.zone = page, zone
        self.under: list[Page] = []


class Printed(NamedTuple):
    """The whole part by paragraph. start: what stands before the first unit."""

    units: dict[int, Found]
    start: Found
    zones: list[Zone]


class Reader:
    """Hold the roll while reading: the order in which names must stand."""

    def __init__(self, compilation: Compilation) -> None:
        self._order = {delegation.name: index for index, delegation in enumerate(compilation.delegations)}
        self._known: dict[frozenset[str], str] = {}

    def names(self, by: frozenset[str]) -> str:
        """Give the names as they must read, folded, without what separates them."""
        known = self._known.get(by)
        if known is None:
            last = len(self._order)
            ordered = sorted(by, key=lambda name: (self._order.get(name, last), name))
            known = self._known[by] = _bare("".join(ordered))
        return known


def _bare(names: str) -> str:
    return fold(names).replace(",", "").replace(";", "")


def read_back_marked(content: bytes, compilation: Compilation, part: Part | None = None) -> tuple[str, ...]:
    """Read a paper in bold or with labels back; list what is missing (empty = all there). part: what it prints (None: all)."""
    printed = _sort_pages(read_chapter(content, len(compilation.units)))
    reader = Reader(compilation)
    missing: list[str] = []
    for unit in compilation.units if part is None else [one for one in compilation.units if part.holds(one.unit.index)]:
        found = printed.units.get(unit.unit.index)
        if found is None:
            missing.append(f"{_name(unit)}: the paragraph itself")
            continue
        missing.extend(_check_text(unit, found, reader))
        missing.extend(_check_lines(unit, found, printed, reader))
        for said in unit.comments:
            if not _take_comment(found.zone, said.delegation, said.comment, unit.unit.text):
                missing.append(f"{_name(unit)}: comment {said.comment.id} of {said.delegation}")
    for new in compilation.new_paragraphs:
        if part is None or part.holds(new.after_unit):
            missing.extend(_check_new(new, printed, reader))
    if part is None or part.general:
        missing.extend(_check_general(compilation, printed))
    return tuple(missing)


def _name(unit: NegotiatedUnit) -> str:
    label = unit.unit.label.strip()
    return f"paragraph {label or unit.unit.index}"


# ---------------------------------------------------------------- reading


def _sort_pages(pages: list[Page]) -> Printed:
    """Give every paragraph to the unit under whose text it stands, and every comment to its zone."""
    zone = Zone("")
    start = Found(Page("", [], []), zone)
    current, zones = start, [zone]
    units: dict[int, Found] = {}
    for page in pages:
        if page.style.startswith("Heading"):
            zone = Zone("".join(text for _, text in page.runs))
            zones.append(zone)
        for name in page.bookmarks:
            if name.startswith(_BOOKMARK):
                current = Found(page, zone)
                units[int(name[len(_BOOKMARK) :])] = current
                break
        else:
            if page.style in ("WGComments", "WGCommentsRight"):
                _read_comments(page, zone)
            elif page.style in ("WGLine", "WGList"):
                if not current.page.runs:
                    current.zone = zone
                current.under.append(page)
    return Printed(units, start, zones)


def _read_comments(page: Page, zone: Zone) -> None:
    """Cut a paragraph of comments at the names; words before the first name go on with the comment above."""
    named = False
    for style, text in page.runs:
        if style == "WGName":
            if not named:
                zone.spoken.append(("", ""))
            named = True
            zone.spoken[-1] = (zone.spoken[-1][0] + text, "")
        else:
            named = False
            if zone.spoken:
                zone.spoken[-1] = (zone.spoken[-1][0], zone.spoken[-1][1] + text)


class Bracket(NamedTuple):
    """One numbered bracket as read: its number, whether its options stand below, and (words, names or list) of each option."""

    number: str
    below: bool
    options: list[tuple[str, str, str]]


def _read_options(runs: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Cut runs into options at their names: (words before the names, folded names, key of a list of names)."""
    options: list[tuple[str, str, str]] = []
    words, names = "", ""
    for style, text in runs:
        if style == "WGName":
            names += text
            continue
        listed = _LISTED.fullmatch(text) if not style and text[:1].isdigit() else None
        if names:
            options.append((_end_words(words), _bare(names), ""))
            words, names = text[1:] if text.startswith(")") else text, ""
        elif listed:
            options.append((_end_words(words), "", listed.group(1)))
            words = ""
        elif text == ")" and options and not words:
            continue
        elif style != "WGLabel":
            words += text
    if names:
        options.append((_end_words(words), _bare(names), ""))
    return options


def _end_words(words: str) -> str:
    folded = fold(words)
    return folded[:-1] if folded.endswith("(") else folded


def _read_brackets(page: Page) -> tuple[list[str], list[Bracket]]:
    """Cut a unit's paragraph into what stands outside numbered brackets (one more piece than brackets) and the brackets."""
    outside: list[str] = [""]
    brackets: list[Bracket] = []
    inside: list[tuple[str, str]] | None = None
    number = opening = ""
    for style, text in page.runs:
        if style == "WGChange":
            text = opening + text
            # In a right-to-left line the letter of a number such as C1.1 is a run of its own: go on until the number ends.
            opening = text if text.startswith("[") and text[-1] not in " \u00a0]" else ""
            if opening:
                continue
            if text.startswith("["):
                number, _, rest = text[1:].rstrip("]").strip().partition(" ")
                if rest:
                    brackets.append(Bracket(number, True, []))
                    outside.append("")
                else:
                    inside = []
            elif inside is not None:
                brackets.append(Bracket(number, False, _read_options(inside)))
                outside.append("")
                inside = None
        elif inside is not None:
            inside.append((style, text))
        else:
            outside[-1] += text
    return [fold(piece) for piece in outside], brackets


# ---------------------------------------------------------------- checking


def _check_text(unit: NegotiatedUnit, found: Found, reader: Reader) -> list[str]:
    """Check the unit's own words and each of its places."""
    places = unit.drawn.places
    base = fold(unit.unit.text)
    if not places:
        return [] if base in found.page.text else [f"{_name(unit)}: its words"]
    outside, brackets = _read_brackets(found.page)
    missing: list[str] = []
    words = outside[0]
    at = 0
    for nth, bracket in enumerate(brackets):
        if at >= len(places):
            break
        place, used = _place_of(unit, at)
        at += used
        words += ("" if bracket.below else fold(place.base_words)) + outside[nth + 1]
        options = _options_below(bracket, found) if bracket.below else bracket.options
        missing.extend(_check_place(place, bracket, options, found, reader, unit))
    missing.extend(_lost(unit, place) for place in places[at:])
    if base not in words:
        missing.append(f"{_name(unit)}: its words")
    return missing


def _lost(unit: NegotiatedUnit, place: Place) -> str:
    names = ", ".join(sorted({name for option in place.options for name in option.by}))
    return f"{_name(unit)}: the place of “{place.base_words.strip() or place.options[0].text.strip()}” ({names})"


def _place_of(unit: NegotiatedUnit, at: int) -> tuple[Place, int]:
    """Give the place that the next bracket stands for; two places where one pair of square brackets is put in or taken out."""
    places = unit.drawn.places
    place = places[at]
    if at + 1 < len(places) and len(place.options) == 1 and "[" in (place.base_words.strip(), place.options[0].text.strip()):
        second, option = places[at + 1], place.options[0]
        signs = (place.base_words.strip() + option.text.strip(), second.base_words.strip() + second.options[0].text.strip())
        if signs == ("[", "]") and second.options[0].by == option.by and len(second.options) == 1:
            words = unit.unit.text[place.start : second.end]
            new = f"[{words.strip()}]" if option.text.strip() else words.strip()[1:-1]
            return Place(place.start, second.end, words, (Option(new, option.by),)), 2
    return place, 1


def _options_below(bracket: Bracket, found: Found) -> list[tuple[str, str, str]]:
    lead = f"{bracket.number} ("
    options: list[tuple[str, str, str]] = []
    for page in found.under:
        if page.style == "WGList" and page.runs and page.runs[0][0] == "WGNumber" and page.runs[0][1].startswith(lead):
            options.extend(_read_options(page.runs[1:]))
    return options


def _check_place(
    place: Place, bracket: Bracket, options: list[tuple[str, str, str]], found: Found, reader: Reader, unit: NegotiatedUnit
) -> list[str]:
    base = fold(place.base_words)
    read: dict[str, str] = {}
    for nth, (words, names, listed) in enumerate(options):
        if nth == 0 and not bracket.below:
            words = words.removeprefix(base)
        read[names or _names_in_list(listed, found)] = words
    missing = []
    for option in place.options:
        printed = read.get(reader.names(option.by))
        new = fold(option.text)
        signs = bool(option.text.strip()) and not new  # a proposal of pilcrows alone: there is nothing to compare
        if printed is None or not (signs or any(_says(said, base, new) for said in (printed, printed.removeprefix("/")))):
            shown = option.text.strip() or "delete"
            missing.append(f"{_name(unit)}, change {bracket.number}: “{shown}” ({', '.join(sorted(option.by))})")
    return missing


def _says(words: str, base: str, option: str) -> bool:
    """Tell whether the printed words say the option: in full, or by the word for what it does."""
    if words == option and option:
        return True
    if not option:
        return words in ("delete", "addaspace", "deletethespace", "newparagraphbeginshere")
    if words == "putinbrackets":
        return option == f"[{base}]"
    if words == "removethebrackets":
        return base == f"[{option}]"
    return (words, option) in (("addanopeningbracket", "["), ("addaclosingbracket", "]"))


def _names_in_list(key: str, found: Found) -> str:
    for page in found.under:
        if page.style == "WGList" and page.runs and page.runs[0][1].strip() == f"List {key}:":
            return _bare("".join(text for style, text in page.runs if style == "WGName"))
    return ""


def _has_line(found: Found, said: Iterable[str], by: frozenset[str], reader: Reader) -> bool:
    """Tell whether a bracketed line with these words and exactly these names stands under a unit."""
    wanted = reader.names(by)
    for page in found.under:
        if page.style != "WGLine":
            continue
        text = page.text
        if not all(words in text for words in said):
            continue
        names = _bare("".join(run for style, run in page.runs if style == "WGName"))
        key = next((match.group(1) for _, run in page.runs if (match := _LISTED.fullmatch(run))), "")
        if wanted == (names or _names_in_list(key, found)):
            return True
    return False


def _check_lines(unit: NegotiatedUnit, found: Found, printed: Printed, reader: Reader) -> list[str]:
    """Check the lines on the whole unit and the versions beside it."""
    wanted: list[tuple[str, tuple[str, ...], frozenset[str]]] = []
    if unit.deleted_by:
        wanted.append(("its deletion", ("[Delete",), unit.deleted_by))
    if unit.retained_by:
        wanted.append(("its retention", ("[Retainasis",), unit.retained_by))
    for move in unit.moves:
        wanted.append(("its move", ("[Move", "tothebeginning" if move.after_unit is None else "toafter"), move.by))
    for version in unit.alternatives:
        wanted.append((f"the version “{version.text[:60]}”", (fold(version.text),), version.by))
    missing = [f"{_name(unit)}: {what} ({', '.join(sorted(by))})" for what, said, by in wanted if not _has_line(found, said, by, reader)]
    for merge in unit.merges:
        places = [printed.units[at] for at in {unit.unit.index, *merge.units} if at in printed.units]
        if not any(_has_line(place, ("[Merge", fold(merge.text)), merge.by, reader) for place in places):
            missing.append(f"{_name(unit)}: its merger ({', '.join(sorted(merge.by))})")
    return missing


def _check_new(new: NewParagraph, printed: Printed, reader: Reader) -> list[str]:
    found = printed.start if new.after_unit is None else printed.units.get(new.after_unit)
    missing = []
    what = f"new paragraph {new.label}".strip()
    if found is None or not _has_line(found, (f"[{fold(new.label)}", fold(new.text)), new.by, reader):
        missing.append(f"{what}: “{new.text[:60]}” ({', '.join(sorted(new.by))})")
    for said in new.comments:
        if found is None or not _take_comment(found.zone, said.delegation, said.comment, new.text):
            missing.append(f"{what}: comment {said.comment.id} of {said.delegation}")
    return missing


def _take_comment(zone: Zone, delegation: str, comment: Comment, whole: str = "") -> bool:
    """Find one comment of a delegation in a zone, and take it away so that each is found once."""
    said = zone.comments.get(fold(delegation), [])
    words = f":“{fold(comment.text)}”"
    anchor = fold(" ".join(comment.anchor.split()[:5])[:60]) if comment.parent is None else "inreply"
    if comment.parent is None and whole and fold(comment.anchor).endswith(fold(whole)[-12:]):
        anchor = ""  # runs to the end of the text: may be printed as "on the whole"
    for index, text in enumerate(said):
        if words in text and anchor in text.partition(words)[0]:
            del said[index]
            return True
    return False


def _check_general(compilation: Compilation, printed: Printed) -> list[str]:
    """Check the comments that are on no paragraph."""
    placed = {(said.submission, said.comment.id) for unit in compilation.units for said in unit.comments}
    placed |= {(said.submission, said.comment.id) for new in compilation.new_paragraphs for said in new.comments}
    zone = next((zone for zone in printed.zones if zone.title == "General comments"), Zone(""))
    missing = []
    for index, submission in enumerate(compilation.submissions):
        if submission.superseded_by or submission.unreadable:
            continue
        for comment in submission.comments:
            if (index, comment.id) not in placed and not _take_comment(zone, submission.delegation, comment):
                missing.append(f"comment {comment.id} of {submission.delegation} on the text as a whole")
    return missing
