"""Let a person change what is their own: name, zone, password, second factor."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, NotAllowed, Stale
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.services.events import Subject, record
from wgtracker.services.invite import LONGEST_NAME
from wgtracker.services.links import end_links
from wgtracker.services.outbox import queue
from wgtracker.services.sign_in import end_places
from wgtracker.word.clean import plain_name

STEP = 30
"""Seconds for which a code counts (RFC 6238); the one before and the one after are taken too, for clocks that are not quite right."""
RECOVERY_CODES = 8
_BASE32 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def change_details(db: Session, actor: Actor, *, version: int, name: str, zone: str) -> m.User:
    """Change one's name and zone ("" for the meeting's)."""
    user = _user(db, actor)
    if user.version != version:
        raise Stale(_("Your account was changed in another window meanwhile; look at it again."), user.name)
    name = plain_name(name)[:LONGEST_NAME]
    if not name:
        raise BadInput(_("Enter your name."))
    if zone:
        clock.read_zone(zone)
    before = {"name": user.name, "zone": user.zone}
    if before != {"name": name, "zone": zone}:
        user.name, user.zone = name, zone
        user.advance()
        record(db, actor, "change_details", Subject("user", user.id), before=before, after={"name": name, "zone": zone})
    return user


def change_password(db: Session, actor: Actor, *, password_hash: str, sign_in_id: int | None) -> int:
    """Change one's password; every other place and every link ends. Gives how many places ended. sign_in_id: the place that stays."""
    user = _user(db, actor)
    user.password_hash = password_hash
    user.advance()
    ended = end_places(db, user.id, but=sign_in_id)
    end_links(db, user.id)
    tell_of_change(db, user, _("Your password was changed"))
    record(db, actor, "change_password", Subject("user", user.id), after={"places_ended": ended})
    return ended


def tell_of_change(db: Session, user: m.User, subject: str) -> None:
    """Write to a person whose account was changed, so that a stranger's change does not stay unseen."""
    when = clock.show_moment(clock.now(), "UTC", user.zone or None)
    lines = [
        _("Dear %(name)s,", name=user.name),
        f"{subject}: {when}.",
        _("If it was not you, ask for a link to set a new password at once, and tell the Secretariat."),
    ]
    queue(db, to=user.email, subject=subject, body="\n\n".join(lines) + "\n")


def find_step(secret: str, code: str) -> int:
    """Find the time step whose code this is, among the present one and its neighbours; 0 where it is none of them."""
    import pyotp

    typed = "".join(code.split())
    now = int(clock.now().timestamp())
    generator = pyotp.TOTP(secret)
    for step in (now // STEP, now // STEP - 1, now // STEP + 1):
        if hmac.compare_digest(generator.at(step * STEP).encode(), typed.encode("utf-8", "replace")):
            return step
    return 0


def make_recovery_codes() -> list[str]:
    """Make codes for the day on which the telephone is lost; each has 50 random bits."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return ["-".join("".join(secrets.choice(alphabet) for _i in range(5)) for _j in range(2)) for _k in range(RECOVERY_CODES)]


def hash_code(code: str) -> str:
    """Hash a recovery code as it is kept, whatever was typed between its letters."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def enrol_second_factor(db: Session, actor: Actor, *, secret: str, code: str, recovery_codes: Sequence[str]) -> m.User:
    """Ask for a code at every sign-in from now on. secret: shown to the person before; code: what their program made of it."""
    user = _user(db, actor)
    if not is_key(secret):
        raise BadInput(_("The key of this page is damaged; open the page again."))
    step = find_step(secret, code)
    if not step:
        raise BadInput(_("This code does not fit. Check that the clock of your telephone is right, and type the code it shows now."))
    user.totp_secret, user.totp_used, user.recovery_codes = secret, step, [hash_code(one) for one in recovery_codes]
    user.advance()
    tell_of_change(db, user, _("A code is asked for at sign-in from now on"))
    record(db, actor, "enrol_second_factor", Subject("user", user.id))
    return user


def is_key(secret: str) -> bool:
    """Tell whether this can be the key of a second factor, as it was shown to the person."""
    return 32 <= len(secret) <= 64 and set(secret) <= _BASE32


def drop_second_factor(db: Session, actor: Actor) -> m.User:
    """Ask for no code any more."""
    user = _user(db, actor)
    user.totp_secret, user.totp_used, user.recovery_codes = "", 0, []
    user.advance()
    tell_of_change(db, user, _("No code is asked for at sign-in any more"))
    record(db, actor, "drop_second_factor", Subject("user", user.id))
    return user


def take_code(db: Session, *, user_id: int, code: str) -> bool:
    """Take a code, or a recovery code, at sign-in; each counts once."""
    user = db.get_one(m.User, user_id)
    step = find_step(user.totp_secret, code) if user.totp_secret else 0
    if step > user.totp_used:
        user.totp_used = step
        return True
    hashed = hash_code(code)
    if hashed not in user.recovery_codes:
        return False
    user.recovery_codes = [one for one in user.recovery_codes if one != hashed]
    return True


def _user(db: Session, actor: Actor) -> m.User:
    user = db.get(m.User, actor.user_id) if actor.user_id is not None else None
    if user is None:
        raise NotAllowed(_("Please sign in first."))
    return user
