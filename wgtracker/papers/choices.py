"""Name the ways in which a paper can be made, without loading what makes it."""

from typing import Literal

Markup = Literal["bold", "tracked", "labels", "clean"]
"""How changes are shown."""

Order = Literal["paragraph", "delegation"]
"""What comes first."""

Copy = Literal["issued", "chair"]
"""For the room, or the Chair's own."""

Unplaced = Literal["refuse", "print"]
"""What to do where something is unplaced."""
