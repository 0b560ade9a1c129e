"""What became of paragraphs that hang together by their tracked marks."""

from tests.compile.factory import POINTS, body, compile_one, paragraph

NEW = "<p ins><ins>{{{}}}</ins></p>"
ONE, TWO = "States parties should train interpreters.", "States parties should train guardians of children."


def found(content: str) -> list[tuple[str, int | None, int | None, str]]:
    return [(one.kind, one.unit, one.after_unit, one.proposed) for one in compile_one(content).amendments]


def test_two_new_ones_above_a_point_stand_before_it() -> None:
    content = body({4: NEW.format(ONE) + NEW.format(TWO) + paragraph(f"4. {POINTS[3]}")})
    assert found(content) == [("new", None, 3, ONE), ("new", None, 3, TWO)]


def test_new_ones_above_a_rewritten_point_are_not_its_words() -> None:
    rewritten = f"<p><del>[4. {POINTS[3]}]</del><ins>{{4. Nothing of this is needed.}}</ins></p>"
    assert found(body({4: NEW.format(ONE) + NEW.format(TWO) + rewritten})) == [
        ("new", None, 3, ONE),
        ("new", None, 3, TWO),
        ("replace", 4, None, "Nothing of this is needed."),
    ]


def test_one_taken_out_with_its_mark_beside_one_put_in_with_its_mark() -> None:
    gone = f"<p del><del>[4. {POINTS[3]}]</del></p>"
    for content in (gone + NEW.format(ONE), NEW.format(ONE) + gone):
        assert sorted(found(body({4: content})), key=lambda one: one[0]) == [
            ("delete", 4, None, ""),
            ("new", None, 4 if content.startswith(gone) else 3, ONE),
        ]


def test_struck_and_typed_anew_below_with_the_same_mark_is_a_replacement() -> None:
    assert found(body({4: f"<p ins><del>[4. {POINTS[3]}]</del></p><p><ins>{{{ONE}}}</ins></p>"})) == [("replace", 4, None, ONE)]


def test_words_struck_inside_a_new_paragraph_are_its_own() -> None:
    new = "<p ins><ins>{States parties should train }</ins><ins><del>[all ]</del></ins><ins>{interpreters.}</ins></p>"
    submission = compile_one(body({4: new + paragraph(f"4. {POINTS[3]}")}))
    assert [(one.kind, one.after_unit, one.proposed) for one in submission.amendments] == [("new", 3, ONE)]
    assert [change.text for change in submission.amendments[0].changes if change.kind == "delete"] == ["all "]
    assert not submission.held + submission.unplaced


def test_a_point_merged_with_a_paragraph_that_the_draft_lacks_is_for_a_person() -> None:
    submission = compile_one(body({5: paragraph(f"5. {POINTS[4]}") + f"<p del>{{{ONE}}}</p>"}))
    assert submission.amendments == ()
    assert [(one.unit, ONE in one.original) for one in submission.unplaced] == [(6, True)]
    assert submission.account.inserted.unplaced == len(ONE.replace(" ", ""))
