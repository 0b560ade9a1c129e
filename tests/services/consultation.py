"""A consultation that anybody may do anything in, at any time, and a ledger of every word that was ever sent: what the law is asked of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from tests.compile.factory import POINTS, body
from tests.make import Stage
from tests.services.test_receive import receive
from tests.word.files import make_docx
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.base import InputFile, take_in
from wgtracker.compile.consolidate import Terms
from wgtracker.compile.model import Amendment, Comment
from wgtracker.compile.typed import write_amendment, write_deletion, write_new, write_retention
from wgtracker.db import Database
from wgtracker.errors import WgError
from wgtracker.queries.compilation import load_text
from wgtracker.services.confirm import Facts, compile_chosen, confirm_files, record_facts, restage_batch, set_aside, take_up
from wgtracker.services.contribute import Envelope as Contribution
from wgtracker.services.contribute import Item, confirm_contribution, discard_contribution, enter_item
from wgtracker.services.draft_input import Place, Reason, begin_replacement, discard_draft, remove_item, save_amendment, save_comment
from wgtracker.services.own_file import attach_asides
from wgtracker.services.place_by_hand import Wish, place_aside, undo_placing
from wgtracker.services.propose_from_comment import (
    confirm_wording,
    decline_wording,
    propose_from_comment,
    record_confirmation,
    withdraw_wording,
)
from wgtracker.services.receive import read_own, stage_own
from wgtracker.services.rounds import Deadline, close_round, extend_round
from wgtracker.services.submit import Envelope, send_submission
from wgtracker.services.withdraw import undo_withdrawal, withdraw_submission

NAMES = ("Brazil", "Egypt", "European Union")
GRACE = 60
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S, A, K, X = m.Submission, m.Amendment, m.Comment, m.Aside
Words = set[tuple[int | None, str]]
"""What was said: (unit that it stands on, the one word by which it is known)."""


class Consultation:
    """The acts of everybody. said: submission -> what it must hold, as far as people ever wrote it. refused: sentences that came back."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self.database, self.stage = database, stage
        self.numbers = count(1)
        self.said: dict[int, Words] = {}
        self.refused: list[str] = []
        self.units = load_units(database, stage)

    def word(self) -> str:
        """Give a word that nobody has said yet."""
        return f"zq{next(self.numbers)}x"

    def place(self, name: str) -> Place:
        return Place(self.stage.round_id, self.stage.delegations[name], GRACE)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Let the services refuse with a sentence; anything else is a fault."""
        try:
            yield
        except WgError as error:
            self.refused.append(error.sentence)

    def ids(self, *states: m.SubmissionState, **more: Any) -> list[int]:
        """List submissions in these states."""
        with self.database.read() as db:
            query = select(S.id).where(S.state.in_(states)).order_by(S.created_at, S.id)
            for name, value in more.items():
                query = query.where(getattr(S, name).is_(None) if value is None else getattr(S, name) == value)
            return list(db.scalars(query))

    def begun(self, row: m.Submission) -> Words:
        """Give the ledger of a draft; one that was begun as a copy starts with what it was copied from."""
        return self.said.setdefault(row.id, set(self.said.get(row.supersedes_id or 0, set())))

    # a delegation on its pages

    def propose(self, name: str, unit: int, kind: str, printed: bool) -> None:
        word, why = self.word(), self.word()
        amendment = self.amendment(unit, kind, word)
        with self.refusing(), self.database.write() as db:
            standing = self.version_on(db, name, unit)
            row = save_amendment(
                db, self.stage.drafters[name], place=self.place(name), amendment=amendment, reason=Reason(why, printed),
                version=standing, key=str(uuid4()),
            )  # fmt: skip
            said = self.begun(row)
            if amendment.unit is not None:
                live = select(A).where(A.submission_id == row.id, A.unit == unit, A.ended_at.is_(None), A.waits_for_delegation.is_(False))
                others = " ".join(f"{one.proposed} {one.reason}" for one in db.scalars(live))
                noted = " ".join(db.scalars(select(K.text).where(K.submission_id == row.id, K.unit == unit, K.ended_at.is_(None))))
                waiting = " ".join(db.scalars(select(X.proposed).where(X.submission_id == row.id, X.ended_at.is_(None))))
                said -= {one for one in said if one[0] == unit and one[1] not in f"{others} {noted} {waiting}"}
            said |= {(unit, why)} | ({(unit, word)} if word in amendment.proposed else set())

    def amendment(self, unit: int, kind: str, word: str) -> Amendment:
        of = self.units[unit]
        if kind == "new":
            return write_new(unit, f"States should also {word}.")
        if kind == "delete":
            return write_deletion(of)
        if kind == "retain":
            return write_retention(of)
        return write_amendment(of, f"{of.text.rstrip('.')} {word}.")

    def version_on(self, db: Any, name: str, unit: int) -> int:
        """Give the version of what the page shows on a unit: of the draft, or of the submission that a draft would be a copy of."""
        row = db.scalar(
            select(A).join(S, S.id == A.submission_id)
            .where(S.delegation_id == self.stage.delegations[name], S.state == m.SubmissionState.DRAFTING, S.channel == m.Channel.PAGE)
            .where(A.unit == unit, A.ended_at.is_(None), A.waits_for_delegation.is_(False)).order_by(A.id).limit(1)
        )  # fmt: skip
        return row.version if row is not None else 0

    def remark(self, name: str, unit: int | None) -> None:
        word = self.word()
        with self.refusing(), self.database.write() as db:
            comment = Comment("", unit, None, "", "", "", None, f"We ask why {word}", None, False)
            row = save_comment(db, self.stage.drafters[name], place=self.place(name), comment=comment, key=str(uuid4()))
            self.begun(row).add((unit, word))

    def remove(self, name: str, nth: int) -> None:
        with self.refusing(), self.database.write() as db:
            kind: Any
            for kind, called in ((A, "amendment"), (K, "comment")):
                query = (
                    select(kind).join(S, S.id == kind.submission_id).where(S.state == m.SubmissionState.DRAFTING, kind.ended_at.is_(None))
                )
                rows = db.scalars(query.where(S.delegation_id == self.stage.delegations[name]).order_by(kind.id)).all()
                if rows:
                    one = rows[nth % len(rows)]
                    before = words_of(db, one.submission_id)
                    remove_item(db, self.stage.drafters[name], place=self.place(name), kind=called, item_id=one.id)
                    db.flush()
                    gone = before - words_of(db, one.submission_id)
                    said = self.said[one.submission_id]
                    said -= {each for each in said if each[1] in gone}
                    return

    def begin(self, name: str) -> None:
        with self.refusing(), self.database.write() as db:
            self.begun(begin_replacement(db, self.stage.drafters[name], place=self.place(name)))

    def discard(self, nth: int) -> None:
        self.on(
            self.ids(m.SubmissionState.DRAFTING),
            nth,
            lambda db, row, who: discard_draft(db, who, submission_id=row.id, version=row.version),
        )

    def upload(self, name: str, file: InputFile, said: Words) -> None:
        with self.database.read() as db:
            delegation = db.get_one(m.Delegation, self.stage.delegations[name])
            draft = db.get_one(m.Draft, self.stage.draft_id)
            content = db.get_one(m.StoredFile, draft.sha256).content
            units = dict(enumerate(load_text(db, draft).ids))
            made = read_own(file, InputFile(draft.name, content, draft.sha256), delegation, Terms(delegation.session.opens_on, None, "bis"))
        with self.refusing(), self.database.write() as db:
            row = stage_own(
                db,
                self.stage.drafters[name],
                round_id=self.stage.round_id,
                delegation_id=delegation.id,
                file=file,
                made=made,
                units=units,
                grace=60,
            )
            self.said[row.id] = set(said)

    def attach(self, nth: int) -> None:
        self.on(
            self.ids(m.SubmissionState.DRAFTING),
            nth,
            lambda db, row, who: attach_asides(db, who, submission_id=row.id, version=row.version),
        )

    def send(self, nth: int, beside: bool) -> None:
        def act(db: Any, row: m.Submission, who: Any) -> None:
            own = (
                select(S)
                .where(S.delegation_id == row.delegation_id, S.state == m.SubmissionState.IN_FORCE)
                .order_by(S.sent_at.desc(), S.id.desc())
            )
            others = db.scalars(own).all()
            older = next((one for one in others if one.id == row.supersedes_id), others[0] if others else None)
            confirmed = set()
            if older is not None and not beside:
                typed = select(A).where(
                    A.submission_id == older.id, A.origin == m.Origin.COMMENT, A.ended_at.is_(None), A.confirmed_at.is_not(None)
                )
                confirmed = {one for one in self.said[older.id] if any(one[1] in each.proposed for each in db.scalars(typed))}
            send_submission(
                db, who, submission_id=row.id, version=row.version,
                envelope=Envelope(replaces=None if beside or older is None else older.id),
                text="as printed", key=str(uuid4()), at=clock.now(), grace=GRACE,
            )  # fmt: skip
            if row.channel == m.Channel.PAGE and older is not None and row.supersedes_id == older.id:
                self.confirmed_meanwhile |= {(row.id, one[1]) for one in confirmed - self.said[row.id]}

        self.confirmed_meanwhile: set[tuple[int, str]] = getattr(self, "confirmed_meanwhile", set())
        self.on(self.ids(m.SubmissionState.DRAFTING), nth, act)

    def withdraw(self, nth: int, back: bool) -> None:
        def act(db: Any, row: m.Submission, who: Any) -> None:
            withdraw_submission(
                db, who, submission_id=row.id, version=row.version, reason=self.word(), back_to=row.supersedes_id if back else None,
                at=clock.now(), grace=GRACE,
            )  # fmt: skip

        self.on(self.ids(m.SubmissionState.IN_FORCE), nth, act)

    def undo(self, nth: int) -> None:
        self.on(
            self.ids(m.SubmissionState.WITHDRAWN),
            nth,
            lambda db, row, who: undo_withdrawal(db, who, submission_id=row.id, at=clock.now(), grace=GRACE),
        )

    def on(self, ids: list[int], nth: int, act: Callable[[Any, m.Submission, Any], Any]) -> None:
        """Let the head of its delegation do something with one of these submissions."""
        if not ids:
            return
        heads = {self.stage.delegations[name]: person for name, person in self.stage.heads.items()}
        with self.refusing(), self.database.write() as db:
            row = db.get_one(S, ids[nth % len(ids)])
            assert row.delegation_id is not None
            act(db, row, heads[row.delegation_id])

    # files

    def file(self, name: str, kind: str, unit: int, shared: str) -> tuple[InputFile, Words]:
        """Write a returned file. kind: plain | shared (a change of several) | stranger (no place) | remark | torn (cannot be read)."""
        word = self.word()
        text = f"{unit}. {POINTS[unit - 1].rstrip('.')}"
        others: dict[str, str] = {}
        said: Words = {(unit, word)}
        if kind == "stranger":
            inside, said = f"<p>{{Dear colleagues,}}</p><p><ins>{{Please add inspectors {word}.}}</ins></p>", {(None, word)}
        elif kind == "shared":
            second = unit % 6 + 1
            end = f"{second}. {POINTS[second - 1].rstrip('.')}"
            inside = body({unit: f"<p>{{{text}}}<ins>{{ {shared}}}</ins>{{.}}</p>", second: f"<p>{{{end}}}<ins>{{ {word}}}</ins>{{.}}</p>"})
            said = {(unit, shared), (second, word)}
        elif kind == "remark":
            marks = '<w:commentRangeStart w:id="1"/>{%s}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
            inside = body({unit: f"<p>{marks % (text + '.')}</p>"})
            said_in = f'<w:comment w:id="1" w:author="A"><w:p><w:r><w:t>Why {word}</w:t></w:r></w:p></w:comment>'
            others = {"comments": f"<w:comments {W}>{said_in}</w:comments>"}
        else:
            inside = body({unit: f"<p>{{{text}}}<ins>{{ {word}}}</ins>{{.}}</p>"})
        content = b"torn " + word.encode() if kind == "torn" else make_docx(inside, others)
        return take_in(f"{name} {word}.docx", content), set() if kind == "torn" else said

    def drop(self, files: list[tuple[InputFile, Words]], replaces: str) -> None:
        """Drop files together; the last replaces a file of that name."""
        last = files[-1][0].name
        table = f"file,supersedes\n{last},{replaces}\n".encode() if replaces else b""
        with self.refusing():
            batch = receive(self.database, self.stage.officer, self.stage.round_id, [file for file, _said in files], table)
            with self.database.read() as db:
                for row in db.get_one(m.Batch, batch).submissions:
                    self.said[row.id] = next(said for file, said in files if row.name == file.name)

    def file_names(self) -> list[str]:
        with self.database.read() as db:
            return list(
                db.scalars(select(S.name).where(S.batch_id.is_not(None), S.delegation_id.is_not(None)).order_by(S.created_at, S.id))
            )

    def batches(self) -> list[int]:
        with self.database.read() as db:
            return list(db.scalars(select(m.Batch.id).order_by(m.Batch.id)))

    def chosen(self, nth: int, some: int) -> tuple[int, dict[int, int]]:
        """Choose a batch, and files of it by the bits of a number, with their versions."""
        batches = self.batches()
        if not batches:
            return 0, {}
        with self.database.read() as db:
            rows = sorted(db.get_one(m.Batch, batches[nth % len(batches)]).submissions, key=lambda row: row.name)
            return batches[nth % len(batches)], {row.id: row.version for at, row in enumerate(rows) if some & (1 << at)}

    def confirm(self, nth: int, some: int) -> None:
        batch, versions = self.chosen(nth, some)
        if versions:
            with self.refusing():
                with self.database.read() as db:
                    compiled = compile_chosen(db, db.get_one(m.Round, self.stage.round_id), list(versions))
                with self.database.write() as db:
                    confirm_files(db, self.stage.officer, batch_id=batch, versions=versions, compiled=compiled)

    def lay_aside(self, nth: int, some: int) -> None:
        batch, versions = self.chosen(nth, some)
        if batch:
            with self.refusing(), self.database.write() as db:
                set_aside(db, self.stage.officer, batch_id=batch, versions=versions)

    def take_up(self, nth: int, some: int) -> None:
        batch, versions = self.chosen(nth, some)
        if batch:
            with self.refusing(), self.database.write() as db:
                take_up(db, self.stage.officer, batch_id=batch, versions=versions)

    def record(self, nth: int, name: str, other: int, late: bool) -> None:
        """Record other facts of a staged file, and read its batch anew, as the page does."""
        staged = [one for one in self.ids(m.SubmissionState.STAGED) if one not in self.entered()]
        if not staged:
            return
        with self.refusing():
            with self.database.write() as db:
                row = db.get_one(S, staged[nth % len(staged)])
                own = db.scalars(
                    select(S.id)
                    .where(S.delegation_id == self.stage.delegations[name], S.state != m.SubmissionState.DRAFTING)
                    .order_by(S.id)
                ).all()
                replaces = own[other % len(own)] if own and other else None
                facts = Facts(
                    self.stage.delegations[name], m.Channel.EMAIL, clock.now() + timedelta(days=30 if late else 0), supersedes_id=replaces
                )
                record_facts(db, self.stage.officer, submission_id=row.id, version=row.version, facts=facts)
                batch = row.batch_id
            with self.database.read() as db:
                compiled = compile_chosen(db, db.get_one(m.Round, self.stage.round_id), staged)
            with self.database.write() as db:
                restage_batch(db, self.stage.officer, batch_id=batch or 0, compiled=compiled)

    # by hand

    def settle(self, nth: int, act: str, unit: int) -> None:
        with self.refusing(), self.database.write() as db:
            query = select(X).join(S).where(X.ended_at.is_(None), X.settled_at.is_(None), S.state != m.SubmissionState.DRAFTING)
            open_ones = db.scalars(query.order_by(X.id)).all()
            if open_ones:
                aside = open_ones[nth % len(open_ones)]
                base = self.units[unit].text.rstrip(".")
                words = {
                    "hold": "because of the group",
                    "part": f"{base} indeed.",
                    "drop": f"{base} indeed.",
                    "none": "",
                }.get(act, f"{base} {aside.proposed.strip().rstrip('.')[-40:]}.")
                wish = Wish(
                    {"part": "unit", "drop": "unit", "none": "unit"}.get(act, act), unit, words, 0, "No." if act == "drop" else None
                )
                place_aside(db, self.stage.officer, aside_id=aside.id, version=aside.version, wish=wish)

    def unsettle(self, nth: int) -> None:
        with self.refusing(), self.database.write() as db:
            rows = db.scalars(select(X).where(X.settled_at.is_not(None)).order_by(X.id)).all()
            if rows:
                aside = rows[nth % len(rows)]
                undo_placing(db, self.stage.officer, aside_id=aside.id, version=aside.version)

    def entered(self) -> list[int]:
        return self.ids(m.SubmissionState.STAGED, batch_id=None)

    def enter(self, name: str, kind: str, unit: int, more: bool) -> None:
        word, why, entered = self.word(), self.word(), self.entered()
        words = {
            "wording": f"{self.units[unit].text.rstrip('.')} {word}.",
            "brackets": "States" if "States" in self.units[unit].text else "the",
        }
        item = Item(kind, unit, words.get(kind, f"Moreover {word}."), why)
        with self.refusing(), self.database.write() as db:
            row = enter_item(
                db, self.stage.officer, round_id=self.stage.round_id, item=item, key=str(uuid4()),
                envelope=Contribution(self.stage.delegations[name], m.Channel.FLOOR, clock.now()),
                submission_id=entered[-1] if more and entered else None,
            )  # fmt: skip
            said = self.said.setdefault(row.id, set())
            said |= ({(unit, why)} if kind != "comment" else set()) | ({(unit, word)} if kind in ("wording", "new", "comment") else set())

    def finish(self, nth: int, takes: bool) -> None:
        entered = self.entered()
        if entered:
            with self.refusing(), self.database.write() as db:
                row = db.get_one(S, entered[nth % len(entered)])
                (confirm_contribution if takes else discard_contribution)(db, self.stage.officer, submission_id=row.id, version=row.version)

    def type_wording(self, nth: int, unit: int) -> None:
        """Let staff type a wording for a comment in force."""
        with self.refusing(), self.database.write() as db:
            rows = db.scalars(select(K).join(S).where(S.state == m.SubmissionState.IN_FORCE, K.ended_at.is_(None)).order_by(K.id)).all()
            if rows:
                amendment = self.amendment(unit, "replace", self.word())
                propose_from_comment(db, self.stage.officer, comment_id=rows[nth % len(rows)].id, amendment=amendment)

    def answer_wording(self, nth: int, answer: str) -> None:
        def act(db: Any, row: m.Submission, who: Any) -> None:
            one = db.scalars(
                select(A).where(A.submission_id == row.id, A.waits_for_delegation.is_(True), A.ended_at.is_(None)).limit(1)
            ).one()
            if answer == "told":
                record_confirmation(db, self.stage.officer, amendment_id=one.id, version=one.version, how="e-mail", at=clock.now())
            elif answer == "back":
                withdraw_wording(db, self.stage.officer, amendment_id=one.id, version=one.version)
            else:
                {"yes": confirm_wording, "no": decline_wording}[answer](db, who, amendment_id=one.id, version=one.version)
            if answer in ("yes", "told"):
                self.said[row.id] = self.said[row.id] | {
                    (one.unit, next(word for word in one.proposed.rstrip(".").split() if word.startswith("zq")))
                }

        with self.database.read() as db:
            waiting = (
                select(A.submission_id)
                .join(S)
                .where(A.waits_for_delegation.is_(True), A.ended_at.is_(None), S.state != m.SubmissionState.DRAFTING)
            )
            self.on(list(db.scalars(waiting.order_by(A.id))), nth, act)

    def extend(self) -> None:
        with self.refusing(), self.database.write() as db:
            round_ = db.get_one(m.Round, self.stage.round_id)
            at = round_.deadline_at + timedelta(days=1)
            extend_round(
                db, self.stage.officer, round_id=round_.id, version=round_.version, reason="More time.",
                deadline=Deadline(at.strftime("%Y-%m-%dT%H:%M"), "UTC", at),
            )  # fmt: skip

    def close(self) -> None:
        with self.refusing(), self.database.write() as db:
            close_round(db, self.stage.officer, round_id=self.stage.round_id, version=db.get_one(m.Round, self.stage.round_id).version)


def load_units(database: Database, stage: Stage) -> Any:
    with database.read() as db:
        return load_text(db, db.get_one(m.Draft, stage.draft_id)).draft.units


def words_of(db: Any, submission_id: int) -> set[str]:
    """List the known words that live rows of a submission hold, whatever they are."""
    live = [
        *db.execute(
            select(A.proposed, A.reason).where(A.submission_id == submission_id, A.ended_at.is_(None), A.waits_for_delegation.is_(False))
        ),
        *db.execute(select(K.text).where(K.submission_id == submission_id, K.ended_at.is_(None))),
        *db.execute(select(X.proposed, X.original).where(X.submission_id == submission_id, X.ended_at.is_(None), X.settled_at.is_(None))),
    ]
    letters = " ".join(str(one) for row in live for one in row)
    return {word.strip(".,") for word in letters.split() if word.startswith("zq")}


def count_events(db: Any) -> int:
    return int(db.scalar(select(func.count(m.Event.id))) or 0)
