"""Show all that one Word file says: `python -m wgtracker inspect FILE.docx [--json]`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from wgtracker.text.model import TOKENIZER
from wgtracker.word.gate import read_whole, show_name
from wgtracker.word.model import CommentIn, Reading, Revision
from wgtracker.word.package import open_package
from wgtracker.word.read import read

FORMAT = 1
"""Version stamp of the JSON, docs/inspect.schema.json."""

_SHOWN = 100


@click.command(name="inspect", short_help="Show all that one Word file says.")
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write everything as JSON (docs/inspect.schema.json).")
def command(file: Path, as_json: bool) -> None:
    """Show the texts, tracked changes and comments of one Word file.

    The original is the text with every change rejected, the final text that with every change accepted.
    """
    reading = read(open_package(read_whole(file), file.name))
    click.echo(write_json(reading) if as_json else "\n".join(describe(reading, show_name(file.name))))


def write_json(reading: Reading) -> str:
    """Give the reading as the JSON of docs/inspect.schema.json."""
    import json

    record = {
        "format": FORMAT,
        "tokenizer": TOKENIZER,
        "original": reading.original,
        "final": reading.final,
        "revisions": [_record_revision(revision) for revision in reading.revisions],
        "comments": [_record_comment(comment) for comment in reading.comments],
        "other": [{"part": text.part, "original": text.original, "final": text.final} for text in reading.other],
        "format_changes": reading.format_changes,
        "warnings": reading.warnings,
    }
    return json.dumps(record, ensure_ascii=False, indent=1)


def _record_revision(revision: Revision) -> dict[str, str | int | None]:
    return {
        "kind": revision.kind,
        "part": revision.part,
        "author": revision.author,
        "date": revision.date,
        "date_utc": revision.date_utc,
        "text": revision.text,
        "paragraph": revision.paragraph,
    }


def _record_comment(comment: CommentIn) -> dict[str, str | int | bool | None]:
    return {
        "id": comment.id,
        "author": comment.author,
        "date": comment.date,
        "text": comment.text,
        "anchor": comment.anchor,
        "paragraph": comment.paragraph,
        "parent": comment.parent,
        "resolved": comment.resolved,
    }


def describe(reading: Reading, name: str) -> Iterator[str]:
    """Say, line by line and for people, what the file holds."""
    yield f"{name}: {_count(len(reading.original), 'paragraph')} with all changes rejected, {len(reading.final)} with all accepted."
    yield from _describe_revisions(reading.revisions)
    if reading.format_changes:
        yield f"Formatting changes: {reading.format_changes} (no amendment)."
    yield from _describe_comments(reading.comments)
    if reading.other:
        parts = Counter(text.part for text in reading.other)
        yield "Text outside the body: " + ", ".join(f"{part} ({number})" for part, number in sorted(parts.items())) + "."
    for warning in reading.warnings:
        yield f"Note: {warning}"


def _describe_revisions(revisions: tuple[Revision, ...]) -> Iterator[str]:
    tracked = [revision for revision in revisions if revision.kind != "format"]
    if not tracked:
        yield "Tracked changes: none."
        return
    yield f"Tracked changes: {len(tracked)}."
    by_author: dict[str, Counter[str]] = {}
    for revision in tracked:
        by_author.setdefault(revision.author, Counter())[revision.kind] += 1
    for author, kinds in sorted(by_author.items()):
        yield f"  {_name(author)}: " + ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    for revision in tracked:
        where = "" if revision.paragraph is None else f" (paragraph {revision.paragraph})"
        part = "" if revision.part == "document" else f" in {revision.part}"
        text = f": {_shorten(revision.text)}" if revision.text else ""
        yield f"  - {revision.kind}{part}{where}, {_name(revision.author)}{text}"


def _describe_comments(comments: tuple[CommentIn, ...]) -> Iterator[str]:
    if not comments:
        yield "Comments: none."
        return
    yield f"Comments: {len(comments)}."
    for comment in comments:
        on = f" on “{_shorten(comment.anchor)}”" if comment.anchor else ""
        reply = f", reply to {comment.parent}" if comment.parent is not None else ""
        done = ", resolved" if comment.resolved else ""
        yield f"  - {comment.id} {_name(comment.author)}{reply}{done}{on}: {_shorten(comment.text)}"


def _name(author: str) -> str:
    return show_name(author) or "(no author)"


def _shorten(text: str) -> str:
    """Give text on one line, cut at _SHOWN characters."""
    line = show_name(" ".join(text.split()))
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
