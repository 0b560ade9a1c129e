"""Tokens, against a plain reading of the definition: clusters first, then what joins them."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.text.alphabets import any_texts
from wgtracker.text import tokens
from wgtracker.text.tokenizer import _PLAIN_IDEOGRAPHS, _PLAIN_LETTERS, _PLAIN_SIGNS, _SPACES, _cluster_cutter

JOINERS = "'’-‐‑"
UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー\uff70\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
LETTER = regex.compile(r"[\p{L}\p{N}]")
WHITE = regex.compile(r"\p{White_Space}+")


def kind(cluster: str) -> str:
    if WHITE.fullmatch(cluster):
        return "space"
    if UNSPACED.match(cluster):
        return "single"
    return "letter" if LETTER.match(cluster) else "single"


def by_definition(text: str) -> list[str]:
    """Cut cluster by cluster, looking one ahead for what a hyphen or apostrophe joins."""
    clusters = regex.findall(r"\X", text)
    kinds = [kind(cluster) for cluster in clusters]
    cut: list[str] = []
    last = ""
    for at, cluster in enumerate(clusters):
        inner = cluster in JOINERS and last == "letter" and at + 1 < len(clusters) and kinds[at + 1] == "letter"
        now = "joiner" if inner else kinds[at]
        goes_on = (last == "space" == now) or (last in {"letter", "joiner"} and now in {"letter", "joiner"})
        if goes_on:
            cut[-1] += cluster
        else:
            cut.append(cluster)
        last = now
    return cut


@given(any_texts)
def test_tokens_are_those_of_the_definition(text: str) -> None:
    assert tokens(text) == by_definition(text)


@given(
    st.text(
        st.sampled_from([chr(c) for c in range(0x250)] + list("абвЖё الدول؟، 各国應カナ。，１Ａ\u200f\u2019\u2010\u2011\u2028\u3000€№")),
        max_size=12,
    )
)
def test_short_way_and_long_way_agree(text: str) -> None:
    assert tokens(text) == _cluster_cutter()(text) == by_definition(text)


def test_every_plain_character_is_a_cluster_of_its_own_and_of_its_kind() -> None:
    """Walk all characters of the short way: beside any other, none may join it, and each must be of the kind it is listed under."""
    listed = {"letter": _PLAIN_LETTERS, "space": _SPACES, "ideograph": _PLAIN_IDEOGRAPHS, "sign": _PLAIN_SIGNS}
    for name, ranges in listed.items():
        for character in regex.findall(f"[{ranges}]", "".join(map(chr, range(0x10000)))):
            if character != "\n":
                assert regex.findall(r"\X", f"a{character}") == ["a", character], hex(ord(character))
            if character != "\r":
                assert regex.findall(r"\X", f"{character}\n") == [character, "\n"], hex(ord(character))
            expected = {"letter": "letter", "space": "space"}.get(name, "single")
            assert kind(character) == expected, (name, hex(ord(character)))
            assert bool(UNSPACED.match(character)) == (name == "ideograph") or name == "sign", hex(ord(character))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("State's non-punishment", ["State's", " ", "non-punishment"]),
        ("d’experts l'État", ["d’experts", " ", "l'État"]),
        ("a--b -c d- 'e'", ["a", "-", "-", "b", " ", "-", "c", " ", "d", "-", " ", "'", "e", "'"]),
        ("para. 12 (b)", ["para", ".", " ", "12", " ", "(", "b", ")"]),
        ("十五个", ["十", "五", "个"]),
        ("e\u0301le\u0300ve", ["e\u0301le\u0300ve"]),
        ("قَانُون ٱلدُّوَل", ["قَانُون", " ", "ٱلدُّوَل"]),
        ("x\u00a0\r\n y", ["x", "\u00a0\r\n ", "y"]),
        ("👩\u200d👩\u200d👧🇫🇷🇰🇪", ["👩\u200d👩\u200d👧", "🇫🇷", "🇰🇪"]),
        ("a'\u0301b", ["a", "'\u0301", "b"]),
        ("snake_case", ["snake", "_", "case"]),
        ("", []),
    ],
)
def test_examples(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_more_different_words_than_are_remembered_are_cut_alike() -> None:
    words = [f"word{number}," for number in range(25_000)]
    assert [token for token in tokens(" ".join(words)) if token not in {",", " "}] == [word[:-1] for word in words]
    assert tokens("word1, word2,") == ["word1", ",", " ", "word2", ","]
