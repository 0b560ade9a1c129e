"""Hold what is known of the meeting: the facts a paper is headed with. Each has a default or "[to be assigned]".

docs/meeting.md explains every key to those who write a meeting.toml.
"""

from datetime import date
from typing import NamedTuple

from wgtracker.errors import BadInput

UNASSIGNED = "[to be assigned]"


class Meeting(NamedTuple):
    """The facts of one meeting and its written consultation. Texts are printed as given; dates are calendar dates.

    unit_name: "discussion point" or "draft recommendation". meeting_word: "meeting" or "session". deadline: as typed, local time and
    IANA zone ("2020-09-25T18:00 Europe/Vienna"), or "". extended_from: an earlier deadline that was extended, or "".
    reissued: the sentence that says why there is another edition (symbol with /Add.1, /Corr.1, /Rev.1 or *), or "". as_at: the instant
    whose state the paper shows, written as a deadline or with an offset, or "".
    """

    symbol: str = UNASSIGNED
    paper_date: str = UNASSIGNED
    language_line: str = "English only"
    title: str = ""
    subtitle: str = "Conference room paper prepared by the Secretariat on behalf of the Chair"
    unit_name: str = "discussion point"
    conference: str = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
    conference_session: str = UNASSIGNED
    conference_place: str = "Vienna"
    conference_dates: str = UNASSIGNED
    agenda_item: str = UNASSIGNED
    agenda_title: str = UNASSIGNED
    agenda_symbol: str = UNASSIGNED
    body: str = "Working Group on Trafficking in Persons"
    ordinal: str = UNASSIGNED
    meeting_word: str = "meeting"
    opens_on: date | None = None
    closes_on: date | None = None
    place: str = "Vienna"
    zone: str = "Europe/Vienna"
    format: str = ""
    participants: str = ""
    chair: str = UNASSIGNED
    chair_state: str = UNASSIGNED
    mandate: str = UNASSIGNED
    circulated_on: date | None = None
    deadline: str = ""
    extended_from: str = ""
    new_word: str = "bis"
    alternative_word: str = "alt"
    reissued: str = ""
    as_at: str = ""


def read_meeting(content: bytes) -> Meeting:
    """Read a meeting.toml: flat keys with the names of Meeting. Raises BadInput with the key and what to write."""
    import tomllib  # only where a meeting.toml is given

    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"The meeting file is not TOML text in UTF-8 ({error}); docs/meeting.md shows how it is written.") from None
    for key, value in values.items():
        if key not in Meeting._fields:
            raise BadInput(f"The meeting file has a key “{key}” that is not known; docs/meeting.md lists the keys.")
        is_date = key.endswith("_on")
        if not isinstance(value, date if is_date else str):
            wanted = "a date, such as 2020-09-11 without quotes" if is_date else "a text in quotes"
            raise BadInput(f"The meeting file gives “{key}” the value {value!r}; write {wanted}.")
    return Meeting(**values)
