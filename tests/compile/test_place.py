"""Every kind of change finds its unit, is held, or is on the list to be placed by hand."""

import pytest

from tests.compile.factory import POINTS, body, compile_bodies, compile_one, paragraph
from tests.word.files import make_docx, part
from wgtracker.compile.model import Amendment, Submission
from wgtracker.text import apply, diff

UNIT = {number: number for number in range(1, 7)}  # unit 0 is the heading


def only(submission: Submission) -> Amendment:
    assert len(submission.amendments) == 1, submission
    return submission.amendments[0]


def test_words_replaced() -> None:
    one = only(
        compile_one(
            body({3: "<p>{3. The Secretariat should }<del>[continue to ]</del>{provide technical assistance to requesting States.}</p>"})
        )
    )
    assert (one.kind, one.unit, one.tracked, one.by_hand) == ("replace", 3, True, False)
    assert one.original == POINTS[2]
    assert one.proposed == POINTS[2].replace("continue to ", "")
    assert one.edits == diff(POINTS[2], one.proposed)
    assert [(change.kind, change.text) for change in one.changes] == [("delete", "continue to ")]


def test_two_users_of_one_file_are_one_amendment() -> None:
    start = '<p>{3. The Secretariat should }<del by="Ana">[continue to ]</del>{provide }'
    text = start + '<ins by="Luis">{more }</ins>{technical assistance to requesting States.}</p>'
    one = only(compile_one(body({3: text})))
    assert one.authors == ("Ana", "Luis")
    assert one.proposed == "The Secretariat should provide more technical assistance to requesting States."


def test_deletion_inside_anothers_insertion_counts_on_both_sides() -> None:
    start = '<p>{3. The Secretariat should continue to provide }<ins by="Ana">{more }<del by="Luis">[and better ]</del></ins>'
    text = start + "{technical assistance to requesting States.}</p>"
    submission = compile_one(body({3: text}))
    one = only(submission)
    assert one.proposed == POINTS[2].replace("provide", "provide more")
    assert [(change.kind, change.text) for change in one.changes] == [("insert", "more and better "), ("delete", "and better ")]
    assert submission.account.deleted.in_file == len("andbetter")


def test_whole_point_deleted() -> None:
    one = only(compile_one(body({4: f"<p del><del>[4. {POINTS[3]}]</del></p>"})))
    assert (one.kind, one.unit, one.proposed) == ("delete", 4, "")


def test_new_paragraph_below_a_point() -> None:
    new = "States parties should train interpreters."
    one = only(compile_one(body({3: paragraph(f"3. {POINTS[2]}", " ins") + f"<p><ins>{{{new}}}</ins></p>"})))
    assert (one.kind, one.unit, one.after_unit, one.original, one.proposed) == ("new", None, 3, "", new)
    assert {change.kind for change in one.changes} == {"insert", "paragraph_insert"}


def test_new_paragraph_typed_above_a_point() -> None:
    new = "States parties should train interpreters."
    one = only(compile_one(body({4: f"<p ins><ins>{{{new}}}</ins></p>" + paragraph(f"4. {POINTS[3]}")})))
    assert (one.kind, one.after_unit, one.proposed) == ("new", 3, new)


def test_paragraph_rewritten_from_first_to_last_word_is_a_replacement() -> None:
    one = only(compile_one(body({4: f"<p><del>[4. {POINTS[3]}]</del><ins>{{4. Nothing of this is needed here.}}</ins></p>"})))
    assert (one.kind, one.unit, one.proposed) == ("replace", 4, "Nothing of this is needed here.")


def test_split() -> None:
    one = only(
        compile_one(
            body({1: "<p ins>{1. States parties should train judges and prosecutors }</p><p>{on the principle of non-punishment.}</p>"})
        )
    )
    assert (one.kind, one.unit) == ("split", 1)
    assert one.proposed.split("\n")[1] == "on the principle of non-punishment."
    assert one.original == POINTS[0]


def test_merge() -> None:
    merged = f"<p del>{{5. {POINTS[4]}}}</p><p><del>[6. ]</del>{{{POINTS[5]}}}</p>"
    one = only(compile_one(body({5: merged, 6: ""})))
    assert (one.kind, one.unit, one.units) == ("merge", 5, (5, 6))
    assert POINTS[4] in one.proposed
    assert POINTS[5] in one.proposed
    assert one.original.count("\n") == 1


