"""Draw each case of the paper's design as a picture of its block: python docs/pictures/make.py (needs soffice and pdftoppm).

Run it from the top of the checkout after a change to the look of the paper, and look at what it made.
"""

import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.papers.cases import CASES  # noqa: E402
from wgtracker.compile.meeting import Meeting  # noqa: E402
from wgtracker.compile.model import Compilation  # noqa: E402
from wgtracker.papers.annexes import draw_annex_heading, draw_unplaced  # noqa: E402
from wgtracker.papers.block import Hand, draw_point  # noqa: E402
from wgtracker.papers.comments import draw_comments  # noqa: E402
from wgtracker.papers.place import BOLD  # noqa: E402
from wgtracker.papers.sources import gather  # noqa: E402
from wgtracker.word.model import Block, Document, ParagraphOut, Run  # noqa: E402
from wgtracker.word.write import write  # noqa: E402

RESOLUTION = 110
MARGIN = 24


def draw_case(compilation: Compilation, title: str) -> Sequence[Block]:
    """Draw the point with this title; for a case without one, what the paper says at its end."""
    sources = gather(compilation, Meeting())
    if title:
        point = next(point for point in sources.outline.points if point.title == title)
        return draw_point(point, Hand(sources.outline, sources.roll, sources.meeting, BOLD))
    if sources.general:
        return [ParagraphOut((Run("General comments"),), "Heading2"), *draw_comments(list(sources.general))]
    heading = draw_annex_heading("III", "Input that could not be placed")
    return [ParagraphOut(heading.inlines, heading.style), *draw_unplaced(compilation, sources.outline)]


def crop_grey(pgm: bytes) -> tuple[int, int, list[bytes]]:
    """Cut the white off a portable grey map (P5); return width, height and rows."""
    _, size, _, pixels = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [pixels[at * width : (at + 1) * width] for at in range(height)]
    inked = [n for n, row in enumerate(rows) if min(row) < 200]
    left = min(next(n for n, dot in enumerate(rows[i]) if dot < 200) for i in inked)
    right = max(width - next(n for n, dot in enumerate(reversed(rows[i])) if dot < 200) for i in inked)
    first, last = max(inked[0] - MARGIN, 0), min(inked[-1] + MARGIN, height)
    left, right = max(left - MARGIN, 0), min(right + MARGIN, width)
    return right - left, last - first, [row[left:right] for row in rows[first:last]]


def make_png(width: int, height: int, rows: Sequence[bytes]) -> bytes:
    """Write grey rows as a PNG of sixteen greys."""
    packed = []
    for row in rows:
        levels = bytes(dot >> 4 for dot in row) + b"\x0f" * (width % 2)
        packed.append(b"\0" + bytes(levels[n] << 4 | levels[n + 1] for n in range(0, len(levels), 2)))
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([4, 0, 0, 0, 0])
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(packed), 9)), (b"IEND", b"")]
    body = b"".join(len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def main() -> None:
    """Draw all cases in one run of LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, (compilation, title) in CASES.items():
            body = tuple(draw_case(compilation(), title))
            (work / f"{name}.docx").write_bytes(write(Document(name, "en-GB", body)))
        documents = sorted(work.glob("*.docx"))
        profile = f"-env:UserInstallation=file://{work}/profile"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", work, *documents], check=True, capture_output=True
        )
        for document in documents:
            stem = work / document.stem
            command = ["pdftoppm", "-gray", "-r", str(RESOLUTION), "-f", "1", "-l", "1", "-singlefile", f"{stem}.pdf", stem]
            subprocess.run(command, check=True)
            picture = make_png(*crop_grey(Path(f"{stem}.pgm").read_bytes()))
            (ROOT / "docs" / "pictures" / f"{document.stem}.png").write_bytes(picture)
            print(f"{document.stem}.png  {len(picture):,} bytes")


if __name__ == "__main__":
    main()
