"""Write a list as a spreadsheet: exactly what is shown, each cell as text or number, nothing of it a formula or a link."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from wgtracker import clock
from wgtracker.word.clean import clean_text

LONGEST = 32_000
"""Signs that a cell holds (Excel's limit is 32,767)."""


def name_times(label: str, zone: str) -> str:
    """Head a column of times with the city whose times they are."""
    return f"{label} ({clock.city(zone)})"


def show_time(at: datetime, zone: str) -> str:
    """Write a time so that a sheet sorts it."""
    return f"{clock.in_zone(at, zone):%Y-%m-%d %H:%M}"


def write_sheet(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Give the spreadsheet. title: of its one sheet; rows: text, numbers, or None for an empty cell."""
    from xlsxwriter import Workbook  # only where somebody exports

    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("".join(sign for sign in clean_text(title) if sign not in "[]:*?/\\'")[:31] or "List")
        bold, wrapped = (
            book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        for column, words in enumerate(head):
            sheet.write_string(0, column, clean_text(words), bold)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(line, column, value, wrapped)
                elif value is not None:
                    sheet.write_string(line, column, clean_text(str(value))[:LONGEST], wrapped)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(head) - 1, 0), 24)
    return out.getvalue()
