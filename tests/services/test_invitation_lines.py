"""Lists of people as they are pasted."""

import pytest

from wgtracker.models import Role
from wgtracker.services.invitation_lines import ALL_THREE, read_lines


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Brazil; Ana Souza; ana@mre.example; head, drafter", ("Brazil", "Ana Souza", "ana@mre.example", (Role.HEAD, Role.DRAFTER))),
        ("Brazil;ana@mre.example", ("Brazil", "", "ana@mre.example", ALL_THREE)),
        ("Brazil\tAna\tANA@MRE.EXAMPLE\tReviewer", ("Brazil", "Ana", "ana@mre.example", (Role.REVIEWER,))),
        ("Egypt; Omar <omar@example.org>; head + reviewer", ("Egypt", "", "omar@example.org", (Role.HEAD, Role.REVIEWER))),
        ("Brazil; observer; ana@mre.example", ("Brazil", "", "ana@mre.example", (Role.OBSERVER,))),
        ("Bra\u202ezil; A\u200bna; ana@mre.example", ("Bra zil", "A na", "ana@mre.example", ALL_THREE)),
    ],
)
def test_a_line_names_delegation_person_address_and_roles(line: str, found: tuple[object, ...]) -> None:
    lines, troubles = read_lines(f"Delegation; Name; E-mail\n\n{line}\n")
    assert troubles == []
    assert [(one.number, *one[1:]) for one in lines] == [(3, *found)]


@pytest.mark.parametrize(
    "line", ["Brazil", "ana@mre.example; Brazil", "; ana@mre.example", "Brazil; a@b@c", "Brazil; Ana; boss; a@b.example", "\x00;\x00"]
)
def test_a_wrong_line_is_named_and_the_others_are_read(line: str) -> None:
    lines, [trouble] = read_lines(f"Egypt; omar@example.org\n{line}")
    assert [one.delegation for one in lines] == ["Egypt"]
    assert trouble.number == 2
    assert trouble.sentence
