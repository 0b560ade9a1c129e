"""Do the least that any compiler of these files must do: the floor that the whole `compile` process is measured against.

    python bench/floor.py DRAFT RETURNED...

Parse each document.xml with lxml, take the paragraphs' text as all changes accepted would leave it, and compare the changed paragraphs,
word for word, with the draft's through rapidfuzz. No check of the input, no comments, no placing, no report, no paper.
"""

import sys
import zipfile

from lxml import etree
from rapidfuzz.distance import Indel

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T = f"{_W}p", f"{_W}t"


def read_paragraphs(path: str) -> list[str]:
    """Read the text of every paragraph; struck words (w:delText) stay out."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join([text.text or "" for text in paragraph.iter(_T)]) for paragraph in root.iter(_P)]


def main() -> None:
    base = read_paragraphs(sys.argv[1])
    words = [text.split(" ") for text in base]
    changes = 0
    for path in sys.argv[2:]:
        for original, old, new in zip(words, base, read_paragraphs(path), strict=True):
            if old != new:
                changes += len(Indel.opcodes(original, new.split(" ")))
    print(len(sys.argv) - 2, "files,", changes, "pieces")


if __name__ == "__main__":
    main()
