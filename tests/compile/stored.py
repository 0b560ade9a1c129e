"""Draw a draft and what delegations say on it, as data that somebody kept: units and submissions, no Word file."""

import random

from wgtracker.compile.assemble import DraftText
from wgtracker.compile.model import Account, Amendment, Comment, Count, Delegation, Submission, Unit
from wgtracker.text import diff

NOTHING = Count(0, 0, 0, 0)
WORDS = "States parties should strengthen cooperation training prosecutors judges victims evidence measures legislation witnesses".split()
STATES = ("Albania", "Brazil", "Chile", "Denmark", "Egypt", "Fiji", "Ghana", "Haiti")


def _text(source: random.Random, words: int) -> str:
    return " ".join(source.choice(WORDS) for _ in range(words)) + "."


def draw_draft_text(source: random.Random) -> DraftText:
    """Draw about twenty units: headings, numbered paragraphs with and without sub-paragraphs, plain text and cells."""
    units: list[Unit] = []

    def add(kind: str, label: str = "", level: int = 0) -> None:
        topic = next((unit.text for unit in reversed(units) if unit.kind == "heading"), "")
        units.append(Unit(len(units), kind, label, topic, _text(source, source.randint(6, 14)), level, len(units)))

    for number in range(1, 9):
        if number in (1, 5):
            add("heading", level=1)
        add("recommendation", f"{number}.")
        for nth in range(source.choice((0, 0, 2, 3))):
            add("subparagraph", f"({chr(97 + nth)})", 1)
        if source.random() < 0.3:
            add(source.choice(("text", "cell")))
    return DraftText("draft.docx", "0" * 64, tuple(units), ())


def _change(source: random.Random, units: tuple[Unit, ...], at: int) -> Amendment:
    kind = source.choice(("replace", "replace", "replace", "replace", "new", "new", "delete", "retain", "move", "merge"))
    unit = units[at]
    if kind == "new":
        after = source.choice((None, at, at, at))
        text = source.choice(("States parties should meet again.", "States parties should report.", _text(source, 5)))
        return Amendment("new", None, (), after, "", text, diff("", text), (), (), False, False, (), source.choice((0, 0, 1)))
    others: tuple[int, ...] = ()
    after_unit = None
    proposed = unit.text
    if kind in ("replace", "merge"):
        words = unit.text.split(" ")
        start = source.randrange(len(words))
        words[start : start + source.randrange(4)] = [source.choice(WORDS) for _ in range(source.randrange(3))]
        proposed = " ".join(words) or "Nothing."
    if kind == "merge" and at + 1 < len(units):
        others = (at, at + 1)
        proposed = f"{proposed} {units[at + 1].text}"
    elif kind == "move":
        after_unit = source.randrange(len(units))
    elif kind == "delete":
        proposed = ""
    return Amendment(kind, at, others, after_unit, unit.text, proposed, diff(unit.text, proposed), (), (), False, False, ())


def draw_submissions(source: random.Random, units: tuple[Unit, ...]) -> tuple[list[Submission], list[Delegation]]:
    """Draw the submissions of some States, a State now and then with two or with one that is superseded; and who they are, shuffled."""
    submissions: list[Submission] = []
    names = source.sample(STATES, source.randint(1, len(STATES)))
    for number, name in enumerate([*names, *source.sample(names, source.randrange(2))]):
        touched = sorted(source.sample(range(len(units)), source.randint(0, 8)))
        amendments = tuple(_change(source, units, at) for at in touched)
        comments = tuple(_comment(source, nth, units, amendments) for nth in range(source.randrange(4)))
        file = f"{number}.docx"
        superseded_by = "other.docx" if source.random() < 0.1 else None
        account = Account(NOTHING, NOTHING, NOTHING)
        submissions.append(
            Submission(file, name, "State", "", "", True, "0" * 64, None, None, superseded_by, amendments, comments, (), (), account, 0, ())
        )
    speakers = [Delegation(name, "State", name) for name in names]
    source.shuffle(speakers)
    return submissions, speakers


def _comment(source: random.Random, number: int, units: tuple[Unit, ...], amendments: tuple[Amendment, ...]) -> Comment:
    new = [place for place, amendment in enumerate(amendments) if amendment.kind == "new"]
    if new and source.random() < 0.5:
        return Comment(str(number), None, source.choice(new), "", "", "A", None, _text(source, 4), None, False)
    return Comment(str(number), source.randrange(len(units)), None, "", "", "A", None, _text(source, 4), None, False)
