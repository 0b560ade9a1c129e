"""Blocks as the paper prints them: the cases of the design, word for word."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.papers import cases
from tests.papers.factory import Returned, comment, compile_by_hand, unit
from tests.papers.looking import draw, lines, plain
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.place import BOLD, LABELS, Vocabulary

OURS = (
    "text replace by add delete list delegations see below on the words put in remove brackets "
    "a an opening closing bracket space new paragraph begins here"
)


def test_several_proposals_at_one_place_read_as_in_the_design() -> None:
    assert lines(cases.several_at_one_place()) == [
        "Discussion point 3 (proposals: 6 delegations; comments: 2)",
        "[**3.** States parties should consider **[3.1** ~~, where appropriate,~~ / **, whenever possible,** (*Brazil, France*) / "
        "delete (*Egypt*) / , where appropriate **and feasible**, (*Kenya*)**]** not prosecuting victims for offences committed as a "
        "direct consequence of having been trafficked.]",
        "[**3** ***alt*.** **States parties should apply the principle of non-punishment.** (*Switzerland*)]",
        "[**3** ***bis*.** **States parties should train prosecutors accordingly.** (*Chile*)]",
        "**Comments.** *Egypt*, on “where appropriate”: “The words weaken it.” · *Kenya*, on the whole: “Supports the text.”",
    ]


def test_nine_names_stand_in_a_list_directly_below() -> None:
    got = lines(cases.many_names(), "Discussion point 4")
    assert got[1] == (
        "**4.** The Secretariat should **[4.1** ~~continue to~~ / delete (9 delegations, list 4.1 A)**]** provide technical assistance "
        "**[4.2** **, upon request,** (*European Union*)**]** to requesting States parties."
    )
    assert got[2].startswith("**List 4.1 A:** *Argentina; Bolivia (Plurinational State of); Chile; Iran (Islamic Republic of); Kenya;")
    assert len(got) == 3


def test_two_files_of_one_state_speak_with_one_name() -> None:
    assert "~~should~~ **shall** (*Chile, Norway*)" in lines(cases.two_parts(), "Discussion point 3")[1]
    assert "~~early~~ **prompt** (*Chile*)" in lines(cases.two_parts(), "Discussion point 5")[1]


def test_changes_marked_by_hand_are_printed_as_any_other() -> None:
    assert "**[5.1** ~~strengthen~~ **ensure** (*Mexico*)**]**" in lines(cases.by_hand())[1]


def test_what_is_held_is_not_printed_as_the_states() -> None:
    compilation = cases.previous_draft()
    assert "**[3.1** **such** (*Canada*)**]** victims" in lines(compilation)[1]
    assert lines(compilation, "Discussion point 5")[0] == "Discussion point 5 (no proposals; comments: none)"


def test_a_chapeau_and_a_new_subparagraph_stand_in_one_point() -> None:
    assert lines(cases.chapeau_and_new_subparagraph()) == [
        "Discussion point 6 (proposals: 1 delegation; comments: 1)",
        "**6.** In joint investigations, States parties **[6.1** ~~should~~ **shall** (*Peru*)**]**:",
        "**(a)** Agree in advance on the use of evidence;",
        "**(b)** Protect the privacy of victims.",
        "[**(c)** **Share the costs.** (*Peru*)]",
        "**Comments.** *Peru*, on subparagraph (b), “privacy”: “A right.”",
    ]


def test_brackets_put_in_are_one_proposal_in_words() -> None:
    assert "**[3.1** where appropriate / put in brackets (*Peru*)**]**, not" in lines(cases.brackets_only())[1]


def test_a_member_that_wrote_the_same_is_named_and_one_that_differs_is_an_option() -> None:
    got = lines(cases.group_and_members())[1]
    assert "~~consider~~ / **endeavour to ensure** (*France, European Union*) / **commit to** (*Ireland*)" in got


def test_lines_on_the_whole_strike_nothing_and_stand_in_order() -> None:
    got = lines(cases.lines_on_the_whole())
    assert got[1].startswith("[**3.** States parties should consider, where appropriate, not")
    assert got[1].endswith("trafficked.]")
    assert got[2:] == [
        "[Delete discussion point 3 (*Egypt*)]",
        "[Retain as is (*Japan*)]",
        "[Move discussion point 3 to after discussion point 5 (*Kenya*)]",
        "[Merge discussion points 3 and 4 to read: States parties **and the** Secretariat should **act**. (*Brazil*)]",
        "[**3** ***alt*.** **Victims shall not be punished.** (*Norway*)]",
        "[**3** ***alt 2*.** **States parties should apply the principle of non-punishment.** (*Switzerland*)]",
    ]
    assert "[Merge discussion points 3 and 4: text under discussion point 3 (*Brazil*)]" in lines(
        cases.lines_on_the_whole(), "Discussion point 4"
    )


def test_more_than_five_options_follow_under_the_paragraph() -> None:
    got = lines(cases.long_and_many(), "Discussion point 3")
    assert "~~consider~~ **[3.1 see below]**" in got[1]
    assert got[2] == "**3.1** on the words “consider”:"
    assert got[3] == "**3.1 (a)** **endeavour to ensure** (*State A*)"
    assert got[8] == "**3.1 (f)** **aim at** (*State F*)"


def test_a_long_passage_follows_under_the_paragraph() -> None:
    got = lines(cases.long_and_many(), "Discussion point 7")
    assert "**[7.1 see below]**" in got[1]
    assert "word0" in got[1]
    assert any(line.startswith("**7.1 (a)**") for line in got)


def test_arabic_and_chinese_print_the_words_add_and_delete() -> None:
    compilation = cases.foreign()
    arabic = draw(compilation, "Discussion point 1")
    assert arabic[1].bidi
    shown = lines(compilation, "Discussion point 1")
    assert "**delete:** ~~" in shown[1]
    assert " / **add:" in shown[1]
    assert arabic[-1].bidi  # the quoted comment turns its way, in a paragraph of its own
    assert "~~酌情~~ / **add:** **尽可能** (*Egypt*) / delete (*Norway*)" in lines(compilation, "Discussion point 2")[1]


def test_labels_say_in_words_what_looks_say() -> None:
    got = plain(draw(cases.several_at_one_place(), says=LABELS))[1]
    assert "[3.1 text: , where appropriate, / replace by: , whenever possible, (Brazil, France) / delete (Egypt) / replace by:" in got
    assert "[3.2 add: such" not in got
    assert "[3.1 add: such (Canada)]" in plain(draw(cases.previous_draft(), says=LABELS))[1]


def test_a_plain_paste_still_reads() -> None:
    assert plain(draw(cases.several_at_one_place()))[1] == (
        "[3. States parties should consider [3.1 , where appropriate, / , whenever possible, (Brazil, France) / delete (Egypt) / , where "
        "appropriate and feasible, (Kenya)] not prosecuting victims for offences committed as a direct consequence of having "
        "been trafficked.]"
    )


def test_the_drafts_own_brackets_stay_as_they_are() -> None:
    text = "States parties should train officers [and judges] on this."
    made = compile_by_hand([unit(0, text, "1.")], {"Norway": Returned({0: text.replace("officers", "all officers")})})
    assert "**[1.1** **all** (*Norway*)**]** officers [and judges] on" in lines(made)[1]


def test_a_split_shows_where_the_new_paragraph_begins() -> None:
    text = "States parties should collect data, and they should share it."
    made = compile_by_hand([unit(0, text, "1.")], {"Norway": Returned({0: text.replace(", and they", ".\nThey")})})
    assert "¶" in lines(made)[1]


def test_words_for_new_and_alternative_are_settings() -> None:
    swapped = Meeting(alternative_word="bis", unit_name="draft recommendation")
    got = lines(cases.lines_on_the_whole(), "Draft recommendation 3", meeting=swapped)
    assert "[**3** ***bis*.** **Victims shall not be punished.** (*Norway*)]" in got


def test_replies_are_said_to_be_replies() -> None:
    said = [comment("0", 1, "Why?", "consider"), comment("1", 1, "As agreed.", "consider", parent="0")]
    got = lines(compile_by_hand(cases.UNITS, {"Fiji": Returned(comments=said)}))
    assert got[-1] == "**Comments.** *Fiji*, on “consider”: “Why?” · *Fiji*, in reply: “As agreed.”"


WORDS = st.sampled_from(
    ["States", "parties", "should", "act", "service providers", "(c)", "[and]", "“words”", "now,", "data.", "co-operate", "and/or"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
SAID = st.lists(st.sampled_from([*"abc", "act", "new words", ",", ".", ";", "(c)", "\n", "[", "]", "“", "”"]), max_size=3).map(" ".join)


@st.composite
def texts_with_proposals(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text, and texts that others would have: words swapped, put in or taken out at a word, with or without the space beside them."""
    text = draw(TEXTS)
    revised = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        start, end = (0 if start == 0 else text.rfind(" ", 0, start) + draw(st.integers(0, 1))), end + len(text[end:].partition(" ")[0])
        words = draw(SAID)
        one = text[:start] + (" " if words and text[:start].strip() and not text[:start].endswith(" ") else "") + words + text[end:]
        revised.append(one)
    return text, revised


@given(texts_with_proposals(), st.sampled_from([BOLD, LABELS]))
def test_nothing_runs_together_and_no_space_stands_twice(sample: tuple[str, list[str]], says: Vocabulary) -> None:
    text, revised = sample
    returned = {f"State{chr(65 + n)}": Returned({0: one}) for n, one in enumerate(revised) if one and one != text}
    for block in plain(draw(compile_by_hand([unit(0, text, "1.")], returned), "Discussion point 1", says))[1:]:
        known = set(re.findall(r"\w+", " ".join([text, *revised, *returned, OURS])))
        assert set(re.findall(r"[^\W\d]\w*", block)) <= known, block
        assert "  " not in block or "  " in "".join((text, *revised)), block
        assert not re.search(r"\w\[\d", block), block
        assert not re.search(r"\d\]\w", block), block
        assert not re.search(r"\)\]\w", block), block
