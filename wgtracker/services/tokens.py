"""Make the random tokens that stand for a person: in the sign-in cookie, in invitations, in links sent by mail. Only hashes are kept."""

import hashlib
import secrets
from typing import NamedTuple


class Token(NamedTuple):
    """A token and what is kept of it."""

    plain: str
    hashed: str


def make_token() -> Token:
    """Make a token of 256 random bits."""
    plain = secrets.token_urlsafe(32)
    return Token(plain, hash_token(plain))


def hash_token(token: str) -> str:
    """Hash a random token as it is kept (it has 256 bits: no salt is needed)."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
