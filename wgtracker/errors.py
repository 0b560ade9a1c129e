"""Name what can go wrong, each with a sentence for the person who has to act."""


class WgError(Exception):
    """Carry one clear sentence: what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadFile(WgError):
    """Refuse one input file (damaged, unsafe, of a kind that is not read)."""


class BadInput(WgError):
    """Refuse what the person typed or passed (a map, a setting, a deadline)."""


class NoPaper(WgError):
    """Say why there will be no paper."""


class UnusableDraft(NoPaper):
    """Say why no paper can be made from this draft."""


class NotBalanced(WgError):
    """Stop before anything is written: some words would have no place."""


class NotAllowed(WgError):
    """Refuse what this person may not do or see."""


class NotFound(WgError):
    """Say that there is no such thing, or none that this person may know of."""


class Closed(WgError):
    """Refuse input after the end of a round."""


class Conflict(WgError):
    """Refuse what contradicts the present state (twice the same symbol, a round that is open already)."""


class Stale(WgError):
    """Refuse a change made on an older version. current: the text that stands now, to be shown beside what was typed."""

    def __init__(self, sentence: str, current: str = "") -> None:
        super().__init__(sentence)
        self.current = current


class TooMany(WgError):
    """Refuse tries that come too often. seconds: how long to wait."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds
