"""Move the dates of the sample's tracked changes and comments, so that they were made in the days before today."""

import io
import re
import zipfile
from datetime import datetime, timedelta

_DATE = re.compile(rb'(w:date=")(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z?")')


def shift_dates(content: bytes, by: timedelta) -> bytes:
    """Give a Word file whose revisions and comments are so much later; everything else stays as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as shifted:
        for entry in package.infolist():
            part = package.read(entry)
            shifted.writestr(entry, _DATE.sub(lambda found: _move(found, by), part) if entry.filename.endswith(".xml") else part)
    return out.getvalue()


def _move(found: "re.Match[bytes]", by: timedelta) -> bytes:
    later = datetime.fromisoformat(found[2].decode()) + by
    return found[1] + later.isoformat().encode() + found[3]
