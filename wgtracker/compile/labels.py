"""Know a paragraph's label when it is typed, and what a label says about the paragraph.

Typed numbers are as common as automatic ones in drafts that have been through e-mail. The Latin order of inserted
paragraphs is that of UN practice (bis, ter, quater ...).
"""

import re

LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")

_NAMED = r"(?:recommendation|discussion point|draft recommendation|paragraph|para\.?|point|OP|PP)\s*"
_LATIN = r"(?:\s*(?:" + "|".join(LATIN) + r"|alt)\.?)?"
_TYPED = re.compile(
    r"\s*("
    rf"(?:{_NAMED})\d{{1,3}}{_LATIN}\s*[.:)]?(?=\s)"  # Recommendation 3.
    rf"|\d{{1,3}}(?:\.\d{{1,3}})*{_LATIN}\s*[.)](?=\s)"  # 3.  3)  3.1.  3 bis.
    rf"|\d{{1,3}}\s*(?:{'|'.join(LATIN)}|alt)\.?(?=\s)"  # 3 bis
    r"|\d{1,3}\s*[、．]"  # 3、
    r"|[٠-٩]{1,3}\s*[-.)](?=\s)"  # ٣-
    r"|\(?(?:[a-z]{1,2}|[ivx]{1,5})\)(?=\s)"  # (a)  a)  (iv)
    r"|(?:[IVX]{1,5}|[A-Z])\.(?=\s)"  # II.  A.
    r")\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"^(?:{_NAMED})?(?:\d|[٠-٩])", re.IGNORECASE)
_SUB = re.compile(r"^\(?(?:[a-z]{1,2}|[ivx]{1,5})\)$|^[a-z]{1,2}\.$|^[ivx]{1,5}\.$")


def split_label(text: str) -> tuple[str, str]:
    """Split a typed label off a paragraph's text: (label, rest); ("", text) where there is none."""
    found = _TYPED.match(text)
    if not found:
        return "", text
    label = " ".join(found[1].split())
    if re.match(r"(?:[IVX]{1,5}|[A-Z])\.$", label) and len(text) > 160:
        return "", text  # a sentence that starts with an initial, not a heading "A."
    return label, text[found.end() :]


def is_number(label: str) -> bool:
    """Tell whether a label is that of a recommendation: an arabic number, alone or after its name."""
    return bool(_NUMBER.match(label))


def is_sub(label: str) -> bool:
    """Tell whether a label is that of a sub-paragraph: (a), a), (iv), a."""
    return bool(_SUB.match(label))


def is_heading(label: str) -> bool:
    """Tell whether a typed label is that of a heading: II. or A."""
    return bool(re.match(r"^(?:[IVX]{1,5}|[A-Z])\.$", label))


def bare(label: str) -> str:
    """Give the label as it is referred to: "3." is 3, "(b)" stays (b), "Recommendation 3." is 3."""
    number = re.search(r"\d+(?:\.\d+)*|[٠-٩]+", label)
    return number[0] if number and is_number(label) else label.rstrip(".")


def latin(position: int) -> str:
    """Name the nth inserted paragraph: 0 is bis, 1 is ter; beyond decies the count is plain."""
    return LATIN[position] if position < len(LATIN) else f"bis {position + 1}"
