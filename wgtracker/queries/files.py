"""Read stored files by the hash of their bytes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _


def read_file(db: Session, sha256: str) -> bytes:
    """Give the bytes of a stored file. Raises NotFound."""
    content = db.scalar(select(m.StoredFile.content).where(m.StoredFile.sha256 == sha256))
    if content is None:
        raise NotFound(_("This file is not stored here."))
    return content
