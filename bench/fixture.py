"""Make the workload of the bench: a draft of numbered paragraphs and the Word files that delegations returned.

    python -m bench.fixture OUT FILES

Each file has real tracked changes in 20 of 100 paragraphs and 10 comments, by two authors. It shares no code with wgtracker: the
packages are strings and zipfile, in the shape that Word gives them (many short runs, rsids, a language on each run). The same call
gives the same bytes.
"""

import random
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

SEED = 20200910
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NS = f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("styles", "numbering", "settings", "comments")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_VERBS = "consider strengthen promote ensure support develop review adopt encourage facilitate enhance establish".split()
_NOUNS = (
    "cooperation assistance training guidance protection prosecutors victims investigations legislation statistics prevention witnesses"
    " authorities partners standards remedies referral evidence detection offences courts networks resources indicators procedures"
).split()
_FILLERS = (
    "in accordance with their domestic law;where appropriate;in particular for women and children;with due regard to human rights"
    ";at the national and regional levels;including through joint bodies;within available resources;in a timely manner"
    ";and other stakeholders"
).split(";")
_STATES = (
    "Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahamas Bahrain Bangladesh Barbados Belarus "
    "Belgium Belize Benin Bhutan Botswana Brazil Bulgaria Burundi Cambodia Cameroon Canada Chile China Colombia Comoros "
    "Croatia Cuba Cyprus Denmark Djibouti Dominica Ecuador Egypt Eritrea Estonia Eswatini Ethiopia Fiji Finland France Gabon "
    "Georgia Germany Ghana Greece Grenada Guatemala Guyana Haiti Honduras Hungary Iceland India Indonesia Iraq Ireland Israel "
    "Italy Jamaica Japan Jordan Kazakhstan Kenya Kiribati Kuwait Kyrgyzstan Latvia Lebanon Lesotho Liberia Libya "
    "Liechtenstein Lithuania Luxembourg Madagascar Malawi Malaysia Maldives Mali Malta Mauritania Mauritius Mexico Monaco "
    "Mongolia Montenegro Morocco Mozambique Myanmar Namibia Nauru Nepal Nicaragua Nigeria Norway Oman Pakistan Palau Panama "
    "Paraguay Peru Philippines Poland Portugal Qatar Romania Rwanda Samoa Senegal Serbia Seychelles Singapore Slovakia "
    "Slovenia Somalia Spain Sudan Suriname Sweden Switzerland Tajikistan Thailand Togo Tonga Tunisia Turkmenistan Tuvalu "
    "Uganda Ukraine Uruguay Uzbekistan Vanuatu Yemen Zambia Zimbabwe"
).split()


class Size(NamedTuple):
    """How large the draft is, and how much each returned file says."""

    units: int = 100
    changed: int = 20
    comments: int = 10


class Workload(NamedTuple):
    """The files on the disk."""

    draft: Path
    returned: list[Path]


def make_workload(folder: Path, files: int, size: Size = Size()) -> Workload:  # noqa: B008 (a NamedTuple does not change)
    """Write draft.docx and so many returned files into a folder."""
    source = random.Random(SEED)
    (folder / "returned").mkdir(parents=True, exist_ok=True)
    units = [_make_paragraph(source) for _ in range(size.units)]
    draft = folder / "draft.docx"
    _write_package(draft, "".join(_draw_unit(words, []) for words in units), "")
    returned = []
    for number, state in enumerate(_STATES[:files], 1):
        path = folder / "returned" / f"{number:03d}_Comments from {state}.docx"
        _write_package(path, *_revise(units, state, size))
        returned.append(path)
    return Workload(draft, returned)


def _make_paragraph(source: random.Random) -> list[str]:
    words = f"States parties should {source.choice(_VERBS)}".split()
    while len(words) < 110:
        phrase = f"the {source.choice(_NOUNS)} of {source.choice(_NOUNS)} and {source.choice(_VERBS)} {source.choice(_NOUNS)},"
        words += phrase.split() + (f"{source.choice(_FILLERS)},".split() if source.random() < 0.6 else [])
    return [*words[:-1], words[-1].rstrip(",") + "."]


