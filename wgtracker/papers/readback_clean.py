"""Read a paper without marks back: the draft's text is whole, and every delegation's input stands in annex I."""

from wgtracker.compile.model import Amendment, Comment, Compilation
from wgtracker.papers.pages import Page, fold, read_pages


def read_back_clean(content: bytes, compilation: Compilation) -> tuple[str, ...]:
    """List what is missing from the unmarked text or from the input by delegation (empty = all there)."""
    pages = read_pages(content)
    texts = {name: page.text for page in pages for name in page.bookmarks}
    missing = [
        f"paragraph {unit.unit.label or unit.unit.index}: its words"
        for unit in compilation.units
        if fold(unit.unit.text) not in texts.get(f"wg_u{unit.unit.index}", "\0")
    ]
    return (*missing, *read_back_entries(pages, compilation))


def read_back_entries(pages: list[Page], compilation: Compilation) -> list[str]:
    """Find every amendment and comment among its delegation's entries, each once."""
    entries = _read_entries(pages)
    missing: list[str] = []
    for submission in compilation.submissions:
        if submission.superseded_by or submission.unreadable or not submission.publish:
            continue
        own = entries.get(fold(submission.delegation), [])
        for amendment in submission.amendments:
            if not _take(own, amendment, compilation):
                words = (amendment.proposed or amendment.original)[:60]
                missing.append(f"annex I: {submission.delegation}, {amendment.kind} “{words}”")
        for comment in submission.comments:
            if not _take_said(own, comment):
                missing.append(f"annex I: comment {comment.id} of {submission.delegation}")
    return missing


class Entry:
    """One entry as read: all its words, those struck and those in bold, folded."""

    __slots__ = ("added", "struck", "text")

    def __init__(self, runs: list[tuple[str, str]]) -> None:
        self.text = fold("".join(text for _, text in runs))
        self.added = fold("".join(text for style, text in runs if style == "WGAdded"))
        self.struck = fold("".join(text for style, text in runs if style == "WGDeleted"))


def _read_entries(pages: list[Page]) -> dict[str, list[Entry]]:
    """Give each heading's entries; one that does not begin with what it is about goes on with the one above under that heading."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    under = ""
    for page in pages:
        if page.style.startswith("Heading"):
            under = page.text
        elif page.style == "WGEntry" and page.runs:
            if page.runs[0][0] in ("WGNumber", "WGName") or not found or found[-1][0] != under:
                found.append((under, list(page.runs)))
            else:
                found[-1][1].extend(page.runs)
    entries: dict[str, list[Entry]] = {}
    for name, runs in found:
        entries.setdefault(name, []).append(Entry(runs))
    return entries


def _take(own: list[Entry], amendment: Amendment, compilation: Compilation) -> bool:
    for index, entry in enumerate(own):
        if _is_entry_of(entry, amendment, compilation):
            del own[index]
            return True
    return False


def _is_entry_of(entry: Entry, amendment: Amendment, compilation: Compilation) -> bool:
    if amendment.kind in ("new", "merge") or amendment.unit is None:
        return entry.added == fold(amendment.proposed)
    if amendment.kind == "delete":
        return entry.text.endswith(":delete")
    if amendment.kind == "retain":
        return entry.text.endswith(":retainasis")
    base = compilation.units[amendment.unit].unit.text
    if "replaceby:" in entry.text and any(version.text == amendment.proposed for version in compilation.units[amendment.unit].alternatives):
        return entry.added == fold(amendment.proposed)
    struck = fold("".join(base[start:end] for start, end, _ in amendment.edits))
    added = fold("".join(new for _, _, new in amendment.edits))
    if amendment.kind == "move" and "tostandafter" not in entry.text and "atthebeginning" not in entry.text:
        return False
    return (entry.struck, entry.added) == (struck, added)


def _take_said(own: list[Entry], comment: Comment) -> bool:
    words = f":“{fold(comment.text)}”"
    for index, entry in enumerate(own):
        if entry.text.endswith(words):
            del own[index]
            return True
    return False
