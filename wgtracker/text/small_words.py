"""Words too small to stand alone between two changes: a reader should see "protect the victims" change once, not twice around "the".

Articles, prepositions, conjunctions and auxiliaries, lower case. Chinese needs none: there one character counts as small. "not",
"no" and their like are left out on purpose, as are "shall", "should", "may" and "must": on those a paragraph turns, so they stay.
"""

_ENGLISH = """
a an and as at be been by for from had has have he her his if in into is it its nor of on or our so that the their them then there
these they this those to was were which who whose with
"""
_FRENCH = """
à au aux avec ce ces cet cette d dans de des du elle elles en est et il ils l la le les leur leurs lui ou où par pour qu que qui sa
se ses son sont sur un une
"""
_SPANISH = """
a al con cual cuales de del e el ella ellos en entre es esta estas este estos la las lo los o para por que se ser son su sus u un una
unas unos y
"""
_RUSSIAN = """
а в во для до ее её его же и из или их к как ко на над о об от по под при с со также то что это
"""
_ARABIC = """
أن أو إلى إن التي الذي الذين تلك ثم ذلك على عن في كما ما مع من هذا هذه و
"""

SMALL_WORDS = frozenset(f"{_ENGLISH}{_FRENCH}{_SPANISH}{_RUSSIAN}{_ARABIC}".split())
