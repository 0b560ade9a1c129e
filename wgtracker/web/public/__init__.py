"""Show what everybody may see (views, search), and let everybody try a file (trying)."""

from wgtracker.web.public import trying as trying
