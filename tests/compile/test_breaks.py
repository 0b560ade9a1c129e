"""Units split or merged without tracking."""

from tests.compile.factory import POINTS, body, compile_one, paragraph

HALVES = POINTS[0][:50], POINTS[0][51:]


def test_split() -> None:
    submission = compile_one(body({1: paragraph(f"1. {HALVES[0]}") + paragraph(HALVES[1])}))
    assert [(one.kind, one.unit, one.original, one.proposed, one.tracked) for one in submission.amendments] == [
        ("split", 1, POINTS[0], "\n".join(HALVES), False)
    ]
    assert submission.account.inserted.in_file == submission.account.deleted.in_file == 0


def test_split_with_a_number_for_each_half() -> None:
    numbered = body({1: paragraph(f"1. {HALVES[0]}") + paragraph(f"2. {HALVES[1]}")})
    assert [(one.kind, one.unit) for one in compile_one(numbered).amendments] == [("split", 1)]


def test_merge() -> None:
    submission = compile_one(body({5: paragraph(f"5. {POINTS[4]} {POINTS[5]}"), 6: ""}))
    assert [(one.kind, one.unit, one.units, one.proposed) for one in submission.amendments] == [
        ("merge", 5, (5, 6), f"{POINTS[4]} {POINTS[5]}")
    ]


def test_where_words_change_too_nothing_is_lost() -> None:
    submission = compile_one(body({1: paragraph(f"1. {HALVES[0]} of the law") + paragraph(HALVES[1])}))
    assert [one.kind for one in submission.amendments] == ["replace", "new"]
    assert HALVES[1] in submission.amendments[1].proposed


def test_in_a_file_made_on_another_version_it_is_held() -> None:
    tracked = "<p>{3. The Secretariat should }<del>[continue to ]</del>{provide technical assistance to requesting States.}</p>"
    others = {
        4: paragraph("4. States parties should reinforce the prompt identification of victims of trafficking."),
        5: paragraph("5. States parties should gather data on the number of victims who were not prosecuted."),
        6: paragraph("6. States parties should cooperate in investigations across borders."),
    }
    submission = compile_one(body({1: paragraph(f"1. {HALVES[0]}") + paragraph(HALVES[1]), 3: tracked, **others}))
    assert [(one.kind, one.unit) for one in submission.amendments] == [("replace", 3)]
    assert len(submission.held) == 5
