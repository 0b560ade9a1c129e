"""Draw each delegation's input as it made it: its changed words with a few words of context, and its comments in full."""

from wgtracker.compile.model import Amendment, Comment, Compilation, Submission
from wgtracker.papers.comments import is_whole, shorten
from wgtracker.papers.masthead import name_together
from wgtracker.papers.outline import Outline
from wgtracker.papers.pen import ADDED, DELETED, LABEL, NUMBER, add_space, begins_a_word, is_right_to_left, put
from wgtracker.papers.place import BOLD, FOREIGN, Vocabulary
from wgtracker.papers.prose import capitalize
from wgtracker.papers.spots import phrase_for, trim
from wgtracker.papers.tally import Tally
from wgtracker.text.model import Edits
from wgtracker.word.clean import close_turns
from wgtracker.word.model import Inline, ParagraphOut, Run
from wgtracker.word.runs import is_mixed

CONTEXT = 5
"""Words of context on either side of a change."""
REACH = 70
"""Characters between two changes up to which the words between them are printed too."""
SPACES = (" ", "\t", "\u00a0")


def draw_delegations(compilation: Compilation, tally: Tally, outline: Outline, says: Vocabulary) -> list[ParagraphOut]:
    """Draw every delegation's input under its name, in printing order; a second file of one delegation follows the first."""
    by_name: dict[str, list[Submission]] = {}
    for submission in tally.counted:
        by_name.setdefault(submission.delegation, []).append(submission)
    news = _labels_of_news(compilation)
    out: list[ParagraphOut] = []
    for name in _in_order(compilation, by_name):
        entries = [entry for submission in by_name[name] for entry in _draw_submission(submission, compilation, outline, news, says)]
        if entries:
            out.append(ParagraphOut((Run(name),), "Heading2", keep_next=True))
            out.extend(entries)
    if not out:
        out.append(ParagraphOut((Run("No proposals or comments had been received."),), "WGText"))
    return out


def _in_order(compilation: Compilation, by_name: dict[str, list[Submission]]) -> list[str]:
    known = [delegation.name for delegation in compilation.delegations if delegation.name in by_name]
    return known + sorted(set(by_name).difference(known))


def _labels_of_news(compilation: Compilation) -> dict[tuple[int | None, str], str]:
    return {(new.after_unit, new.text): new.label for new in compilation.new_paragraphs}


def _draw_submission(
    submission: Submission, compilation: Compilation, outline: Outline, news: dict[tuple[int | None, str], str], says: Vocabulary
) -> list[ParagraphOut]:
    out = [paragraph for amendment in submission.amendments for paragraph in _draw_amendment(amendment, compilation, outline, news, says)]
    out.extend(paragraph for comment in submission.comments for paragraph in _draw_comment(comment, compilation, outline))
    return out


def _entry(lead: list[Inline], words: list[Inline], text: str) -> list[ParagraphOut]:
    """Make one entry; words that read from right to left stand in a paragraph of their own, turned their way."""
    if not is_right_to_left(text):
        return [ParagraphOut((*lead, *words), "WGEntry")]
    return [ParagraphOut(tuple(lead), "WGEntry", keep_next=True), ParagraphOut(tuple(words), "WGEntry", bidi=True)]


def name_of(outline: Outline, unit: int | None) -> str:
    """Name a unit inside a sentence."""
    ref = outline.refs.get(unit) if unit is not None else None
    return ref.name if ref else "the text as a whole"


def _draw_amendment(
    amendment: Amendment, compilation: Compilation, outline: Outline, news: dict[tuple[int | None, str], str], says: Vocabulary
) -> list[ParagraphOut]:
    line: list[Inline] = []
    words: list[Inline] = []
    if amendment.kind == "new" or amendment.unit is None:
        label = news.get((amendment.after_unit, amendment.proposed), "")
        put(line, f"New paragraph{f' {label}' if label else ''}", NUMBER)
        put(line, f", {_after(outline, amendment.after_unit)}: ")
        put(words, amendment.proposed, ADDED)
        return _entry(line, words, amendment.proposed)
    name = name_of(outline, amendment.unit)
    if amendment.kind == "merge":
        name = name_together([name_of(outline, unit) for unit in amendment.units], outline.unit_name) or name
    put(line, f"{capitalize(name)}: ", NUMBER)
    act = {"delete": "delete", "retain": "retain as is", "move": "move ", "merge": "merge to read: "}.get(amendment.kind, "")
    if amendment.kind == "move":
        act += _after(outline, amendment.after_unit) + ("; " if amendment.edits else "")
    if act:
        line.append(Run(act))
    if amendment.kind == "merge":
        put(words, amendment.proposed, ADDED)
    elif is_alternative(amendment, compilation):
        line.append(Run("replace by: "))
        put(words, amendment.proposed, ADDED)
    elif amendment.kind != "delete":
        put_edits(words, compilation.units[amendment.unit].unit.text, amendment.edits, says)
    return _entry(line, words, (amendment.proposed or amendment.original) if words else "")


