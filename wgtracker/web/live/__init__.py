"""Tell pages that are open what changed in the room."""
