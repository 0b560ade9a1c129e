"""Write a whole sample consultation: the draft, the returned files, the map, the meeting's facts, and what is expected of a compilation."""

import csv
import io
import json
from pathlib import Path
from typing import NamedTuple

from wgtracker.errors import BadInput
from wgtracker.sample.cast import CAST
from wgtracker.sample.large import large_draft
from wgtracker.sample.ledger import Held, Ledger, labels
from wgtracker.sample.markup import Shape
from wgtracker.sample.ordinary import ordinary
from wgtracker.sample.package import pack
from wgtracker.sample.returned import Returned
from wgtracker.sample.sheet import blank
from wgtracker.sample.states import STATES
from wgtracker.sample.texts import STANDARD, Draft
from wgtracker.word.workcopy import units_digest

LARGE_FILES = 130

MEETING = """\
# The facts of the tenth meeting are public; the deadlines, the symbols, the title of the agenda item and all texts
# are made up for this sample.
symbol = "CTOC/COP/2020/CRP.x"
paper_date = "9 October 2020"
language_line = "English only"
title = "Status of consultations on the discussion points for future consideration stemming from the tenth meeting of the \
Working Group on Trafficking in Persons"
unit_name = "discussion point"
conference_session = "Tenth session"
conference_dates = "12–16 October 2020"
agenda_item = "2 (b)"
agenda_title = "Trafficking in Persons Protocol"
agenda_symbol = "CTOC/COP/2020/x"
body = "Working Group on Trafficking in Persons"
ordinal = "tenth"
meeting_word = "meeting"
opens_on = 2020-09-10
closes_on = 2020-09-11
place = "Vienna"
zone = "Europe/Vienna"
format = "hybrid"
participants = "almost 500"
chair = "Ms. Amina Oufroukhi"
chair_state = "Morocco"
circulated_on = 2020-09-14
deadline = "2020-09-25T18:00 Europe/Vienna"
extended_from = "2020-09-22T18:00 Europe/Vienna"
"""


class Written(NamedTuple):
    """What was written where: the folder, and how many units, files, amendments and comments it holds."""

    folder: Path
    units: int
    files: int
    amendments: int
    comments: int


def write_standard(folder: Path, delegations: int) -> Written:
    """Write the consultation modelled on the tenth meeting: the first so many of the cast, ordinary delegations beyond."""
    players = [file for player in CAST[:delegations] for file in player(STANDARD)]
    others = [ordinary(STANDARD, name, changed=4, comments=2) for name in STATES[: max(0, delegations - len(CAST))]]
    return _write(folder, STANDARD, [*players, *others])


def write_large(folder: Path, files: int = LARGE_FILES) -> Written:
    """Write a long consultation: 100 units, many files, 20 changed units and 10 comments each."""
    draft = large_draft()
    return _write(folder, draft, [ordinary(draft, name, changed=20, comments=10) for name in STATES[:files]])


def _write(folder: Path, draft: Draft, returned: list[Returned]) -> Written:
    digest = units_digest(passage.text for passage in draft.passages)
    _refuse_strangers(folder / "returned", {file.file for file in returned})
    try:
        (folder / "returned").mkdir(parents=True, exist_ok=True)
        (folder / "draft.docx").write_bytes(pack_draft(draft))
        for file in returned:
            (folder / "returned" / file.file).write_bytes(file.to_docx(digest))
        (folder / "map.csv").write_text(_map(returned), encoding="utf-8")
        (folder / "meeting.toml").write_text(MEETING, encoding="utf-8")
        text = json.dumps(expected(draft, returned), ensure_ascii=False, indent=1)
        (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"The sample cannot be written to {folder}: {error.strerror}. Name a folder that can be written to.") from error
    ledgers = [file.copy.ledger for file in returned if file.copy]
    amendments = sum(len(ledger.records) for ledger in ledgers)
    return Written(folder, len(draft.passages), len(returned), amendments, sum(len(ledger.remarks) for ledger in ledgers))


def pack_draft(draft: Draft) -> bytes:
    """Write a draft as the Word file that is circulated."""
    return pack(blank(draft), Shape("draft", 0.02, True), title=draft.title)


def _refuse_strangers(folder: Path, ours: set[str]) -> None:
    """Stop where other Word files lie among ours: they would be compiled as if they were of the sample."""
    strangers = sorted(path.name for path in folder.glob("*.docx") if path.name not in ours)
    if strangers:
        raise BadInput(f"{folder} already holds other files ({strangers[0]}); name an empty folder, or remove them first.")


def _map(returned: list[Returned]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["file", "delegation", "category", "received_at", "language", "on_behalf_of", "supersedes", "publish"])
    for file in returned:
        writer.writerow([file.file, file.delegation, file.category, file.received_at, file.language, file.on_behalf_of, "", "yes"])
    return out.getvalue()


def expected(draft: Draft, returned: list[Returned]) -> dict[str, object]:
    """Return what was put in, from the writer's own ledgers (nothing here reads a Word file).

    Shape: {"format": 1, "units": [{index, kind, label, text}], "files": [{file, delegation, case, late, way, amendments, comments, held}]}.
    """
    kinds = {"point": "recommendation", "sub": "subparagraph", "title": "heading", "note": "text"}
    units = [
        {"index": index, "kind": kinds.get(passage.kind, passage.kind), "label": label, "text": passage.text}
        for index, (passage, label) in enumerate(zip(draft.passages, labels(draft), strict=True))
    ]
    return {"format": 1, "units": units, "files": [_expected_file(file) for file in returned]}


def _expected_file(file: Returned) -> dict[str, object]:
    ledger = file.copy.ledger if file.copy else Ledger(Draft("", ()), "letter")
    held = [
        Held(
            reason=record.held,
            kind=record.kind,
            unit=record.unit,
            after_unit=record.after,
            original=record.original,
            proposed=record.proposed,
        )
        for record in ledger.records
        if record.held
    ]
    return {
        "file": file.file,
        "delegation": file.delegation,
        "case": file.case,
        "way": ledger.way,
        "received_at": file.received_at,
        "late": file.late,
        "on_behalf_of": file.on_behalf_of,
        "amendments": list(ledger.entries()),
        "comments": ledger.remarks,
        "held": [*held, *ledger.differences],
    }
