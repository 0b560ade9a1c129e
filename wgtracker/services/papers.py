"""Make papers: build, clear, issue, give up. What goes out is exactly the file that was cleared.

Building has three steps, so that no writer waits for a drawing: gather (reads), draw (computes and reads the paper back), build (keeps).
"""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import __version__, clock
from wgtracker import models as m
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.errors import BadInput, Conflict, NotBalanced, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.papers.choices import Copy, Markup, Order
from wgtracker.papers.editions import Edition as Suffix
from wgtracker.papers.editions import next_symbol, symbol_of_first, without_addenda
from wgtracker.papers.masthead import title_of
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.prose import series
from wgtracker.papers.readback import read_back
from wgtracker.papers.snapshot import Choices, Material, compile_material, draw_material, freeze, narrow_to_changes, thaw
from wgtracker.papers.staff_note import staff_note
from wgtracker.papers.tally import is_open
from wgtracker.policy import Actor, Scope
from wgtracker.queries.compilation import facts_of, load_text
from wgtracker.queries.papers import find_newer, known_numbers, list_issued, list_symbols, load_file, name_unassigned
from wgtracker.queries.stored import Stored, load_whole
from wgtracker.services import events
from wgtracker.services.events import Subject, record, require
from wgtracker.services.keep import keep_file

SUFFIXES: dict[m.Edition, Suffix] = {m.Edition.ADDENDUM: "Add", m.Edition.REVISION: "Rev", m.Edition.CORRIGENDUM: "Corr"}
READINGS = 5
"""How often the input is read anew where something came in while it was being read."""


class Wish(NamedTuple):
    """What paper is wanted. symbol: of a first edition (later ones get theirs from it); reason: why there is another edition."""

    symbol: str = ""
    paper_date: str = ""
    markup: Markup = "bold"
    order: Order = "paragraph"
    copy: Copy = "issued"
    prints_unplaced: bool = False
    edition: m.Edition = m.Edition.FIRST
    reason: str = ""


class Gathered(NamedTuple):
    """All that was read for a paper. ids: submission rows in the order of the material's submissions; texts: the round's count.

    corrects: symbol and material of the paper that a corrigendum corrects.
    """

    round_id: int
    wish: Wish
    material: Material
    draft: bytes
    ids: tuple[int, ...]
    texts: int
    as_at: datetime
    replaces_id: int | None
    corrects: tuple[str, Material] | None = None


class Drawn(NamedTuple):
    """A paper that was drawn and read back, not yet kept."""

    gathered: Gathered
    content: bytes
    note: bytes
    numbers: tuple[ChangeNumber, ...]


def gather_paper(db: Session, actor: Actor, *, round_id: int, wish: Wish) -> Gathered:
    """Read what a paper is drawn from, in one state. Raises BadInput, Conflict."""
    round_ = db.get(m.Round, round_id)
    if round_ is None:
        raise NotFound(_("There is no such round."))
    require(actor, "build_paper", Scope(round_.session.body_id, round_.session_id))
    issued = list_issued(db, round_)
    symbol, replaced = _name_edition(db, wish, issued)
    stored, texts, as_at = _read_input(db, round_)
    taken = _choose(stored, wish, issued)
    text = load_text(db, round_.draft)
    material = Material(
        text.draft,
        tuple(stored.submissions[at] for at in taken),
        stored.speakers,
        _head(round_, wish, symbol, as_at, issued),
        known_numbers(issued),
        Choices(wish.markup, wish.order, wish.copy, "print" if wish.prints_unplaced or wish.copy == "chair" else "refuse"),
    )
    return Gathered(
        round_id,
        wish._replace(symbol=symbol),
        material,
        load_file(db, round_.draft.sha256),
        tuple(stored.ids[at] for at in taken),
        texts,
        as_at,
        replaced.id if replaced else None,
        _find_corrected(wish, issued),
    )


