"""Turn a Word file into a PDF with LibreOffice, where the machine has it; one at a time, and never for longer than a reader waits."""

import shutil
import subprocess
import tempfile
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from wgtracker.errors import Conflict, NotFound
from wgtracker.i18n import gettext as _

PATIENCE = 90
"""Seconds that one conversion may take."""
_KEPT = 8
_made: "OrderedDict[str, bytes]" = OrderedDict()
_busy = Lock()


def has_office() -> bool:
    """Tell whether this machine can make a PDF."""
    return shutil.which("soffice") is not None


def make_pdf(content: bytes, sha256: str) -> bytes:
    """Give the PDF of a Word file. sha256: of the file; what was made is kept a while. Raises NotFound or Conflict with what to do."""
    program = shutil.which("soffice")
    if program is None:
        raise NotFound(_("This server has no LibreOffice to make a PDF with. Download the Word file instead."))
    if sha256 in _made:
        return _made[sha256]
    if not _busy.acquire(blocking=False):
        raise Conflict(_("Another PDF is being made. Try again in a minute, or download the Word file."))
    try:
        made = _convert(program, content)
    finally:
        _busy.release()
    _made[sha256] = made
    while len(_made) > _KEPT:
        _made.popitem(last=False)
    return made


def _convert(program: str, content: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="wgtracker-pdf-") as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(content)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        try:
            subprocess.run(
                [*command, "--convert-to", "pdf", "--outdir", folder, str(source)], capture_output=True, timeout=PATIENCE, check=False
            )
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.TimeoutExpired, OSError):
            raise Conflict(_("LibreOffice could not make the PDF in time. Download the Word file instead.")) from None
