"""Head a Vienna conference room paper: symbol, date and language at the top right, the session block, title, subtitle.

A conference room paper has no "Distr." line. The symbol comes from one field, here and in the running header.
"""

from wgtracker.compile.meeting import UNASSIGNED, Meeting
from wgtracker.papers.prose import NBSP, instant_in_full, moment_of, series
from wgtracker.word.model import Field, Inline, NoteMark, ParagraphOut, Run

LONG_SYMBOL = 30
"""Characters of a symbol up to which it fits the narrow column at the top right."""
TECHNICAL = "Reissued for technical reasons."
PLURALS = {"discussion point": "discussion points", "draft recommendation": "draft recommendations"}


def plural(unit_name: str) -> str:
    """Give the plural of the unit's name."""
    return PLURALS.get(unit_name, unit_name + "s")


def name_together(names: list[str], unit_name: str) -> str:
    """Name several units: "discussion points 3 and 4", "heading A and paragraph P1"."""
    lead = f"{unit_name} "
    if len(names) > 1 and all(name.startswith(lead) for name in names):
        return f"{plural(unit_name)} {series([name.removeprefix(lead) for name in names])}"
    return series(names)


def title_of(meeting: Meeting) -> str:
    """Give the paper's title: as set, else made from the meeting."""
    if meeting.title:
        return meeting.title
    text = plural(meeting.unit_name)
    if meeting.unit_name == "discussion point":
        text += " for future consideration"
    of = "for" if lies_ahead(meeting) else "stemming from"
    return f"Status of consultations on the {text} {of} the {name_meeting(meeting)} of the {meeting.body}"


def lies_ahead(meeting: Meeting) -> bool:
    """Tell whether the meeting had not begun at the instant whose state the paper shows."""
    shown = moment_of(meeting.as_at)
    return shown is not None and meeting.opens_on is not None and shown.date() < meeting.opens_on


def name_meeting(meeting: Meeting) -> str:
    """Give "tenth meeting" (or "session": both are in use)."""
    return f"{meeting.ordinal} {meeting.meeting_word}" if meeting.ordinal else meeting.meeting_word


def list_unassigned(meeting: Meeting) -> tuple[str, ...]:
    """List the facts, by key, that the paper prints as "[to be assigned]"; what a sentence does without is not among them."""
    without = {"chair", "chair_state", "mandate"} | (set() if meeting.agenda_item else {"agenda_symbol"})
    return tuple(key for key, value in meeting._asdict().items() if key not in without and isinstance(value, str) and UNASSIGNED in value)


def draw_masthead(meeting: Meeting) -> list[ParagraphOut]:
    """Draw the masthead's lines at the top right and the session block; footnotes: of another edition its reason, the agenda's symbol."""
    lines = [line for line in (meeting.symbol, meeting.paper_date, meeting.language_line) if line]
    # A double symbol (two bodies in joint session) needs a wider column, so that it stands on one line.
    style = "WGSymbolLong" if max(map(len, lines), default=0) > LONG_SYMBOL else "WGSymbol"
    top = [ParagraphOut((Run(line),), style) for line in lines]
    noted = has_asterisk(meeting)
    if noted:
        top[0] = ParagraphOut((Run(meeting.symbol.rstrip("*")), NoteMark(0, _asterisks(meeting))), style)
    place_and_dates = ", ".join(part for part in (meeting.conference_place, _en_dashes(meeting.conference_dates)) if part)
    session = [_capital(meeting.conference_session), place_and_dates]
    block = [ParagraphOut((Run(meeting.conference),), "WGBodyName")]
    block.extend(ParagraphOut((Run(line),), "WGSession") for line in session if line)
    if meeting.agenda_item:
        item = meeting.agenda_item if meeting.agenda_item.startswith("Item") else f"Item{NBSP}{meeting.agenda_item}"
        inlines: list[Inline] = [Run(f"{item} of the provisional agenda"), NoteMark(noted, f"{_asterisks(meeting)}*")]
        block.append(ParagraphOut(tuple(inlines), "WGSession"))
    if meeting.agenda_title:
        block.append(ParagraphOut((Run(meeting.agenda_title, "WGNumber"),), "WGSession"))
    title = ParagraphOut((Run(title_of(meeting)),), "Title", keep_next=True)
    below = [ParagraphOut((Run(meeting.subtitle),), "Subtitle")]
    if meeting.as_at:
        below.append(ParagraphOut((Run(f"As at {instant_in_full(meeting.as_at, meeting.zone)}"),), "Subtitle"))
    return [*top, *block, title, *below]


def has_asterisk(meeting: Meeting) -> bool:
    """Tell whether the paper is reissued under its symbol with an asterisk, which is explained in a footnote."""
    return meeting.symbol.endswith("*")


def reason_of(meeting: Meeting) -> str:
    """Give the sentence that says why the paper is issued again, or ""."""
    reason = meeting.reissued.strip() or (TECHNICAL if has_asterisk(meeting) else "")
    return reason if reason.endswith(".") or not reason else f"{reason}."


def _asterisks(meeting: Meeting) -> str:
    """Give the asterisks of the symbol: a second reissue has two, and the next footnote one more."""
    return meeting.symbol[len(meeting.symbol.rstrip("*")) :]


def lines_of_masthead(meeting: Meeting) -> tuple[str, ...]:
    """Give the masthead as lines of words, for the header of a marked-up draft."""
    lines = ["".join(inline.text for inline in paragraph.inlines if isinstance(inline, Run)) for paragraph in draw_masthead(meeting)]
    if has_asterisk(meeting):
        lines[0] = meeting.symbol
    return tuple(line for line in lines if line)


def footnotes(meeting: Meeting) -> tuple[tuple[ParagraphOut, ...], ...]:
    """Give the notes under the asterisks: why the paper is reissued, and the symbol of the agenda."""
    notes = [reason_of(meeting)] if has_asterisk(meeting) else []
    if meeting.agenda_item:
        symbol = meeting.agenda_symbol
        notes.append(symbol if symbol == UNASSIGNED or symbol.endswith(".") else f"{symbol}.")
    return tuple([(ParagraphOut((Run(note),), "FootnoteText"),) for note in notes])


def running_header(meeting: Meeting, mark: str) -> tuple[ParagraphOut, ...]:
    """Give the header from page 2: the symbol, and what marks a copy ("" = nothing)."""
    return (ParagraphOut((Run(f"{meeting.symbol}{' · ' if mark else ''}{mark}"),), "Header"),)


def page_footer() -> tuple[ParagraphOut, ...]:
    """Give the footer: page n/N."""
    return (ParagraphOut((Field("PAGE", "1", "WGNumber"), Run("/", "WGNumber"), Field("NUMPAGES", "1", "WGNumber")), "Footer"),)


def _en_dashes(dates: str) -> str:
    """Write a range of days with an en dash (12–16 October 2020)."""
    return dates.replace(" - ", "–").replace("-", "–")


def _capital(text: str) -> str:
    """Write "Tenth session" from "tenth"."""
    words = text if "session" in text or text == UNASSIGNED else f"{text} session" if text else ""
    return words[:1].upper() + words[1:] if words != UNASSIGNED else f"{UNASSIGNED} session"
