"""Name who takes part in the demonstration: the delegations that are invited, and the people whose links are shown."""

from typing import NamedTuple

from wgtracker import models as m

SESSION, BODY = "", "body"

INVITED = ("EGY KEN NGA GHA ZAF TUN JPN IND IDN PHL THA FJI UKR SRB MDA ALB BRA CHL MEX ARG COL PER CAN FRA NOR CHE AUS USA").split()
"""The States that are invited, by ISO 3166 code: some of each regional group."""

OTHERS = ("European Union", "Network for the Rights of Trafficked Persons (sample)")


class Person(NamedTuple):
    """Somebody of the demonstration. where: BODY, SESSION or the name of a delegation."""

    shown: str
    email: str
    name: str
    role: m.Role
    where: str


PEOPLE = (
    Person("Secretariat", "secretariat@example.org", "Secretariat officer (sample)", m.Role.SECRETARIAT, BODY),
    Person("Chair", "chair@example.org", "Chair (sample)", m.Role.CHAIR, SESSION),
    Person("Operator for the Chair", "operator@example.org", "Operator (sample)", m.Role.OPERATOR, SESSION),
    Person("Head of Brazil", "head.brazil@example.org", "Head of Brazil (sample)", m.Role.HEAD, "Brazil"),
    Person("Head of Mexico", "head.mexico@example.org", "Head of Mexico (sample)", m.Role.HEAD, "Mexico"),
    Person("Drafter of Mexico", "drafter.mexico@example.org", "Drafter of Mexico (sample)", m.Role.DRAFTER, "Mexico"),
    Person("Observer with Norway", "observer.norway@example.org", "Observer with Norway (sample)", m.Role.OBSERVER, "Norway"),
)
"""In the order in which their links are printed."""

CONFIRMED = (
    "Brazil comments.docx", "European Union and its member States.docx", "France.docx", "Kenya_PM Vienna.docx", "Switzerland.docx",
    "Chile part 1.docx", "Japan.docx", "Japan cover letter.docx",
)  # fmt: skip
"""The files that staff have confirmed; those of the sample that are not named here still wait."""
