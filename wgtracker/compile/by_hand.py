"""Place by hand what is held or unplaced: a person says where it belongs and how the text should read, and nothing of it is lost.

An aside becomes an amendment or a comment that carries its tracked changes on, and the account moves its letters along.
"""

import hashlib
from typing import Literal

from wgtracker.compile.account import count_changes
from wgtracker.compile.findings import authors_of, dates_of
from wgtracker.compile.model import Account, Amendment, Aside, Comment, Count, Unit
from wgtracker.compile.typed import write_amendment, write_new
from wgtracker.errors import BadInput

Standing = Literal["placed", "held", "unplaced"]
"""Where something stands in the account."""


def place_on_unit(aside: Aside, unit: Unit, proposed: str) -> Amendment:
    """Place an aside on a unit, which then reads as `proposed`; its tracked changes go with it.

    No words at all ask for deletion. Raises BadInput where nothing would change, or for a comment.
    """
    _refuse_comment(aside)
    return _carry_on(aside, write_amendment(unit, proposed))


def place_as_new(aside: Aside, after_unit: int | None, text: str, level: int = 0) -> Amendment:
    """Place an aside as a new paragraph below a unit (None: before the first). Raises BadInput without words, or for a comment."""
    _refuse_comment(aside)
    return _carry_on(aside, write_new(after_unit, text, level))


def place_as_comment(aside: Aside, unit: int | None) -> Comment:
    """Place an aside as a comment on a unit, or on the text as a whole (None).

    Of a change, the words that it proposes are the comment, those it stood on its anchor; its id is made of both. Raises BadInput where
    there are no words to print.
    """
    if aside.kind == "comment":
        return Comment(aside.comment, unit, None, "", aside.original, aside.author, aside.date, aside.proposed, None, False)
    words = aside.proposed.strip() or "".join(change.text for change in aside.changes).strip()
    if not words:
        raise BadInput("There are no words in it that a comment could hold: place it on a paragraph.")
    mark = hashlib.sha256(repr((aside.original, aside.proposed, aside.changes)).encode("utf-8", "replace")).hexdigest()[:12]
    return Comment(f"hand-{mark}", unit, None, "", aside.original.strip(), aside.author, aside.date, words, None, False)


def settle_account(account: Account, aside: Aside, stood: Standing, stands: Standing = "placed") -> Account:
    """Move an aside's letters, or the comment that it is, from where it stood to where it stands; in_file stays the sum.

    Raises ValueError where the account does not have them there.
    """
    inserted, deleted = count_letters_of(aside)
    return Account(
        _move(account.inserted, inserted, stood, stands),
        _move(account.deleted, deleted, stood, stands),
        _move(account.comments, 1 if aside.kind == "comment" else 0, stood, stands),
    )


def count_letters_of(aside: Aside) -> tuple[int, int]:
    """Count the letters (inserted, deleted) that an aside stands for: those of its tracked changes and those without tracking."""
    inserted, deleted = count_changes(aside.changes)
    return inserted + aside.untracked[0], deleted + aside.untracked[1]


def _move(count: Count, number: int, stood: Standing, stands: Standing) -> Count:
    numbers = {"placed": count.placed, "held": count.held, "unplaced": count.unplaced}
    if numbers[stood] < number:
        raise ValueError(f"{number} cannot leave {stood}: the account has {numbers[stood]} there")
    numbers[stood] -= number
    numbers[stands] += number
    return Count(count.in_file, **numbers)


def _refuse_comment(aside: Aside) -> None:
    if aside.kind == "comment":
        raise BadInput(
            "A comment is placed as a comment; to make a proposal of it, write the wording and ask the delegation to confirm it."
        )


def _carry_on(aside: Aside, amendment: Amendment) -> Amendment:
    """Give a placed amendment the tracked changes of the aside, with who made them and when."""
    authors = authors_of(aside.changes) or tuple(name for name in aside.author.split("; ") if name)
    dates = dates_of(aside.changes) or (() if aside.date is None else (aside.date,))
    return amendment._replace(authors=authors, dates=dates, tracked=bool(aside.changes), changes=aside.changes)
