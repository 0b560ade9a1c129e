"""Texts to try the laws on: six languages, marks, joined emoji, odd spaces, brackets, and drafts with their revisions."""

from collections import Counter
from random import Random

from hypothesis import strategies as st

from wgtracker.text import Edit, Edits

WORDS = (
    "States parties victims the of and where appropriate non-punishment State's d’experts l'État É e\u0301le\u0300ve recomendación niñas "
    "государства жертв ё е\u0308 й торговли الدول الأطراف الضَّحَايَا ٱلدُّوَل قَانُون 各国 应当 工作组 十 五 ญี่ปุ่น カー 2020 10,000 3.1 ½ A/RES/75/1"
).split()
SIGNS = [
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "🏳️\u200d🌈",
    "🇫🇷",
    "🇰🇪",
    *"()[]«»“”.,;:—–/-'’،؟。，、",
    "\u0301",
    "\u200f",
    "\u200d",
    "\ufeff",
    "_",
]
SPACES = [" ", " ", " ", " ", "\u00a0", "\r\n", "\n", "\t", "  ", "\u202f", "\u3000", "\r", " \u0301"]

pieces = st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS), st.sampled_from(SPACES))
mixed_texts = st.lists(pieces, max_size=14).map("".join)
any_texts = st.one_of(mixed_texts, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
"""Every text without lone surrogates, the awkward ones more often."""

rolls = st.randoms(use_true_random=True)
"""One drawn seed and plain dice from there: texts of many parts are drawn fast, and a failure names its seed."""

_FEW = [*"abc", "the", "of", ",", "(", ")", "[", "]", "."]


def roll_sentence(dice: Random) -> str:
    """Return words that come again and again: alignments have many ties."""
    return " ".join(dice.choices(_FEW, k=dice.randint(0, 10)))


def roll_mixed(dice: Random) -> str:
    """Return words, signs and spaces of all kinds in any order."""
    return "".join(dice.choice(dice.choice((WORDS, SIGNS, SPACES))) for _ in range(dice.randint(0, 14)))


def roll_revision(dice: Random, base: str) -> str:
    """Return the base after a few strikes and insertions at any offset, or now and then an unrelated text."""
    if dice.random() < 0.15:
        return roll_mixed(dice)
    text = base
    for _ in range(dice.randint(0, 3)):
        start = dice.randint(0, len(text))
        end = min(len(text), start + dice.choice((0, 1, 4, 8)))
        new = "".join(dice.choice(dice.choice((WORDS, SIGNS, SPACES))) for _ in range(dice.randint(0, 3)))
        text = text[:start] + new + text[end:]
    return text


def roll_draft(dice: Random, revisions: int) -> tuple[str, list[str]]:
    """Return a base and so many texts made of it."""
    base = dice.choice((roll_mixed, roll_sentence, lambda dice: " ".join(dice.choices(WORDS, k=dice.randint(0, 12)))))(dice)
    return base, [roll_revision(dice, base) for _ in range(revisions)]


def roll_edits(dice: Random, text: str) -> Edits:
    """Return edits at any offsets, token boundaries or not, as an editor on a page might make them."""
    cuts = sorted(dice.randint(0, len(text)) for _ in range(2 * dice.randint(0, 4)))
    edits: list[Edit] = []
    for start, end in zip(cuts[::2], cuts[1::2]):
        edit = Edit(start, dice.choice((start, end)), dice.choice(("", "x", "y ", "[", "ل")))
        if (edit.new or edit.start < edit.end) and (not edits or edits[-1].end < start):
            edits.append(edit)
    return tuple(edits)


def roll_proposals(dice: Random, base: str, most: int) -> dict[str, Edits]:
    """Return edits of two or more proposers, so close to each other that many clash; some agree."""
    names = ("Brazil", "Chile", "Egypt", "Kenya")[: dice.randint(2, most)]
    rolled = {name: roll_edits(dice, base) for name in names}
    return {name: dice.choice(list(rolled.values())) if dice.random() < 0.2 else edits for name, edits in rolled.items()}


def roll_separated(dice: Random) -> tuple[str, str, str, str] | None:
    """Return base, change A, change B and both, on the two sides of a word that stands once and is left alone.

    None where words struck on one side come back on the other: they may have moved across, so nothing is promised then.
    """
    small = ["the", "of", "and", ","]

    def side(letter: str) -> tuple[list[str], list[str]]:
        before = [dice.choice((dice.choice(small), f"{letter}{n}")) for n in range(dice.randint(0, 8))]
        after = list(before)
        for _ in range(dice.randint(1, 2)):
            at = dice.randint(0, len(after))
            after[at : at + dice.randint(0, 3)] = dice.choices([*small, f"{letter}-new", f"{letter}-other"], k=dice.randint(0, 3))
        return before, after

    left, new_left = side("l")
    right, new_right = side("r")
    for one, new_one, two, new_two in ((left, new_left, right, new_right), (right, new_right, left, new_left)):
        if (Counter(one) - Counter(new_one)).keys() & (Counter(new_two) - Counter(two)).keys():
            return None
    mixes = ((left, right), (new_left, right), (left, new_right), (new_left, new_right))
    base, first, second, both = (" ".join([*one, "unchanged", *two]) for one, two in mixes)
    return base, first, second, both
