"""Compile small documents written in short marks (tests/word/files.py): a draft of typed numbers and returned files."""

from collections.abc import Mapping
from datetime import date

from tests.word.files import make_docx
from wgtracker.clock import read_zone
from wgtracker.compile.base import take_in
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.model import Compilation, Submission
from wgtracker.compile.returned_map import read_map

POINTS = (
    "States parties should train judges and prosecutors on the principle of non-punishment.",
    "States parties should consider, where appropriate, not prosecuting victims for offences.",
    "The Secretariat should continue to provide technical assistance to requesting States.",
    "States parties should strengthen the early identification of victims of trafficking.",
    "States parties should collect data on the number of victims who were not prosecuted.",
    "States parties should cooperate in joint investigations across their borders.",
)
HEADING = "Discussion points"


def paragraph(text: str, marks: str = "") -> str:
    """Give an untouched paragraph in short marks."""
    return f"<p{marks}>{{{text}}}</p>"


def body(points: Mapping[int, str] | None = None, base: tuple[str, ...] = POINTS) -> str:
    """Give the draft's body with some points written otherwise: number -> short marks of the whole paragraph(s), "" leaves it out."""
    points = points or {}
    lines = [f"<p>{{{HEADING}}}</p>"]
    for number, text in enumerate(base, start=1):
        lines.append(points.get(number, paragraph(f"{number}. {text}")))
    return "".join(lines)


def compile_bodies(files: Mapping[str, str | bytes], map_csv: str = "", draft: str | None = None, deadline: str = "") -> Compilation:
    """Compile returned files given by name; a text is a body in short marks, bytes are a whole file."""
    from wgtracker.compile.deadline import read_deadline

    inputs = [take_in(name, content if isinstance(content, bytes) else make_docx(content)) for name, content in files.items()]
    zone = read_zone("Europe/Vienna")
    rows = read_map(map_csv.encode(), [file.name for file in inputs], zone) if map_csv else {}
    closes = read_deadline(deadline, "Europe/Vienna") if deadline else None
    return consolidate(take_in("draft.docx", make_docx(draft or body())), inputs, rows, Terms(date(2020, 9, 10), closes, "bis"))


def compile_one(content: str, name: str = "Brazil.docx") -> Submission:
    """Compile one returned file and give its submission."""
    return compile_bodies({name: content}).submissions[0]
