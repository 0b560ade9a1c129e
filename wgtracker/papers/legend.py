"""Explain the marks with the marks themselves; only those that the paper uses."""

from dataclasses import dataclass

from wgtracker.compile.meeting import Meeting
from wgtracker.papers.names import INLINE
from wgtracker.papers.outline import Outline
from wgtracker.papers.pen import ADDED, CHANGE, DELETED, LABEL, LATIN, NAME, NUMBER
from wgtracker.papers.place import LONG, MANY
from wgtracker.papers.prose import in_words
from wgtracker.word.model import Inline, ParagraphOut, Run


@dataclass(frozen=True, slots=True)
class Used:
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
    return Used(
        changes=bool(spots),
        alternatives=any(member.negotiated.alternatives for member in members),
        news=any(point.news_before or any(member.news for member in point.members) for point in points),
        whole=any(u.deleted_by or u.retained_by or u.moves or u.merges for u in (member.negotiated for member in members)),
        lists=any(len(by) > INLINE for by in crowds),
        below=any(len(spot.options) > MANY or len(spot.base.split()) > LONG for spot in spots),
        letters=any(point.tag[:1] in "PCHT" and point.tag[1:2].isdigit() for point in points),
        joins=any("\n" in option.text for spot in spots for option in spot.options),
        prefixed=any("." in point.tag and point.tag[:1].isalpha() for point in points),
    )


def draw_bold_legend(outline: Outline, meeting: Meeting) -> list[ParagraphOut]:
    """Explain bold, strike-through, brackets and names."""
    return [_lead("The marks in the text are to be read as follows:"), *_draw(outline, meeting, _bold_example())]


def draw_labels_legend(outline: Outline, meeting: Meeting) -> list[ParagraphOut]:
    """Explain the text labels."""
    return [_lead("The marks in the text are to be read as follows:"), *_draw(outline, meeting, _labels_example())]


def draw_clean_legend(outline: Outline, meeting: Meeting) -> list[ParagraphOut]:
    """Say that the text is unmarked and where the proposals are."""
    return [_lead("The text in part II is that of the draft as circulated, without marks. All proposals and comments are in annex I.")]


def _lead(text: str) -> ParagraphOut:
    return ParagraphOut((Run(text),), "WGText", keep_next=True)


def _item(*inlines: Inline) -> ParagraphOut:
    return ParagraphOut(tuple(inlines), "WGList")


def _bold_example() -> list[ParagraphOut]:
    return [
        _item(
            Run("[3.1 ", CHANGE), Run("old words", DELETED), Run(" "), Run("new words", ADDED), Run(" ("), Run("State", NAME), Run(")"), Run("]", CHANGE),
            Run(" a bracket that opens with a number holds what is proposed at one place; the number identifies the change. "),
            Run("Struck", DELETED), Run(" words are words of the draft that at least one delegation proposes to remove; words in "),
            Run("bold", ADDED), Run(" are not in the draft; names in "), Run("italics", NAME), Run(" are those of the delegations that make the proposal."),
        ),
        _item(
            Run("[3.2 ", CHANGE), Run("words", DELETED), Run(" / "), Run("other words", ADDED), Run(" ("), Run("State", NAME), Run(")"),
            Run(" / "), Run("delete"), Run(" ("), Run("State", NAME), Run(")"), Run("]", CHANGE),
            Run(" where there are several proposals at one place, the words of the draft stand first and each proposal follows after a slash, as the text "
                "would read there; “delete” means that the words of the draft would be removed."),
        ),
    ]  # fmt: skip


def _labels_example() -> list[ParagraphOut]:
    return [
        _item(
            Run("[3.1 ", CHANGE), Run("text: ", LABEL), Run("words of the draft"), Run(" / "), Run("replace by: ", LABEL), Run("other words"),
            Run(" ("), Run("State", NAME), Run(")"), Run(" / "), Run("delete"), Run(" ("), Run("State", NAME), Run(")"), Run("]", CHANGE),
            Run(" a bracket that opens with a number holds what is proposed at one place: the words of the draft, then each proposal after a slash with the "
                "names of the delegations that make it; the number identifies the change. “Add” introduces words that would stand between words of the draft."),
        ),
    ]  # fmt: skip


def _draw(outline: Outline, meeting: Meeting, examples: list[ParagraphOut]) -> list[ParagraphOut]:
    used = see_what_is_used(outline)
    out = examples if used.changes else []
    out.append(
        _item(
            Run("[ ]", NUMBER),
            Run(" a bracket without such a number is part of the text itself, or encloses a paragraph that is not agreed."),
        )
    )
    if used.alternatives:
        out.append(
            _item(
                Run("3\u00a0", NUMBER),
                Run(meeting.alternative_word, LATIN),
                Run(" is another version of paragraph 3; all versions stand in brackets."),
            )
        )
    if used.news:
        out.append(
            _item(Run("3\u00a0", NUMBER), Run(meeting.new_word, LATIN), Run(" is a proposed new paragraph, to stand after paragraph 3."))
        )
    if used.whole:
        out.append(
            _item(Run("Lines in brackets under a paragraph say what is proposed for the paragraph as a whole; nothing is struck for them."))
        )
    if used.lists:
        out.append(
            _item(Run("“List 3.1 A”: more than six names are listed directly under the paragraph.".replace("six", in_words(INLINE))))
        )
    if used.below:
        out.append(
            _item(Run("[3.1 see below]", CHANGE), Run(" long or numerous proposals follow under the paragraph, under the same number."))
        )
    if used.letters:
        out.append(
            _item(
                Run("P1, H1, C1", NUMBER),
                Run(" identify unnumbered paragraphs, headings and table cells of the draft, so that changes to them have numbers."),
            )
        )
    if used.prefixed:
        out.append(_item(Run("B.3", NUMBER), Run(" is paragraph 3 under heading B, as paragraph numbers begin again under each heading.")))
    if used.joins:
        out.append(_item(Run("¶", NUMBER), Run(" marks where a new paragraph would begin.")))
    return out
