"""The words: tokens, edits, overlay, places, conflicts, rebase. Pure; docs/interfaces.md says exactly what each does."""

from wgtracker.text.alignment import diff
from wgtracker.text.edits import apply, compose
from wgtracker.text.likeness import similarity
from wgtracker.text.model import (
    ALTERNATIVE_BELOW,
    TOKENIZER,
    Conflict,
    Edit,
    Edits,
    Option,
    Overlay,
    Place,
    Rebased,
    Segment,
)
from wgtracker.text.overlays import overlay
from wgtracker.text.rebasing import rebase
from wgtracker.text.tokenizer import tokens

__all__ = [
    "ALTERNATIVE_BELOW",
    "TOKENIZER",
    "Conflict",
    "Edit",
    "Edits",
    "Option",
    "Overlay",
    "Place",
    "Rebased",
    "Segment",
    "apply",
    "compose",
    "diff",
    "overlay",
    "rebase",
    "similarity",
    "tokens",
]