def _find_corrected(wish: Wish, issued: list[m.Paper]) -> tuple[str, Material] | None:
    """Give the last whole paper, which a corrigendum corrects; an addendum holds a part of the input only."""
    whole = [paper for paper in issued if paper.edition != m.Edition.ADDENDUM]
    if wish.edition != m.Edition.CORRIGENDUM or not whole:
        return None
    return whole[-1].symbol, thaw(whole[-1].snapshot)


def _read_input(db: Session, round_: m.Round) -> tuple[Stored, int, datetime]:
    """Read all input in one state, with the round's count of changes and the moment."""
    for _attempt in range(READINGS):
        texts, as_at = _count_texts(db, round_.id), clock.now()
        stored = load_whole(db, round_.id, round_.session.zone, None)
        if _count_texts(db, round_.id) == texts:
            return stored, texts, as_at
    raise Conflict(_("Input keeps coming in while the paper is being built. Try again in a minute."))


def _choose(stored: Stored, wish: Wish, issued: list[m.Paper]) -> list[int]:
    """Choose the submissions that are printed: all, or in an addendum those that no paper has printed yet."""
    if wish.edition != m.Edition.ADDENDUM:
        return list(range(len(stored.ids)))
    printed = {one for paper in issued for one in paper.snapshot.get("ids", ())}
    taken = [at for at, one in enumerate(stored.ids) if one not in printed]
    if not taken:
        raise BadInput(_("Nothing has come in since the last paper, so there is nothing to add. Choose a revision or a corrigendum."))
    return taken


def _head(round_: m.Round, wish: Wish, symbol: str, as_at: datetime, issued: list[m.Paper]) -> Meeting:
    """Give the facts that head the paper: those of the session, with what belongs to this edition alone."""
    local = clock.in_zone(as_at, round_.session.zone)
    given: dict[str, Any] = {"as_at": local.isoformat(timespec="minutes"), "paper_date": wish.paper_date, "symbol": symbol}
    if wish.edition != m.Edition.FIRST:
        given["reissued"] = _explain(wish, issued)
    return facts_of(round_)._replace(**{key: value for key, value in given.items() if value})


def _count_texts(db: Session, round_id: int) -> int:
    return db.execute(select(m.Round.texts).where(m.Round.id == round_id)).scalar_one()


def _name_edition(db: Session, wish: Wish, issued: list[m.Paper]) -> tuple[str, m.Paper | None]:
    """Give the symbol of this edition, and the paper that it adds to, revises or corrects."""
    taken = list_symbols(db)
    if wish.edition == m.Edition.FIRST:
        if wish.symbol and wish.symbol in taken:
            raise Conflict(
                _("A paper with the symbol %(symbol)s is issued already. Choose another symbol, or another edition.", symbol=wish.symbol)
            )
        return wish.symbol, None
    if not issued:
        raise BadInput(_("No paper has been issued on this round yet; the first one is no addendum, revision or corrigendum."))
    if not wish.reason:
        raise BadInput(_("Say why there is another edition: the sentence is printed in the paper."))
    return next_symbol(issued[-1].symbol, SUFFIXES[wish.edition], taken), issued[-1]


def _explain(wish: Wish, issued: list[m.Paper]) -> str:
    """Write the sentence that opens the introduction of another edition; a revision names all that it replaces."""
    last = without_addenda(issued[-1].symbol)
    what = {
        m.Edition.ADDENDUM: f"adds to {last}",
        m.Edition.REVISION: f"replaces {series(_list_replaced(issued))}",
        m.Edition.CORRIGENDUM: f"corrects {last}",
    }[wish.edition]
    return f"The present document {what}. {wish.reason}"


def _list_replaced(issued: list[m.Paper]) -> list[str]:
    """List the symbols that a revision replaces: the last whole paper with its addenda and corrigenda."""
    first = symbol_of_first(issued[-1].symbol)
    chain = [paper for paper in issued if symbol_of_first(paper.symbol) == first]
    whole = (m.Edition.FIRST, m.Edition.REVISION)
    start = max((at for at, paper in enumerate(chain) if paper.edition in whole), default=0)
    return [paper.symbol for paper in chain[start:]]