def test_tracked_move() -> None:
    stamp = 'w:id="{}" w:author="A" w:date="2020-09-01T10:00:00Z"'
    start = f'<w:moveFromRangeStart {stamp.format(1)} w:name="m"/>', f'<w:moveToRangeStart {stamp.format(2)} w:name="m"/>'
    gone = f'{start[0]}<p moveFrom><moveFrom>{{2. {POINTS[1]}}}</moveFrom></p><w:moveFromRangeEnd w:id="1"/>'
    come = f'{start[1]}<p moveTo><moveTo>{{2. {POINTS[1]}}}</moveTo></p><w:moveToRangeEnd w:id="2"/>'
    one = only(compile_one(body({2: gone, 5: paragraph(f"5. {POINTS[4]}") + come})))
    assert (one.kind, one.unit, one.after_unit, one.proposed, one.edits) == ("move", 2, 5, POINTS[1], ())


def test_untracked_move() -> None:
    moved = body({2: "", 5: paragraph(f"5. {POINTS[4]}") + paragraph(f"2. {POINTS[1]}")})
    one = only(compile_one(moved))
    assert (one.kind, one.unit, one.after_unit, one.tracked) == ("move", 2, 5, False)


def test_untracked_file_is_compared() -> None:
    submission = compile_one(body({3: paragraph("3. The Secretariat should provide technical assistance to requesting States.")}))
    one = only(submission)
    assert (one.kind, one.tracked, one.by_hand, one.changes) == ("replace", False, False, ())
    assert submission.account.deleted.in_file == submission.account.deleted.placed == len("continueto")


def test_untracked_file_with_other_quotes_and_spaces_changes_nothing() -> None:
    draft = body({1: paragraph("1. The victims' “rights” are to be ensured at all times.")})
    file = body({1: paragraph('1. The victims’ "rights" are\u00a0to be ensured  at all times.')})
    assert compile_bodies({"Brazil.docx": file}, draft=draft).submissions[0].amendments == ()


def test_tracked_change_keeps_the_drafts_own_spelling() -> None:
    draft = body({1: paragraph("1. The victims' “rights” are to be ensured at all times.")})
    file = body({1: '<p>{1. The victims’ "rights" are\u00a0to be }<del>[ensured]</del><ins>{protected}</ins>{ at all times.}</p>'})
    one = compile_bodies({"Brazil.docx": file}, draft=draft).submissions[0].amendments[0]
    assert one.proposed == "The victims' “rights” are to be protected at all times."


def test_untracked_deletion_of_a_point() -> None:
    one = only(compile_one(body({4: ""})))
    assert (one.kind, one.unit, one.tracked) == ("delete", 4, False)


def test_a_part_of_the_draft_deletes_nothing() -> None:
    submission = compile_one(paragraph("3. The Secretariat should provide technical assistance to requesting States."))
    assert only(submission).unit == 3
    assert any("only a part of the draft" in warning for warning in submission.warnings)


def test_untracked_rewrite_between_two_neighbours() -> None:
    one = only(compile_one(body({4: paragraph("4. Nothing of the kind is needed here, as practice shows.")})))
    assert (one.kind, one.unit) == ("replace", 4)


RED = '<w:r><w:rPr><w:color w:val="FF0000"/><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
STRUCK = '<w:r><w:rPr><w:strike/><w:color w:val="FF0000"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'


def test_marked_by_hand() -> None:
    start = f"<p>{{3. The Secretariat should }}{STRUCK.format('continue to ')}{{provide }}"
    text = start + RED.format("more ") + "{technical assistance to requesting States.}</p>"
    submission = compile_one(body({3: text}))
    one = only(submission)
    assert (one.kind, one.tracked, one.by_hand) == ("replace", False, True)
    assert one.proposed == "The Secretariat should provide more technical assistance to requesting States."
    assert submission.account.deleted.placed == len("continueto")
    assert submission.account.inserted.placed == len("more")


def test_point_struck_by_hand_is_deleted() -> None:
    one = only(compile_one(body({4: f"<p>{STRUCK.format('4. ' + POINTS[3])}</p>"})))
    assert (one.kind, one.unit, one.by_hand) == ("delete", 4, True)


