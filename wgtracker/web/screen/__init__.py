"""The screen in the room: the text large, as it is printed, for everybody to see; no private notes."""