def draw_paper(gathered: Gathered) -> Drawn:
    """Draw the paper and read it back: every delegation's words must be found in it. Raises NotBalanced, Conflict; reads no database."""
    material = gathered.material
    compilation = compile_material(material)
    if material.choices.copy == "issued" and material.choices.unplaced == "refuse":
        _refuse_while_open(compilation)
    if gathered.corrects is not None:
        symbol, corrected = gathered.corrects
        material = narrow_to_changes(material, compilation, corrected, symbol)
    made = draw_material(material, compilation, gathered.draft)
    missing = read_back(made.content, compilation, material.choices.markup, material.part)
    if missing:
        raise NotBalanced(
            _(
                "The paper was read back and does not hold all that came in, so nothing was kept. Missing: %(what)s.",
                what=missing[0],
            )
        )
    return Drawn(gathered._replace(material=material), made.content, staff_note(compilation, material.meeting), made.numbers)


def _refuse_while_open(compilation: Compilation) -> None:
    waiting = is_open(compilation)
    if not waiting:
        return
    items = sum(len(submission.unplaced) for submission in waiting)
    names = ", ".join(sorted({submission.delegation for submission in waiting})[:6])
    raise Conflict(
        _(
            "%(items)s of %(names)s could not be placed in the text yet. Place them by hand, or choose to print them as Annex III.",
            items=_("One item") if items == 1 else _("%(number)s items", number=items),
            names=names,
        )
    )


def build_paper(db: Session, actor: Actor, *, drawn: Drawn) -> m.Paper:
    """Keep a paper that was drawn: its files by their hash, what it was drawn from, its change numbers."""
    gathered = drawn.gathered
    round_ = db.get_one(m.Round, gathered.round_id)
    require(actor, "build_paper", Scope(round_.session.body_id, round_.session_id))
    wish = gathered.wish
    _refuse_taken(db, wish.symbol)
    head_id, head_hash = events.head(db)
    frozen = freeze(gathered.material)
    frozen.update(ids=list(gathered.ids), program=__version__, events={"last": head_id, "hash": head_hash})
    paper = m.Paper(
        session_id=round_.session_id,
        round_id=round_.id,
        symbol=wish.symbol,
        title=title_of(gathered.material.meeting),
        edition=wish.edition,
        edition_number=_number_in(wish.symbol),
        replaces_id=gathered.replaces_id,
        reason=wish.reason,
        markup=wish.markup,
        order=wish.order,
        copy=wish.copy,
        prints_unplaced=wish.prints_unplaced,
        as_at=gathered.as_at,
        texts=gathered.texts,
        snapshot=frozen,
        numbers=[list(number) for number in drawn.numbers],
        sha256=keep_file(db, drawn.content, hashlib.sha256(drawn.content).hexdigest()),
        note_sha256=keep_file(db, drawn.note, hashlib.sha256(drawn.note).hexdigest()),
        built_at=clock.now(),
        built_by=actor.user_id,
    )
    db.add(paper)
    db.flush()
    after = {"symbol": paper.symbol, "sha256": paper.sha256, "copy": paper.copy, "reason": paper.reason, "submissions": len(gathered.ids)}
    record(db, actor, "build_paper", _subject(paper), after=after)
    return paper


def _number_in(symbol: str) -> int:
    last = symbol.rstrip("*").rpartition(".")[2]
    return int(last) if "/" in symbol and last.isdecimal() and symbol.rpartition("/")[2][:3] in ("Add", "Cor", "Rev") else 0


