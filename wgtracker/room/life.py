"""Say how a unit may move from one state to another: the one table of allowed moves, and what a state asks for.

States and their words follow the practice of negotiations in the United Nations (agreed in informals, ad referendum, pending a named
State, linked to a package).
"""

from enum import StrEnum


class Status(StrEnum):
    """Where a unit stands."""

    TABLED = "tabled"
    UNDER_NEGOTIATION = "under_negotiation"
    AGREED_IN_INFORMALS = "agreed_in_informals"
    AD_REFERENDUM = "agreed_ad_referendum"
    PENDING = "pending"
    PACKAGE = "package_linked"
    AGREED = "agreed"
    ADOPTED = "adopted"
    REOPENED = "reopened"
    DEFERRED = "deferred"
    NOT_RETAINED = "not_retained"
    WITHDRAWN = "withdrawn"
    FUTURE = "future_consideration"


_S = Status
_AHEAD = frozenset({_S.AGREED_IN_INFORMALS, _S.AD_REFERENDUM, _S.PENDING, _S.PACKAGE, _S.AGREED})
_ASIDE = frozenset({_S.DEFERRED, _S.NOT_RETAINED, _S.WITHDRAWN, _S.FUTURE})
_BACK = frozenset({_S.REOPENED})

MOVES: dict[Status, frozenset[Status]] = {
    _S.TABLED: frozenset({_S.UNDER_NEGOTIATION}) | _AHEAD | _ASIDE,
    _S.UNDER_NEGOTIATION: _AHEAD | _ASIDE,
    _S.AGREED_IN_INFORMALS: (_AHEAD - {_S.AGREED_IN_INFORMALS}) | _ASIDE | _BACK,
    _S.AD_REFERENDUM: (_AHEAD - {_S.AD_REFERENDUM}) | _ASIDE | _BACK,
    _S.PENDING: _AHEAD | _ASIDE | _BACK,
    _S.PACKAGE: _AHEAD | _ASIDE | _BACK,
    _S.AGREED: frozenset({_S.ADOPTED, _S.PACKAGE}) | _BACK,
    _S.ADOPTED: _BACK,
    _S.REOPENED: frozenset({_S.UNDER_NEGOTIATION}) | _AHEAD | _ASIDE,
    _S.DEFERRED: frozenset({_S.UNDER_NEGOTIATION, _S.FUTURE, _S.NOT_RETAINED, _S.WITHDRAWN}) | _BACK,
    _S.NOT_RETAINED: _BACK,
    _S.WITHDRAWN: _BACK,
    _S.FUTURE: frozenset({_S.UNDER_NEGOTIATION}) | _BACK,
}
"""The one table of allowed moves. PENDING to PENDING: other States are waited for."""

NO_BRACKETS = frozenset({_S.AGREED_IN_INFORMALS, _S.AD_REFERENDUM, _S.AGREED, _S.ADOPTED})
"""A text in one of these states holds no bracketed words: brackets say that words are not agreed."""
ALL_DECIDED = frozenset({_S.AGREED, _S.ADOPTED})
"""A unit in one of these states has no proposal that waits for a decision (parked ones are decided: they are listed at the close)."""
NEEDS_NAMES = frozenset({_S.PENDING})
"""Who is waited for must be named."""
SETTLED = frozenset({_S.AGREED, _S.ADOPTED})
"""The words of such a unit change only after it was reopened."""
GONE = frozenset({_S.NOT_RETAINED, _S.WITHDRAWN})
"""Not part of the text any more."""
AT_REST = SETTLED | GONE | {_S.DEFERRED, _S.FUTURE}
"""Nothing is decided on the words of such a unit until it is taken up again."""


def may_move(before: Status, after: Status) -> bool:
    """Tell whether the table allows the move."""
    return after in MOVES[before]
