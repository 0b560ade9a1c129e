"""The file's original paragraphs, where a program marked more paragraph ends as inserted than were."""

from tests.compile.factory import POINTS, body, compile_one, paragraph

NEW = "States parties should train interpreters."


def test_the_end_above_a_new_paragraph_marked_as_inserted_too() -> None:
    """LibreOffice writes an inserted paragraph so: its own mark and that of the paragraph above."""
    above = f"<p ins>{{3. {POINTS[2][:21]}}}<del>[{POINTS[2][21:33]}]</del>{{{POINTS[2][33:]}}}</p><p ins><ins>{{{NEW}}}</ins></p>"
    submission = compile_one(body({3: above}))
    assert [(one.kind, one.unit, one.after_unit, one.proposed) for one in submission.amendments] == [
        ("replace", 3, None, POINTS[2][:21] + POINTS[2][33:]),
        ("new", None, 3, NEW),
    ]
    assert not submission.unplaced


def test_a_split_is_still_a_split() -> None:
    split = f"<p ins>{{1. {POINTS[0][:27]}}}</p>" + paragraph(POINTS[0][27:])
    assert [(one.kind, one.unit) for one in compile_one(body({1: split})).amendments] == [("split", 1)]
