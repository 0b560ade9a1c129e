"""Follow complex fields: what is code, and what is shown (ECMA-376 part 1, 17.16.18)."""

from lxml import etree

from wgtracker.word import tags


class Fields:
    """The fields that are open at one point of a story. muted: the words here are code, not text.

    A field that never ends would swallow all words after it: where a story has one, no field is followed.
    """

    __slots__ = ("_codes", "broken", "muted")

    def __init__(self, root: etree._Element) -> None:
        self._codes: list[bool] = []
        self.broken = self.muted = False
        own = root if root.tag == tags.TXBX else None
        for mark in root.iter(tags.FLD_CHAR):
            if next(mark.iterancestors(tags.TXBX), None) is own:
                self.follow(mark)
        self.broken = self.muted
        self._codes, self.muted = [], False

    def follow(self, mark: etree._Element) -> None:
        """Take one w:fldChar: words between a field's begin and its separator are code, also those of fields inside it."""
        if self.broken:
            return
        kind = mark.get(tags.FLD_CHAR_TYPE)
        if kind == "begin":
            self._codes.append(True)
        elif kind == "separate" and self._codes:
            self._codes[-1] = False
        elif kind == "end" and self._codes:
            self._codes.pop()
        self.muted = any(self._codes)
