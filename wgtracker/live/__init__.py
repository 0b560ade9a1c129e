"""Stream to open pages what changed in the room: a process of its own, so that a thousand waiting pages hold up nobody."""
