"""Hold what every view works with: the reading session, one block for writing, the person, and the right that a route needs."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session, joinedload

from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import NotAllowed, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import NOBODY, Actor, Refused, Scope, can
from wgtracker.queries.people import find_signed_in
from wgtracker.services.tokens import hash_token

View = Callable[..., ResponseReturnValue]
PUBLIC = "public"
SIGNED_IN = "signed_in"


def database() -> Database:
    """Give the application's database."""
    found = current_app.extensions["wgtracker_db"]
    assert isinstance(found, Database)
    return found


def read() -> Session:
    """Give the reading session of this request. It ends, without keeping anything, with the request."""
    if "reading" not in g:
        g.reading = database().open_reading()
    session = g.reading
    assert isinstance(session, Session)
    return session


@contextmanager
def write() -> Iterator[Session]:
    """Open one block of writing: commits at its end, rolls back where it raises. What was read before is read anew after it."""
    end_reading()
    with database().write() as db:
        yield db


def end_reading() -> None:
    """Close the reading session: a long computation, or a writer, shall not hold it."""
    session = g.pop("reading", None)
    if session is not None:
        session.close()


def actor() -> Actor:
    """Give the person behind this request, NOBODY where nobody is signed in."""
    if "actor" not in g:
        token = request.cookies.get(cookie_name(), "")
        present = find_signed_in(read(), hash_token(token), clock.now()) if token else None
        g.actor, g.sign_in_id = (present.actor, present.sign_in_id) if present else (NOBODY, None)
        g.sign_in_seen_at = present.seen_at if present else None
    found = g.actor
    assert isinstance(found, Actor)
    return found


def cookie_name() -> str:
    """Give the name of the sign-in cookie."""
    return str(current_app.config["WGTRACKER"].sign_in_cookie)


LOADED: dict[str, type[Any]] = {
    "body_id": m.Body,
    "session_id": m.WorkingGroupSession,
    "delegation_id": m.Delegation,
    "draft_id": m.Draft,
    "round_id": m.Round,
    "batch_id": m.Batch,
    "submission_id": m.Submission,
    "paper_id": m.Paper,
    "invitation_id": m.Invitation,
    "unit_id": m.Recommendation,
    "aside_id": m.Aside,
    "amendment_id": m.Amendment,
    "comment_id": m.Comment,
    "topic_id": m.Topic,
    "agenda_item_id": m.AgendaItem,
    "negotiation_id": m.Negotiation,
    "snapshot_id": m.Snapshot,
}
"""What the ids of addresses stand for. A view gets the loaded object under the name without "_id"."""


_WITH = {"round_id": (joinedload(m.Round.session).joinedload(m.WorkingGroupSession.body), joinedload(m.Round.draft))}
"""What every page of a round asks of it: read with it, in one statement."""


def scope_of(subject: Any) -> Scope:
    """Say where an object belongs, for the question of rights."""
    match subject:
        case m.Body():
            return Scope(subject.id)
        case m.WorkingGroupSession():
            return Scope(subject.body_id, subject.id)
        case m.Delegation():
            return Scope(subject.session.body_id, subject.session_id, subject.id)
        case m.Submission():
            return scope_of(subject.round)._replace(delegation_id=subject.delegation_id)
        case m.Aside() | m.Amendment() | m.Comment():
            return scope_of(subject.submission)
        case m.Snapshot():
            return scope_of(subject.negotiation)
        case m.Batch():
            return scope_of(read().get_one(m.Round, subject.round_id))
        case m.Recommendation():
            return scope_of(read().get_one(m.WorkingGroupSession, subject.session_id))
        case m.Invitation():
            return _scope_of_invitation(subject)
    return scope_of(subject.session)


def _scope_of_invitation(invitation: m.Invitation) -> Scope:
    if invitation.delegation_id is not None:
        return scope_of(read().get_one(m.Delegation, invitation.delegation_id))
    if invitation.session_id is not None:
        return scope_of(read().get_one(m.WorkingGroupSession, invitation.session_id))
    return Scope(invitation.body_id)


def find_meeting(subject: Any) -> m.WorkingGroupSession | None:
    """Find the session that an object belongs to: its zone and its officer head the page."""
    session_id = scope_of(subject).session_id
    return read().get(m.WorkingGroupSession, session_id) if session_id is not None else None


def needs(action: str) -> Callable[[View], View]:
    """Require a right where the last id of the address belongs; load every id of the address and give the objects to the view.

    action: a key of policy.RIGHTS, PUBLIC (everybody) or SIGNED_IN. What a delegation may not know of is not found (404), the rest is
    refused (403); who is not signed in is asked to, and led back afterwards.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**ids: Any) -> ResponseReturnValue:
            person = actor()
            if action != PUBLIC and person.user_id is None:
                if request.method == "GET":
                    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), 303)
                raise NotAllowed(_("You are not signed in, or no longer. Sign in in another window, then send this page again."))
            loaded = {name.removesuffix("_id") if name in LOADED else name: _load(name, value) for name, value in ids.items()}
            subjects = [loaded[name.removesuffix("_id")] for name in ids if name in LOADED]
            _check_nesting(subjects)
            _hide_unsent(person, subjects)
            g.meeting = find_meeting(subjects[-1]) if subjects else None
            if action not in (PUBLIC, SIGNED_IN):
                scope = scope_of(subjects[-1]) if subjects else Scope()
                answer = can(person, action, scope)
                if isinstance(answer, Refused):
                    _refuse(person, scope, answer)
            return view(**loaded)

        guarded.permission = action  # type: ignore[attr-defined]
        return guarded

    return decorate


def _load(name: str, value: Any) -> Any:
    if name not in LOADED:
        return value
    found = read().get(LOADED[name], value, options=_WITH.get(name, ())) if 0 < value < 2**31 else None
    if found is None:
        raise NotFound(_("There is no such page, or it is not for you."))
    return found


def _check_nesting(subjects: list[Any]) -> None:
    """Refuse an address whose parts do not belong together (the round of one session under another)."""
    scopes = [scope_of(subject) for subject in subjects]
    for outer, inner in itertools.pairwise(scopes):
        if any(one is not None and one != other for one, other in zip(outer, inner)):
            raise NotFound(_("There is no such page, or it is not for you."))


def _hide_unsent(person: Actor, subjects: list[Any]) -> None:
    """Hide from everybody else, staff too, what a delegation is writing and has not sent."""
    for subject in subjects:
        row = subject.submission if isinstance(subject, m.Amendment | m.Comment | m.Aside) else subject
        if isinstance(row, m.Submission) and row.state == m.SubmissionState.DRAFTING and row.delegation_id not in person.delegations:
            raise NotFound(_("There is no such page, or it is not for you."))


def _refuse(person: Actor, scope: Scope, answer: Refused) -> None:
    """Refuse: where the person has no part in the session at all, or it is another delegation's, as if there were nothing."""
    if not can(person, "see_session", scope):
        g.meeting = None  # the page has to be the very one that an id gets which nobody has
        raise NotFound(_("There is no such page, or it is not for you."))
    raise NotAllowed(answer.reason)
