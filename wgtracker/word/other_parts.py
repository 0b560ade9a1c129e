"""Read what stands outside the body: notes, headers and footers; and say what is not read at all."""

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.model import OtherText
from wgtracker.word.package import Package
from wgtracker.word.paragraphs import Story, join_final, join_original
from wgtracker.word.walk import Walker

_NOTES = {"footnotes": tags.W + "footnote", "endnotes": tags.W + "endnote"}
_SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))
_TYPE = tags.W + "type"
_NEEDED = frozenset(("comments", *_NOTES, "header", "footer", "numbering", "styles"))
_EMBEDDED = {
    "oleObject": "An embedded object",
    "package": "An embedded file",
    "control": "An ActiveX control",
    "aFChunk": "",
    "subDocument": "",
}


def walk_other_parts(package: Package, walker: Walker) -> None:
    """Walk each note, header and footer that holds words, as a story of its own."""
    for part_kind, tag in _NOTES.items():
        for part in package.related(part_kind):
            root = package.xml(part)
            for note in root.iterchildren(tag) if root is not None else ():
                if note.get(_TYPE) not in _SEPARATORS:
                    walker.walk_story(note, part_kind)
    for part_kind in ("header", "footer"):
        for part in package.related(part_kind):
            root = package.xml(part)
            if root is not None and _says_something(root):
                walker.walk_story(root, part_kind)


def _says_something(root: etree._Element) -> bool:
    words = root.iter(
        tags.T, tags.DEL_TEXT, tags.SYM, tags.M_T, tags.INS, tags.DEL, tags.R_PR_CHANGE, tags.P_PR_CHANGE, tags.COMMENT_REFERENCE
    )
    return next(words, None) is not None


def gather_other_texts(stories: list[Story], body: Story) -> tuple[OtherText, ...]:
    """Give one text for each text box, note, header and footer that holds words in either state."""
    texts: list[OtherText] = []
    for story in stories:
        if story is not body:
            original, (final, _) = join_original(story.physical), join_final(story.physical)
            if original or final:
                texts.append(OtherText(story.part, "\n".join(original), "\n".join(final)))
    return tuple(texts)


def list_unread(package: Package) -> list[str]:
    """Say what the file holds that is never opened: one warning for each embedded object, and each part that is missing."""
    warnings = [f"The part {name} is named in the file but missing." for name in package.missing(_NEEDED)]
    seen: set[str] = set()
    for link in package.relationships(package.main_name):
        what = _EMBEDDED.get(link.kind)
        if what and link.target not in seen:
            seen.add(link.target)
            warnings.append(f"{what} ({link.target.rpartition('/')[2]}) is not opened.")
    for part in package.parts:
        if "/embeddings/" in part and part not in seen:
            warnings.append(f"An embedded object ({part.rpartition('/')[2]}) is not opened.")
    return warnings
