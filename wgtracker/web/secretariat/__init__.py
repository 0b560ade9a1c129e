"""Show the Secretariat's pages: sessions and rounds (views), files that came (receiving), what needs a person (placing, contributions)."""

from wgtracker.web.secretariat import contributions as contributions
from wgtracker.web.secretariat import placing as placing
from wgtracker.web.secretariat import receiving as receiving
