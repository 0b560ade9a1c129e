"""The cases that the design of the paper names: each a small compilation. Tests read them; docs/pictures/make.py draws them."""

from tests.papers.factory import Returned, aside, comment, compile_by_hand, unit
from wgtracker.compile.model import Compilation

THREE = (
    "States parties should consider, where appropriate, not prosecuting victims for offences committed as a direct consequence of having "
    "been trafficked."
)
FOUR = "The Secretariat should continue to provide technical assistance to requesting States parties."
FIVE = "States parties should strengthen the early identification of victims of trafficking in persons."
RIGHT = comment("0", 7, "A right.", "privacy")
WEAKEN = comment("0", 1, "The words weaken it.", "where appropriate")
GROUP = "the European Union and its member States"
NINE = (
    "Argentina", "Bolivia (Plurinational State of)", "Chile", "Iran (Islamic Republic of)", "Kenya", "Mexico", "Republic of Korea",
    "Turkey", "Venezuela (Bolivarian Republic of)",
)  # fmt: skip
UNITS = (
    unit(0, "Criminal justice responses", kind="heading", level=1),
    unit(1, THREE, "3."),
    unit(2, FOUR, "4."),
    unit(3, "Joint investigations", kind="heading", level=1),
    unit(4, FIVE, "5."),
    unit(5, "In joint investigations, States parties should:", "6.", kind="chapeau"),
    unit(6, "Agree in advance on the use of evidence;", "(a)", kind="subparagraph", level=1),
    unit(7, "Protect the privacy of victims.", "(b)", kind="subparagraph", level=1),
)


def several_at_one_place() -> Compilation:
    """Replace by two States, inner insertion by a third, deletion of the same words by a fourth; alt, bis and comments."""
    return compile_by_hand(
        UNITS,
        {
            "Brazil": Returned({1: THREE.replace("where appropriate", "whenever possible")}),
            "Chile": Returned(new=[(1, "States parties should train prosecutors accordingly.", "3 bis")]),
            "Egypt": Returned(
                {1: THREE.replace(", where appropriate,", "")}, comments=[comment("0", 1, "The words weaken it.", "where appropriate")]
            ),
            "France": Returned({1: THREE.replace("where appropriate", "whenever possible")}),
            "Kenya": Returned(
                {1: THREE.replace("where appropriate", "where appropriate and feasible")}, comments=[comment("0", 1, "Supports the text.")]
            ),
            "Switzerland": Returned(alternatives={1: "States parties should apply the principle of non-punishment."}),
        },
    )


def many_names() -> Compilation:
    """Nine delegations delete the same words, and a group's file adds some."""
    returned = {name: Returned({2: FOUR.replace("continue to ", "")}) for name in NINE}
    group = Returned(
        {2: FOUR.replace("assistance", "assistance, upon request,")},
        category="REIO",
        on_behalf_of=GROUP,
    )
    return compile_by_hand(UNITS, {**returned, "European Union": group})


def two_parts() -> Compilation:
    """Two files of one State, each on its own part of the text."""
    return compile_by_hand(
        UNITS,
        {
            "Chile#1": Returned({1: THREE.replace("should", "shall")}),
            "Chile#2": Returned({4: FIVE.replace("early", "prompt")}),
            "Norway": Returned({1: THREE.replace("should", "shall")}),
        },
    )


def by_hand() -> Compilation:
    """Tracking off, red and struck by hand: printed as any other proposal."""
    made = compile_by_hand(UNITS, {"Mexico": Returned({4: FIVE.replace("strengthen", "ensure")})})
    own = made.submissions[0]
    marked = tuple(amendment._replace(tracked=False, by_hand=True) for amendment in own.amendments)
    return made._replace(submissions=(own._replace(amendments=marked),))


def previous_draft() -> Compilation:
    """A file made on the previous draft: its tracked change is placed, the differences of its base are held."""
    held = [aside("made on another version of the draft", FIVE, FIVE.replace("early", "timely"), "difference", on=4)]
    return compile_by_hand(UNITS, {"Canada": Returned({1: THREE.replace("victims", "such victims")}, held=held)})


def chapeau_and_new_subparagraph() -> Compilation:
    """The chapeau is amended and a sub-paragraph (c) is new."""
    return compile_by_hand(
        UNITS,
        {
            "Peru": Returned(
                {5: UNITS[5].text.replace("should", "shall")},
                new=[(7, "Share the costs.", "(c)")],
                comments=[comment("0", 7, "A right.", "privacy")],
            )
        },
    )


