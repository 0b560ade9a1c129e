"""What becomes of pending edits when a text is adopted."""

from wgtracker.text import Conflict, Edit, Rebased, apply, rebase

BASE = "States parties should protect victims of trafficking."


def test_an_edit_elsewhere_is_carried_over() -> None:
    adopted = (Edit(0, 14, "Parties"),)
    result = rebase((Edit(22, 29, "assist"),), BASE, adopted)
    assert apply(apply(BASE, adopted), result.edits) == "Parties should assist victims of trafficking."
    assert result == Rebased((Edit(15, 22, "assist"),), (), (), ())


def test_what_was_adopted_just_so_is_already_there() -> None:
    edit = Edit(22, 29, "assist")
    assert rebase((edit, Edit(53, 53, " Now.")), BASE, (edit,)) == Rebased((Edit(52, 52, " Now."),), (edit,), (), ())


def test_a_clash_is_named_and_shown_on_its_old_ground() -> None:
    pending = (Edit(15, 21, "shall"), Edit(22, 29, "assist"))
    result = rebase(pending, BASE, (Edit(22, 37, ""),))
    assert result.edits == (Edit(15, 21, "shall"),)
    assert result.contested == (Edit(22, 29, "assist"),)
    assert result.conflicts == (Conflict("delete_against_edit", 22, 37, frozenset({"pending", "adopted"})),)


def test_edits_that_come_to_touch_are_joined() -> None:
    assert rebase((Edit(0, 2, "x"), Edit(4, 6, "y")), "abcdef", (Edit(2, 4, ""),)).edits == (Edit(0, 4, "xy"),)