def is_alternative(amendment: Amendment, compilation: Compilation) -> bool:
    """Tell whether an amendment stands in the paper as another version of its unit: word-by-word marks would not be read."""
    if amendment.unit is None:
        return False
    return any(amendment.proposed == version.text for version in compilation.units[amendment.unit].alternatives)


def _after(outline: Outline, unit: int | None) -> str:
    return "at the beginning of the text" if unit is None else f"to stand after {name_of(outline, unit)}"


def put_edits(line: list[Inline], base: str, edits: Edits, says: Vocabulary = BOLD) -> None:
    """Add the changes with their context; "…" where words are left out. What only spaces part is shown as one change.

    says: the words before the parts of a change; Arabic and Chinese always have some.
    """
    if is_mixed(base) and not says.insertion:
        says = FOREIGN
    at = 0
    for index, (start, end, new) in enumerate(_join(base, edits)):
        between = base[at:start]
        put(line, leave_out_middle(between) if index else tail(between))
        _put_edit(line, base[start:end], new, base[end : end + 2], says)
        at = end
    if edits:
        put(line, head(base[at:]))


def _join(base: str, edits: Edits) -> list[tuple[int, int, str]]:
    joined: list[tuple[int, int, str]] = []
    for start, end, new in edits:
        if joined and base[joined[-1][1] : start].isspace():
            first, last, words = joined[-1]
            joined[-1] = (first, end, words + base[last:start] + new)
        else:
            joined.append((start, end, new))
    return joined


def _put_edit(line: list[Inline], old: str, new: str, following: str, says: Vocabulary) -> None:
    """Add one change, struck words first; the spaces around it are plain."""
    words, added = old.strip(), trim(new)
    if old[:1].isspace() or (not words and new[:1] in SPACES):
        add_space(line)
    if not words and not added.strip():
        add_space(line)
        line.append(Run(f"[{phrase_for(old, new)}]"))
    elif says.insertion:
        _put_labelled(line, words, added, says)
    else:
        put(line, words, DELETED)
        if words and added:
            add_space(line)
        put(line, added, ADDED)
    if old[-1:].isspace() or new[-1:] in SPACES or begins_a_word(following):
        add_space(line)


def _put_labelled(line: list[Inline], words: str, added: str, says: Vocabulary) -> None:
    """Add one change in a bracket, each part after the word that says what it is."""
    add_space(line)
    line.append(Run("["))
    if words:
        line.append(Run(says.lone_base, LABEL))
        put(line, words, DELETED)
        line.append(Run(" / " if added else " / delete"))
    if added:
        line.append(Run(says.option if words else says.insertion, LABEL))
        put(line, added, ADDED)
    line.append(Run("]"))


def tail(words: str) -> str:
    """Give the last few words; "…" stands for the rest."""
    cut = words.rsplit(" ", CONTEXT + 1)
    return words if len(cut) <= CONTEXT + 1 else "…\u00a0" + words[len(cut[0]) + 1 :]


def head(words: str) -> str:
    """Give the first few words; "…" stands for the rest."""
    cut = words.split(" ", CONTEXT + 1)
    return words if len(cut) <= CONTEXT + 1 else words[: len(words) - len(cut[-1]) - 1] + "\u00a0…"


def leave_out_middle(words: str) -> str:
    """Leave out the middle of what stands between two changes that are far apart."""
    cut = words.split(" ")
    if len(words) <= REACH or len(cut) <= 2 * CONTEXT + 2:
        return words
    return f"{' '.join(cut[: CONTEXT + 1])} … {' '.join(cut[-CONTEXT - 1 :])}"


def _draw_comment(comment: Comment, compilation: Compilation, outline: Outline) -> list[ParagraphOut]:
    if comment.unit is not None:
        target = name_of(outline, comment.unit)
    elif comment.amendment is not None:
        target = "a new paragraph"
    else:
        target = f"the {comment.where}" if comment.where not in ("", "document") else "the text as a whole"
    anchor = " ".join(comment.anchor.split())
    line: list[Inline] = []
    put(line, f"{'Reply' if comment.parent is not None else 'Comment'} on {target}", NUMBER)
    text = compilation.units[comment.unit].unit.text if comment.unit is not None else ""
    if anchor and comment.parent is None and not is_whole(anchor, text):
        put(line, f", “{shorten(anchor)}”")
    put(line, ": ")
    # Line breaks of a comment stay line breaks here: the annex holds it in full, as it was received.
    return _entry(line, [Run(f"“{close_turns(comment.text.strip())}”")], comment.text)
