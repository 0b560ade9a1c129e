"""Read a pasted list of people to invite: one a line, with semicolons, or in columns as Excel gives them."""

import re
from typing import NamedTuple

from wgtracker import mail
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.models import Role
from wgtracker.word.clean import plain_name

MOST_LINES = 1000
_WORDS = {
    "head": Role.HEAD,
    "head of delegation": Role.HEAD,
    "submits": Role.HEAD,
    "drafter": Role.DRAFTER,
    "drafts": Role.DRAFTER,
    "reviewer": Role.REVIEWER,
    "reviews": Role.REVIEWER,
    "observer": Role.OBSERVER,
    "reads": Role.OBSERVER,
}
ALL_THREE = (Role.HEAD, Role.DRAFTER, Role.REVIEWER)
"""What somebody is who is named without a role: most delegations have one person for all of it."""
_BETWEEN_ROLES = re.compile(r"[,+/&]| and ")
_ADDRESS_IN_BRACKETS = re.compile(r"<([^<>]+)>")


class Line(NamedTuple):
    """One person of the list. number: of the line, from 1; delegation: as it was typed."""

    number: int
    delegation: str
    name: str
    email: str
    roles: tuple[Role, ...]


class Trouble(NamedTuple):
    """What is wrong with a line."""

    number: int
    sentence: str


def read_lines(text: str) -> tuple[list[Line], list[Trouble]]:
    """Read "Brazil; Ana Souza; ana@mre.example; head, drafter" a line; name and roles may be left out, empty lines and a heading too."""
    found: list[Line] = []
    troubles: list[Trouble] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or _is_heading(line):
            continue
        if len(found) + len(troubles) >= MOST_LINES:
            troubles.append(Trouble(number, _("Paste at most %(most)s lines at a time.", most=MOST_LINES)))
            break
        try:
            found.append(_read_line(number, line))
        except BadInput as error:
            troubles.append(Trouble(number, error.sentence))
    return found, troubles


def _is_heading(line: str) -> bool:
    folded = line.casefold()
    return "@" not in line and "mail" in folded and "delegation" in folded


def _read_line(number: int, line: str) -> Line:
    cells = [plain_name(cell) for cell in (line.split("\t") if "\t" in line else line.split(";"))]
    at = next((index for index, cell in enumerate(cells) if "@" in cell), None)
    if at is None or at == 0 or not cells[0]:
        raise BadInput(_("Write delegation; name; e-mail address; roles."))
    bracketed = _ADDRESS_IN_BRACKETS.search(cells[at])
    email = mail.read_address(bracketed.group(1) if bracketed else cells[at]).lower()
    rest = [cell for index, cell in enumerate(cells) if index not in (0, at) and cell]
    roles = [cell for cell in rest if _roles_of(cell)]
    names = [cell for cell in rest if not _roles_of(cell)]
    if len(names) > 1 or len(roles) > 1:
        raise BadInput(_("“%(text)s” is neither a name nor a role; the roles are head, drafter, reviewer, observer.", text=names[-1][:40]))
    return Line(number, cells[0], names[0] if names else "", email, _roles_of(roles[0]) if roles else ALL_THREE)


def _roles_of(cell: str) -> tuple[Role, ...]:
    """Read "head, drafter" as roles; () where any word of it is none."""
    words = [word.strip().casefold() for word in _BETWEEN_ROLES.split(cell) if word.strip()]
    if not words or not all(word in _WORDS for word in words):
        return ()
    return tuple(dict.fromkeys(_WORDS[word] for word in words))