def test_strike_of_the_draft_is_no_deletion() -> None:
    draft = body({3: f"<p>{{3. The Secretariat should }}{STRUCK.format('continue to ')}{{provide assistance.}}</p>"})
    assert compile_bodies({"Brazil.docx": draft.replace("judges", "JUDGES")}, draft=draft).submissions[0].amendments[0].unit == 1


OLDER = {
    4: paragraph("4. States parties should reinforce the prompt identification of victims of trafficking."),
    5: paragraph("5. States parties should gather data on the number of victims who were not prosecuted."),
    6: paragraph("6. States parties should cooperate in investigations across borders."),
}


def test_other_version_holds_its_differences_and_places_its_changes() -> None:
    tracked = "<p>{3. The Secretariat should }<del>[continue to ]</del>{provide technical assistance to requesting States.}</p>"
    submission = compile_one(body({**OLDER, 3: tracked}))
    assert only(submission).unit == 3
    assert [(aside.kind, aside.unit) for aside in submission.held] == [("difference", 4), ("difference", 5), ("difference", 6)]
    assert any("another version" in warning for warning in submission.warnings)


def test_change_on_another_versions_words_is_carried_over() -> None:
    tracked = "<p>{4. States parties should reinforce the prompt identification of }<ins>{all }</ins>{victims of trafficking.}</p>"
    submission = compile_one(body({**OLDER, 4: tracked}))
    assert only(submission).proposed == POINTS[3].replace("of victims", "of all victims")


def test_two_untracked_differences_are_proposals() -> None:
    tracked = "<p>{3. The Secretariat should }<del>[continue to ]</del>{provide technical assistance to requesting States.}</p>"
    submission = compile_one(body({4: OLDER[4], 5: OLDER[5], 3: tracked}))
    assert sorted((one.unit, one.tracked) for one in submission.amendments) == [(3, True), (4, False), (5, False)]
    assert not submission.held


def test_another_document_is_left_to_a_person_and_nothing_is_lost() -> None:
    letter = paragraph("The Permanent Mission presents its compliments to the Secretariat.") + "<p><ins>{It has }</ins>{no comments.}</p>"
    submission = compile_one(letter)
    assert submission.amendments == ()
    assert [aside.proposed for aside in submission.unplaced] == [
        "The Permanent Mission presents its compliments to the Secretariat.",
        "It has no comments.",
    ]
    assert submission.account.inserted.in_file == submission.account.inserted.unplaced > 0


def test_letterhead_is_not_a_proposal_but_is_not_lost() -> None:
    submission = compile_one(paragraph("Permanent Mission of Brazil") + body({3: paragraph("3. The Secretariat should assist.")}))
    assert [one.unit for one in submission.amendments] == [3]
    assert [aside.proposed for aside in submission.unplaced] == ["Permanent Mission of Brazil"]


def test_change_in_a_footnote_is_unplaced() -> None:
    note = part("footnotes", '<w:footnote w:id="2"><p>{See }<ins>{also }</ins>{the report.}</p></w:footnote>')
    submission = compile_bodies({"Brazil.docx": make_docx(body(), {"footnotes": note})}).submissions[0]
    assert [(aside.kind, aside.proposed) for aside in submission.unplaced] == [("change", "also")]
    assert submission.account.inserted.unplaced == 4


def test_white_space_only_is_held() -> None:
    submission = compile_one(
        body({3: "<p>{3. The Secretariat should}<ins>{ }</ins>{ continue to provide technical assistance to requesting States.}</p>"})
    )
    assert submission.amendments == ()
    assert len(submission.held) == 1


def test_changed_number_is_for_a_person() -> None:
    submission = compile_one(body({3: f"<p><del>[3]</del><ins>{{4}}</ins>{{. {POINTS[2]}}}</p>"}))
    assert submission.amendments == ()
    assert [aside.original.split()[0] for aside in submission.unplaced] == ["3."]


@pytest.mark.parametrize("number", [1, 3, 6])
def test_edits_are_the_diff_of_the_unit(number: int) -> None:
    words = POINTS[number - 1].split(" ")
    text = f"<p>{{{number}. {' '.join(words[:3])} }}<ins>{{also }}</ins><del>[{words[3]} ]</del>{{{' '.join(words[4:])}}}</p>"
    one = only(compile_one(body({number: text})))
    assert apply(POINTS[number - 1], one.edits) == one.proposed