def _revise(units: list[list[str]], state: str, size: Size) -> tuple[str, str]:
    """Draw all paragraphs, some with one to three changes, and the comments; return the body and the comments part."""
    source = random.Random(f"{SEED}/{state}")
    changed = set(source.sample(range(size.units), size.changed))
    commented = {unit: number for number, unit in enumerate(source.sample(range(size.units), size.comments))}
    authors = (f"{state} Mission", f"{state} Ministry of Justice")
    body, revision = [], 100
    for index, words in enumerate(units):
        marks = []
        for place in sorted(source.sample(range(4, len(words) - 4, 6), source.randint(1, 3))) if index in changed else []:
            new = source.choice((source.choice(_FILLERS), source.choice(_NOUNS), ""))
            marks.append((place, source.choice((0, 1, 2)) if new else source.randint(1, 3), new, source.choice(authors), revision))
            revision += 2
        body.append(_draw_unit(words, marks, commented.get(index)))
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="{authors[number % 2]}" w:date="2020-09-2{number % 5}T10:00:00Z" w:initials="M">'
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr><w:r><w:annotationRef/></w:r><w:r><w:t>{state}: we would prefer the '
        f"{source.choice(_NOUNS)} here, {source.choice(_FILLERS)}, see our statement.</w:t></w:r></w:p></w:comment>"
        for number in commented.values()
    )
    return "".join(body), comments


def _draw_unit(words: list[str], marks: list[tuple[int, int, str, str, int]], comment: int | None = None) -> str:
    """Draw one numbered paragraph. marks: (word, words struck, words inserted after them, author, revision id), in order."""
    runs, at = [], 0
    for place, struck, new, author, revision in marks:
        attributes = f'w:author="{author}" w:date="2020-09-21T09:30:00Z"'
        runs.append(_draw_runs(words[at:place]))
        if struck:
            gone = " ".join(words[place : place + struck]) + " "
            runs.append(f'<w:del w:id="{revision}" {attributes}>{_draw_run(gone, "delText")}</w:del>')
        if new:
            runs.append(f'<w:ins w:id="{revision + 1}" {attributes}>{_draw_run(new + " ", "t")}</w:ins>')
        at = place + struck
    runs.append(_draw_runs(words[at:]).removesuffix(" </w:t></w:r>") + "</w:t></w:r>")
    inner = "".join(runs)
    if comment is not None:
        mark = f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{comment}"/></w:r>'
        inner = f'<w:commentRangeStart w:id="{comment}"/>{inner}<w:commentRangeEnd w:id="{comment}"/>{mark}'
    properties = '<w:pPr><w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E">{properties}{inner}</w:p>'


def _draw_runs(words: list[str]) -> str:
    """Draw words as Word saves them after some editing: a new run every dozen words."""
    return "".join(_draw_run(" ".join(words[start : start + 12]) + " ", "t") for start in range(0, len(words), 12))


def _draw_run(text: str, tag: str) -> str:
    return f'<w:r w:rsidRPr="00C41F2A"><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def _write_package(path: Path, body: str, comments: str) -> None:
    parts = _PARTS if comments else _PARTS[:3]
    overrides = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{part}+xml"/>' for part in parts)
    relations = "".join(f'<Relationship Id="rId{n}" Type="{_REL}/{part}" Target="{part}.xml"/>' for n, part in enumerate(parts, 1))
    package = "http://schemas.openxmlformats.org/package/2006"
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for kind, name in (("paragraph", "List Paragraph"), ("paragraph", "Comment Text"), ("character", "Comment Reference"))
    )
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    contents = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument" '
        f'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        "word/document.xml": f"<w:document {_NS}><w:body>{body}<w:sectPr>"
        '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>',
        "word/styles.xml": f'<w:styles {_NS}><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/></w:style>{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering {_NS}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1">'
        f'<w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/settings.xml": f"<w:settings {_NS}>{'<w:trackRevisions/>' if comments else ''}</w:settings>",
    }
    if comments:
        contents["word/comments.xml"] = f"<w:comments {_NS}>{comments}</w:comments>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 9, 21, 0, 0, 0)), _HEAD + text, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    make_workload(Path(sys.argv[1]), int(sys.argv[2]))