def brackets_only() -> Compilation:
    """Only brackets are put in."""
    return compile_by_hand(UNITS, {"Peru": Returned({1: THREE.replace("where appropriate", "[where appropriate]")})})


def group_and_members() -> Compilation:
    """A group's file, a member with identical text, another member that differs."""
    same = THREE.replace("consider", "endeavour to ensure")
    return compile_by_hand(
        UNITS,
        {
            "France": Returned({1: same}),
            "Ireland": Returned({1: THREE.replace("consider", "commit to")}),
            "European Union": Returned({1: same}, category="REIO", on_behalf_of=GROUP),
        },
    )


def support_only() -> Compilation:
    """We support all: a comment, no change."""
    return compile_by_hand(UNITS, {"Zambia": Returned(comments=[comment("0", None, "We support all discussion points.")])})


def cover_letter() -> Compilation:
    """A cover letter that is not the draft: nothing has a place."""
    letter = [aside("the file is not made on this draft", "", "Japan presents its compliments and proposes no change.", "difference")]
    return compile_by_hand(UNITS, {"Japan": Returned(unplaced=letter), "Peru": Returned({1: THREE.replace("should", "shall")})})


def lines_on_the_whole() -> Compilation:
    """Deletion, retention, move and merger of whole points; two versions of one."""
    return compile_by_hand(
        UNITS,
        {
            "Brazil": Returned(merged={(1, 2): "States parties and the Secretariat should act."}),
            "Egypt": Returned(deleted=[1]),
            "Japan": Returned(retained=[1]),
            "Kenya": Returned(moved={1: 4}),
            "Norway": Returned(alternatives={1: "Victims shall not be punished."}),
            "Switzerland": Returned(alternatives={1: "States parties should apply the principle of non-punishment."}),
        },
    )


def long_and_many() -> Compilation:
    """More than five options at one place, and a long passage replaced."""
    words = ["endeavour to ensure", "commit to", "undertake to", "work towards", "provide for", "aim at"]
    returned = {f"State {chr(65 + n)}": Returned({1: THREE.replace("consider", word)}) for n, word in enumerate(words)}
    long = " ".join(f"word{n}" for n in range(60))
    units = (*UNITS, unit(8, f"States parties should {long} together.", "7."))
    returned["State G"] = Returned({8: "States parties should act together."})
    returned["State H"] = Returned({8: f"States parties should {long} jointly."})
    return compile_by_hand(units, returned)


def foreign() -> Compilation:
    """Arabic and Chinese text."""
    arabic, chinese = "على الدول الأطراف أن تنظر، عند الاقتضاء، في عدم ملاحقة الضحايا.", "缔约国应考虑酌情不起诉受害人。"
    units = (unit(0, arabic, "1."), unit(1, chinese, "2."))
    return compile_by_hand(
        units,
        {
            "Egypt": Returned({0: arabic.replace("عند الاقتضاء", "كلما أمكن"), 1: chinese.replace("酌情", "尽可能")}),
            "Norway": Returned({1: chinese.replace("酌情", "")}, comments=[comment("0", 0, "نقترح حذف هذه العبارة.")]),
        },
    )


CASES = {
    "several-at-one-place": (several_at_one_place, "Discussion point 3"),
    "many-names": (many_names, "Discussion point 4"),
    "two-parts-of-one-state": (two_parts, "Discussion point 3"),
    "marked-by-hand": (by_hand, "Discussion point 5"),
    "previous-draft": (previous_draft, "Discussion point 3"),
    "chapeau-and-new-subparagraph": (chapeau_and_new_subparagraph, "Discussion point 6"),
    "brackets-only": (brackets_only, "Discussion point 3"),
    "group-and-members": (group_and_members, "Discussion point 3"),
    "support-only": (support_only, ""),
    "cover-letter": (cover_letter, ""),
    "whole-points": (lines_on_the_whole, "Discussion point 3"),
    "long-and-many": (long_and_many, "Discussion point 3"),
    "arabic-and-chinese": (foreign, "Discussion point 1"),
}
"""Name of the picture -> (the compilation, the title of the point drawn; "" = the closing part)."""
