"""Write the report: the whole compilation as JSON, exact and in a fixed order (docs/report.schema.json)."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from wgtracker.compile.model import Account, Amendment, Aside, Change, Comment, Compilation, NegotiatedUnit, NewParagraph, Submission
from wgtracker.text import TOKENIZER, Option

FORMAT = 1
Json = dict[str, Any]


def write_report(compilation: Compilation) -> bytes:
    """Give the report as UTF-8 JSON, one line for each unit and each submission; the same compilation gives the same bytes."""
    entries = []
    for key, value in report(compilation).items():
        if isinstance(value, list) and value:
            lines = ",\n".join([json.dumps(item, ensure_ascii=False) for item in value])
            entries.append(f'"{key}": [\n{lines}\n]')
        else:
            entries.append(f'"{key}": {json.dumps(value, ensure_ascii=False)}')
    return ("{\n" + ",\n".join(entries) + "\n}\n").encode("utf-8", "replace")


def report(compilation: Compilation) -> Json:
    """Give the report as plain data, keys as in docs/interfaces.md; lists of names are sorted."""
    return {
        "format": FORMAT,
        "tokenizer": TOKENIZER,
        "draft": {"file": compilation.draft_file, "sha256": compilation.draft_sha256},
        "units": [_unit(unit) for unit in compilation.units],
        "new_paragraphs": [_new_paragraph(one) for one in compilation.new_paragraphs],
        "submissions": [_submission(one) for one in compilation.submissions],
        "account": _account(compilation.account),
        "warnings": list(compilation.warnings),
    }


def _unit(negotiated: NegotiatedUnit) -> Json:
    unit, overlay = negotiated.unit, negotiated.overlay
    return {
        "index": unit.index,
        "kind": unit.kind,
        "label": unit.label,
        "topic": unit.topic,
        "text": unit.text,
        "segments": [{"op": s.op, "text": s.text, "by": sorted(s.by)} for s in overlay.segments],
        "places": [{"start": p.start, "end": p.end, "options": _options(p.options)} for p in overlay.places],
        "conflicts": [
            {"id": c.id, "kind": c.kind, "start": c.start, "end": c.end, "delegations": sorted(c.delegations)} for c in negotiated.conflicts
        ],
    }


def _options(options: Iterable[Option]) -> list[Json]:
    return [{"text": option.text, "by": sorted(option.by)} for option in options]


def _new_paragraph(one: NewParagraph) -> Json:
    return {"after_unit": one.after_unit, "topic": one.topic, "text": one.text, "by": sorted(one.by), "label": one.label}


def _submission(one: Submission) -> Json:
    return {
        "file": one.file,
        "delegation": one.delegation,
        "category": one.category,
        "language": one.language,
        "on_behalf_of": one.on_behalf_of,
        "publish": one.publish,
        "sha256": one.sha256,
        "received_at": one.received_at,
        "late": one.late,
        "superseded_by": one.superseded_by,
        "unreadable": one.unreadable or None,
        "amendments": [_amendment(amendment) for amendment in one.amendments],
        "comments": [_comment(comment) for comment in one.comments],
        "held": [_aside(aside) for aside in one.held],
        "unplaced": [_aside(aside) for aside in one.unplaced],
        "account": _account(one.account),
        "format_changes": one.format_changes,
        "warnings": list(one.warnings),
    }


def _amendment(one: Amendment) -> Json:
    return {
        "kind": one.kind,
        "unit": one.unit,
        "units": list(one.units),
        "after_unit": one.after_unit,
        "original": one.original,
        "proposed": one.proposed,
        "edits": [{"start": edit.start, "end": edit.end, "new": edit.new} for edit in one.edits],
        "authors": list(one.authors),
        "dates": list(one.dates),
        "tracked": one.tracked,
        "by_hand": one.by_hand,
        "changes": _changes(one.changes),
    }


def _changes(changes: Sequence[Change]) -> list[Json]:
    return [{"kind": c.kind, "author": c.author, "date": c.date, "text": c.text} for c in changes]


def _comment(one: Comment) -> Json:
    return {
        "id": one.id,
        "unit": one.unit,
        "amendment": one.amendment,
        "where": one.where,
        "anchor": one.anchor,
        "author": one.author,
        "date": one.date,
        "text": one.text,
        "parent": one.parent,
        "resolved": one.resolved,
    }


def _aside(one: Aside) -> Json:
    return {
        "kind": one.kind,
        "reason": one.reason,
        "unit": one.unit,
        "original": one.original,
        "proposed": one.proposed,
        "author": one.author,
        "date": one.date,
        "changes": _changes(one.changes),
        "comment": one.comment or None,
    }


def _account(account: Account) -> Json:
    return {
        name: {"in_file": count.in_file, "placed": count.placed, "held": count.held, "unplaced": count.unplaced}
        for name, count in (("inserted", account.inserted), ("deleted", account.deleted), ("comments", account.comments))
    }
