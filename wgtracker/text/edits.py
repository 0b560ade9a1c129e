"""Apply edits, join those that touch, and compose two sets that follow each other."""

from wgtracker.text.model import Edit, Edits


def check(edits: Edits, length: int | None = None) -> None:
    """Raise ValueError unless the edits are sorted, disjoint and (where the length of the base is given) within it."""
    before = 0
    for start, end, _ in edits:
        if start < before or end < start:
            raise ValueError(
                f"The edit at {start} to {end} overlaps the one before it or is out of order: edits must be sorted and disjoint."
            )
        before = end
    if length is not None and before > length:
        raise ValueError(f"An edit ends at {before}, but the text has only {length} characters: the edits belong to another text.")


def apply(base: str, edits: Edits) -> str:
    """Return the base with the edits made. ValueError where they are not sorted, disjoint and within the base."""
    check(edits, len(base))
    pieces: list[str] = []
    done = 0
    for start, end, new in edits:
        pieces += (base[done:start], new)
        done = end
    pieces.append(base[done:])
    return "".join(pieces)


def join_touching(edits: Edits) -> Edits:
    """Join edits with nothing between them and drop those that change nothing: the one form every edit set is held in."""
    before = -1
    for start, end, new in edits:
        if start <= before or (start == end and not new):
            break
        before = end
    else:
        return tuple(edits)
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].end == edit.start:
            joined[-1] = Edit(joined[-1].start, edit.end, joined[-1].new + edit.new)
        elif edit.end > edit.start or edit.new:
            joined.append(Edit(*edit))
    return tuple(joined)


def compose(first: Edits, second: Edits) -> Edits:
    """Return the one set of edits that does what `first`, and then `second` on its result, do.

    Law: apply(base, compose(a, b)) == apply(apply(base, a), b). Offsets of `second` are those of the text after `first`.
    ValueError where either is not sorted and disjoint.
    """
    check(first)
    check(second)
    composed: list[Edit] = []
    one = two = 0
    shift = 0  # what the edits of `first` already passed have added: middle offset minus base offset
    while one < len(first) or two < len(second):
        from_one = one < len(first) and (two == len(second) or first[one].start + shift <= second[two].start)
        start = first[one].start + shift if from_one else second[two].start
        group = _Group(start, shift)
        while True:
            if one < len(first) and first[one].start + group.shift <= group.reach:
                group.take_first(first[one])
                one += 1
            elif two < len(second) and second[two].start <= group.reach:
                group.take_second(second[two])
                two += 1
            else:
                break
        composed.append(group.edit())
        shift = group.shift
    return join_touching(tuple(composed))


class _Group:
    """Edits of both sets that touch in the middle text; every character of its range is new by `first` or replaced by `second`."""

    def __init__(self, start: int, shift: int) -> None:
        self.start = self.reach = start
        self.base_start = start - shift
        self.shift = shift
        self.known: list[tuple[int, str]] = []  # spans of the middle text written by `first`
        self.changes: list[Edit] = []

    def take_first(self, edit: Edit) -> None:
        middle = edit.start + self.shift
        self.known.append((middle, edit.new))
        self.shift += len(edit.new) - (edit.end - edit.start)
        self.reach = max(self.reach, middle + len(edit.new))

    def take_second(self, edit: Edit) -> None:
        self.changes.append(edit)
        self.reach = max(self.reach, edit.end)

    def edit(self) -> Edit:
        """Write the group as one edit of the base."""
        return Edit(self.base_start, self.reach - self.shift, "".join(self._new()))

    def _new(self) -> list[str]:
        pieces: list[str] = []
        done = self.start
        for start, end, new in self.changes:
            pieces += (self._written(done, start), new)
            done = end
        pieces.append(self._written(done, self.reach))
        return pieces

    def _written(self, start: int, end: int) -> str:
        return "".join(new[max(0, start - at) : max(0, end - at)] for at, new in self.known)
