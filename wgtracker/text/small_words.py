"""Words too small to stand alone between two changes: a reader should see "protect the victims" change once, not twice around "the".

Articles, prepositions, conjunctions and auxiliaries of the six official languages; lower case. "not", "no" and their like are left
out on purpose, as are "shall", "should", "may" and "must": on those a whole paragraph turns, so they stay visible as kept.
"""

SMALL_WORDS = frozenset(
    # English
    "a an and as at be been by for from had has have he her his if in into is it its nor of on or our so that the their them then "
    "there these they this those to was were which who whose with "
    # French
    "à au aux avec ce ces cet cette dans de des du elle elles en est et il ils la le les leur leurs lui ou où par pour que qui sa "
    "se ses son sont sur un une d l qu "
    # Spanish
    "al con cual cuales de del el ella ellos en entre es esta este estos estas la las lo los o para por que se ser son su sus u un "
    "una unas unos y e a "
    # Russian
    "а в во для до ее её и из или их к как ко на над о об от по под при с со также то что это его а же "
    # Arabic
    "في من إلى على عن مع أو و أن إن التي الذي الذين هذا هذه ذلك تلك ما كما ثم "
    # Chinese (one character is never a word by itself here: see `places`)
    "".split()
)