def clear_paper(db: Session, actor: Actor, *, paper_id: int, sha256: str, texts: int) -> m.Paper:
    """Clear a paper for issue: exactly the file with this hash. texts: the round's count of changes that the page was shown with."""
    paper = _load(db, paper_id)
    require(actor, "clear_paper", _scope(paper))
    if paper.copy != "issued":
        raise Conflict(_("This is the Chair's own copy; it is not for issue."))
    if paper.state != m.PaperState.BUILT:
        raise Conflict(_("This paper is %(state)s already.", state=paper.state.value))
    _require_same(paper, sha256)
    if find_newer(db, paper) is not None:
        raise Stale(_("A newer build of this paper exists; look at that one, and clear it instead."))
    if paper.round.texts != texts:
        raise Stale(_("Input has changed since you opened this page. Look at the page again before you clear the paper."))
    paper.state, paper.cleared_at, paper.cleared_by = m.PaperState.CLEARED, clock.now(), actor.user_id
    paper.advance()
    record(db, actor, "clear_paper", _subject(paper), before={"state": "built"}, after={"state": "cleared", "sha256": paper.sha256})
    return paper


def issue_paper(db: Session, actor: Actor, *, paper_id: int, sha256: str) -> m.Paper:
    """Issue a paper that was cleared; from now on everybody may read it, and nothing of it changes any more."""
    paper = _load(db, paper_id)
    require(actor, "issue_paper", _scope(paper))
    if paper.state == m.PaperState.BUILT:
        raise Conflict(_("The Chair has not cleared this paper yet."))
    if paper.state != m.PaperState.CLEARED:
        raise Conflict(_("This paper is %(state)s already.", state=paper.state.value))
    _require_same(paper, sha256)
    if not paper.symbol:
        raise Conflict(
            _("This paper has no symbol, and its symbol is printed in it. Build it again with its symbol, and have that cleared.")
        )
    _refuse_taken(db, paper.symbol)
    paper.state, paper.issued_at, paper.issued_by = m.PaperState.ISSUED, clock.now(), actor.user_id
    paper.advance()
    db.flush()
    after = {
        "state": "issued", "symbol": paper.symbol, "sha256": paper.sha256, "unassigned": list(name_unassigned(paper)),
        "while_open": paper.round.state == m.RoundState.OPEN,
    }  # fmt: skip
    record(db, actor, "issue_paper", _subject(paper), before={"state": "cleared"}, after=after)
    return paper


def drop_paper(db: Session, actor: Actor, *, paper_id: int) -> m.Paper:
    """Give up a paper that is not issued; its file and its history stay."""
    paper = _load(db, paper_id)
    require(actor, "build_paper", _scope(paper))
    if paper.state in (m.PaperState.ISSUED, m.PaperState.DROPPED):
        raise Conflict(_("This paper is %(state)s already.", state=paper.state.value))
    before = paper.state.value
    paper.state = m.PaperState.DROPPED
    paper.advance()
    record(db, actor, "drop_paper", _subject(paper), before={"state": before}, after={"state": "dropped"})
    return paper


def note_download(db: Session, actor: Actor, *, paper_id: int, what: str) -> None:
    """Record who took a copy of a paper that is not issued yet. what: "word", "pdf" or "note"."""
    paper = _load(db, paper_id)
    require(actor, "read_paper", _scope(paper))
    record(db, actor, "download_paper", _subject(paper), after={"what": what, "sha256": paper.sha256})


def _load(db: Session, paper_id: int) -> m.Paper:
    paper = db.get(m.Paper, paper_id)
    if paper is None:
        raise NotFound(_("There is no such paper."))
    return paper


def _scope(paper: m.Paper) -> Scope:
    return Scope(paper.session.body_id, paper.session_id)


def _subject(paper: m.Paper) -> Subject:
    return Subject("paper", paper.id, paper.session_id)


def _require_same(paper: m.Paper, sha256: str) -> None:
    if sha256 != paper.sha256:
        raise Stale(_("This is not the file that you looked at. Open the paper again and compare its hash."))


def _refuse_taken(db: Session, symbol: str) -> None:
    if symbol and symbol in list_symbols(db):
        raise Conflict(_("A paper with the symbol %(symbol)s is issued already. Build this one again with another symbol.", symbol=symbol))
