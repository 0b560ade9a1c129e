"""Explain the marks with the marks themselves; only those that the paper uses."""

from typing import NamedTuple

from wgtracker.compile.meeting import Meeting
from wgtracker.papers.names import INLINE
from wgtracker.papers.outline import Outline
from wgtracker.papers.pen import ADDED, CHANGE, DELETED, LABEL, LATIN, NAME, NUMBER
from wgtracker.papers.place import LONG, MANY, count_words
from wgtracker.papers.prose import in_words
from wgtracker.word.model import Inline, ParagraphOut, Run


class Used(NamedTuple):
    """Which of the rarer marks stand in the paper."""

    changes: bool
    alternatives: bool
    news: bool
    whole: bool
    lists: bool
    below: bool
    letters: bool
    joins: bool
    prefixed: bool
    brackets: bool


def see_what_is_used(outline: Outline) -> Used:
    """Look through the outline once."""
    points = [point for point in outline.points if point.has_input]
    members = [member for point in points for member in point.members]
    spots = [spot for member in members for spot in member.spots]
    crowds = [option.by for spot in spots for option in spot.options]
    crowds += [new.by for point in points for new in (*point.news_before, *(n for m in point.members for n in m.news))]
    for member in members:
        unit = member.negotiated
        crowds += [
            unit.deleted_by,
            unit.retained_by,
            *(text.by for text in (*unit.alternatives, *unit.merges)),
            *(m.by for m in unit.moves),
        ]
    texts = [option.text for spot in spots for option in spot.options]
    texts += [new.text for point in points for new in (*point.news_before, *(n for m in point.members for n in m.news))]
    texts += [version.text for member in members for version in (*member.negotiated.alternatives, *member.negotiated.merges)]
    return Used(
        changes=bool(spots),
        alternatives=any(member.negotiated.alternatives for member in members),
        news=any(point.news_before or any(member.news for member in point.members) for point in points),
        whole=any(u.deleted_by or u.retained_by or u.moves or u.merges for u in (member.negotiated for member in members)),
        lists=any(len(by) > INLINE for by in crowds),
        below=any(len(spot.options) > MANY or count_words(spot.base) > LONG for spot in spots),
        letters=any(point.tag[:1] in "PCHT" and point.tag[1:2].isdigit() for point in points),
        joins=any("\n" in text for text in texts),
        prefixed=any("." in point.tag and point.tag[:1].isalpha() for point in points),
        brackets=bool(texts) or any("[" in member.negotiated.unit.text for point in outline.points for member in point.members),
    )


def draw_bold_legend(outline: Outline, meeting: Meeting) -> list[ParagraphOut]:
    """Explain bold, strike-through, brackets and names."""
    return _draw(outline, meeting, _bold_example())


def draw_labels_legend(outline: Outline, meeting: Meeting) -> list[ParagraphOut]:
    """Explain the text labels."""
    return _draw(outline, meeting, _labels_example())


def draw_clean_legend(text_in: str, input_in: str) -> list[ParagraphOut]:
    """Say that the text is unmarked, in which part it stands ("part II"), and in which all proposals are ("annex I")."""
    lead = f"The text in {text_in} is that of the draft as circulated, without marks. All proposals and comments are in {input_in}, where "
    words = (Run(lead), Run("struck", DELETED), Run(" words would be removed and words in "), Run("bold", ADDED), Run(" added."))
    return [ParagraphOut(words, "WGText")]


def _item(*inlines: Inline) -> ParagraphOut:
    return ParagraphOut(tuple(inlines), "WGList")


def _bold_example() -> list[ParagraphOut]:
    one = _item(
        *_opening("3.1"),
        Run("old words", DELETED),
        Run(" "),
        Run("new words", ADDED),
        *_closing(),
        Run(" a bracket that opens with a number holds what is proposed at one place; the number identifies the change. "),
        Run("Struck", DELETED),
        Run(" words are words of the draft that at least one delegation proposes to remove; words in "),
        Run("bold", ADDED),
        Run(" are not in the draft; names in "),
        Run("italics", NAME),
        Run(" are those of the delegations that make the proposal."),
    )
    several = _item(
        *_opening("3.2"),
        Run("words", DELETED),
        Run(" / "),
        Run("other words", ADDED),
        *_name(),
        Run(" / delete"),
        *_closing(),
        Run(
            " where there are several proposals at one place, the words of the draft stand first and each proposal follows after a slash, "
        ),
        Run("as the text would read there; “delete” means that the words of the draft would be removed."),
    )
    return [one, several]


def _labels_example() -> list[ParagraphOut]:
    example = _item(
        *_opening("3.1"),
        Run("text: ", LABEL),
        Run("words of the draft / "),
        Run("replace by: ", LABEL),
        Run("other words", ADDED),
        *_name(),
        Run(" / delete"),
        *_closing(),
        Run(" a bracket that opens with a number holds what is proposed at one place: the words of the draft, then each proposal "),
        Run("after a slash with the names of the delegations that make it; the number identifies the change. “Add” introduces words "),
        Run("that would stand between words of the draft."),
    )
    return [example]


def _opening(number: str) -> list[Run]:
    return [Run(f"[{number} ", CHANGE)]


def _name() -> list[Run]:
    return [Run(" ("), Run("State", NAME), Run(")")]


def _closing() -> list[Run]:
    return [*_name(), Run("]", CHANGE)]


def _draw(outline: Outline, meeting: Meeting, examples: list[ParagraphOut]) -> list[ParagraphOut]:
    used = see_what_is_used(outline)
    examples = examples if used.changes else []
    lines: tuple[tuple[bool, str, str, str], ...] = (
        (
            used.brackets,
            "[ ]",
            "",
            "a bracket without such a number is part of the text itself, or encloses a paragraph that is not agreed.",
        ),
        (used.alternatives, "3\u00a0", meeting.alternative_word, "is another version of paragraph 3; all versions stand in brackets."),
        (used.news, "3\u00a0", meeting.new_word, "is a proposed new paragraph, to stand after paragraph 3."),
        (used.whole, "[Delete …]", "", "a line in brackets says what is proposed for a paragraph as a whole; nothing is struck for it."),
        (used.lists, "List 3.1 A", "", f"more than {in_words(INLINE)} names are listed directly under the paragraph."),
        (used.below, "[3.1 see below]", "", "long or numerous proposals follow under the paragraph, under the same number."),
        (
            used.letters,
            "P1, H1, C1",
            "",
            "identify unnumbered paragraphs, headings and table cells of the draft.",
        ),
        (used.prefixed, "B.3", "", "is paragraph 3 under heading B, as paragraph numbers begin again under each heading."),
        (used.joins, "¶", "", "marks where a new paragraph would begin."),
    )
    items = [_item(Run(mark, NUMBER), Run(latin, LATIN), Run(f" {meaning}")) for shown, mark, latin, meaning in lines if shown]
    if not examples and not items:
        return []
    return [ParagraphOut((Run("The marks in the text are to be read as follows:"),), "WGText", keep_next=True), *examples, *items]
