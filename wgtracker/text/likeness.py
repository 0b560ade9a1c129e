"""Measure how alike two texts are."""

from wgtracker.text.tokenizer import tokens


def similarity(a: str, b: str) -> float:
    """Return the token similarity of two texts, 0.0 (nothing in common) to 1.0 (the same tokens in the same order).

    2 * L / (n + m), where n and m count the tokens of each text without white space and L is the length of a longest common
    subsequence of them; 1.0 where both have none. Case counts. See `ALTERNATIVE_BELOW`.
    """
    one = [token for token in tokens(a) if not token.isspace()]
    two = [token for token in tokens(b) if not token.isspace()]
    if one == two:
        return 1.0
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(one, two))
