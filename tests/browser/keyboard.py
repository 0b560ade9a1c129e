"""Use a page with the keys alone: no mouse, no focus set from outside; and see on the way whether the focus is always shown."""

from playwright.sync_api import Page

MOST_STOPS = 250
ACTIVE = """async () => {
  const focused = () => document.activeElement === document.body ? null : document.activeElement;
  let at = focused();
  if (!at) return null;
  const seen = () => {
    const box = at.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  };
  const place = () => { const box = at.getBoundingClientRect(); return `${box.left} ${box.top}`; };
  const until = performance.now() + 15000;
  let before = '';
  while (performance.now() < until && !(seen() && place() === before)) { // the browser scrolls there by and by, slower on a busy machine
    before = place();
    at = focused() ?? at; // what is filled in from the server meanwhile takes the focus over
    await new Promise(requestAnimationFrame);
  }
  const look = getComputedStyle(at), label = at.labels && at.labels.length ? at.labels[0].textContent : '';
  return {
    tag: at.tagName.toLowerCase(), field: at.name || '', id: at.id, value: at.value || '', classes: at.className,
    words: (label || at.getAttribute('aria-label') || at.textContent || '').trim().replace(/\\s+/g, ' '),
    shown: seen(), ringed: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
  };
}"""


class Stop(dict[str, object]):
    """The element that has the focus."""

    @property
    def name(self) -> str:
        """Say which it is."""
        return f"<{self['tag']}> {self['field'] or self['words']}"


class Keys:
    """Someone at the keyboard of a page. count: the keys pressed so far, but for typed letters."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.count += 1

    def type(self, words: str) -> None:
        """Type words."""
        self.page.keyboard.type(words)

    def follow(self, key: str = "Enter") -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)

    def where(self) -> Stop | None:
        """Say what has the focus."""
        found = self.page.evaluate(ACTIVE)
        return Stop(found) if found else None

    def tab(self, key: str = "Tab") -> Stop | None:
        """Go on by one; what one comes to has to be seen, and has to look as if it had the focus."""
        self.press(key)
        stop = self.where()
        if stop is not None:
            assert stop["shown"], f"{stop.name} has the focus out of sight"
            assert stop["ringed"], f"{stop.name} does not show that it has the focus"
        return stop

    def skip(self) -> None:
        """Pass over the bar by the link that is there for it."""
        stop = self.tab()
        assert stop is not None
        assert str(stop["words"]) == "Skip to the text"
        self.press("Enter")

    def reach(self, words: str = "", *, field: str = "", key: str = "Tab") -> Stop:
        """Go on until something has the focus: a link or button that begins with these words, or the field of this name."""
        for _ in range(MOST_STOPS):
            stop = self.tab(key)
            if stop is not None and ((field and stop["field"] == field) or (words and str(stop["words"]).startswith(words))):
                return stop
        raise AssertionError(f"{words or field} cannot be reached with {key}")
