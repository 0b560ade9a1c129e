"""Hand out files: always to be saved, never to be shown in the page."""

import json
import logging
import re

from flask import Response

from wgtracker import models as m
from wgtracker.policy import Actor

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"docx": WORD, "xlsx": SHEET, "pdf": "application/pdf"}
log = logging.getLogger("wgtracker.downloads")


def file_name(paper: m.Paper) -> str:
    """Name the file of a paper after its symbol ("CTOC-COP-2020-CRP.3"), or its number here."""
    base = re.sub(r"[^\w.()-]+", "-", paper.symbol).strip("-.") or f"paper-{paper.id}"
    return base if paper.copy == "issued" else f"{base}-Chair"


def hand_out(content: bytes, name: str, person: Actor) -> Response:
    """Give a file to be saved, never to be shown in the page; one line of the log says who took it."""
    log.info("download %s", json.dumps({"file": name, "user": person.user_id}))
    response = Response(content, mimetype=_TYPES[name.rpartition(".")[2]])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
