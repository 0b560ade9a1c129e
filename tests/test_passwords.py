"""Passwords are kept hashed, and those that others would guess are refused with a sentence."""

import time
import unicodedata

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from wgtracker.passwords import hash_password, judge, needs_rehash, verify, verify_nobody

GOOD = "lantern gravel otter sixteen"


def test_a_hash_is_argon2id_at_the_cost_that_was_decided() -> None:
    stored = hash_password(GOOD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert GOOD not in stored
    assert stored != hash_password(GOOD)
    assert not needs_rehash(stored)
    assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD))
    assert needs_rehash("")


def test_only_the_password_itself_is_verified() -> None:
    stored = hash_password(GOOD)
    assert verify(stored, GOOD)
    for wrong in ("", GOOD + " ", GOOD.upper(), GOOD[:-1], GOOD + "\0", "\ud800", "x" * 5_000_000):
        assert not verify(stored, wrong)
    for damaged in ("", "!", stored[:-5], "$argon2id$v=19$m=19456,t=2,p=1$x$y", "plain"):
        assert not verify(damaged, GOOD)


def test_the_same_letters_typed_elsewhere_are_the_same_password() -> None:
    """A Mac sends é as two characters, others as one."""
    typed = "crème brûlée à l’été"
    assert verify(hash_password(unicodedata.normalize("NFD", typed)), unicodedata.normalize("NFC", typed))


def test_an_unknown_person_takes_as_long_as_a_known_one() -> None:
    stored = hash_password(GOOD)
    verify_nobody(GOOD)
    known = min(_seconds(lambda: verify(stored, "something else entirely")) for _ in range(5))
    unknown = min(_seconds(lambda: verify_nobody("something else entirely")) for _ in range(5))
    assert 0.5 < unknown / known < 2
    assert verify_nobody("nobody") is False


def _seconds(work: object) -> float:
    assert callable(work)
    start = time.process_time()
    work()
    return time.process_time() - start


@settings(max_examples=10)
@given(st.text(max_size=60))
def test_any_text_can_be_hashed_and_verified(password: str) -> None:
    assert verify(hash_password(password), password)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "three small green owls",
        "kV7#pq!Zr2&mWx9",
        "zrlkqmvbtwopnxcyhg",
        "nous irons au bois demain",
        "мы пойдем завтра гулять",
        "我们明天早上去公园散步吃午饭好不好",
        "سنذهب غدا إلى الحديقة",
        "dragon monkey shadow otters",
        " spaces at both ends count ",
        "x9" + "lantern gravel " * 66,
    ],
)
def test_long_passwords_of_ones_own_are_taken(password: str) -> None:
    assert judge(password, about=["María José Pérez", "m.perez@ministry.example", "Brazil"]) == ""


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "it has 0 characters and needs at least 15"),
        ("a", "it has 1 character and"),
        ("kV7#pq!Zr2&mWx", "it has 14 characters"),
        ("x" * 1001, "at most 1000 characters"),
        ("lantern\ngravel otter", "cannot be typed"),
        ("lantern gravel \ud800tter", "cannot be typed"),
        ("passwordpassword", "repeats itself"),
        ("Password Password Password", "repeats itself"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeats itself"),
        ("abababababababab", "repeats itself"),
        ("k9f!k9f!k9f!k9f!", "repeats itself"),
        ("1234567890123456", "in a row"),
        ("123456789987654321", "in a row"),
        ("qwertyuiopasdfgh", "in a row"),
        ("1qaz2wsx3edc4rfv", "in a row"),
        ("poiuytrewq987654", "in a row"),
        ("abcdefghijklmnopqr", "in a row"),
        ("йцукенгшщзфывапр", "in a row"),
        ("P@ssw0rd12345678", "Many people use"),
        ("iloveyou12345678", "Many people use"),
        ("sunshine_sunshine1", "Many people use"),
        ("Dragon2020Dragon2020", "repeats itself"),
        ("monkeymonkey123456", "Many people use"),
        ("correct-battery-1", "Many people use"),
        ("welcometovienna", "Many people use"),
        ("Vienna Conference 2026", "Many people use"),
        ("wgtrackerwgtracker1", "name or address"),
        ("WG-Tracker 2026!!!", "name or address"),
        ("MariaJosePerez2026", "name or address"),
        ("m.perez@ministry.example", "name or address"),
        ("Brazil Brazil 2026!", "name or address"),
    ],
)
def test_what_others_would_guess_is_refused_with_the_reason(password: str, says: str) -> None:
    assert says in judge(password, about=["María José Pérez", "m.perez@ministry.example", "Brazil"])


def test_every_common_password_is_refused_when_it_is_only_made_longer() -> None:
    from wgtracker.passwords import _common

    assert len(_common()) > 3500
    for word in sorted(_common())[::7]:
        for longer in (word * (15 // len(word) + 1), word + "1234567890123", "2026" + word + "!" * 12):
            assert judge(longer), longer


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=15, max_size=80), st.lists(st.text(max_size=20))
)
def test_any_password_is_judged_at_once(password: str, about: list[str]) -> None:
    sentence = judge(password, about=about)
    assert sentence == "" or sentence.endswith(".")
    assert sentence == judge(unicodedata.normalize("NFD", password), about=about) or len(unicodedata.normalize("NFC", password)) < 15


def test_a_hostile_length_is_judged_in_no_time() -> None:
    for password in ("a1" * 500, "abcdefg" * 142, "aab" * 333, "ab" * 499 + "c"):
        assert _seconds(lambda text=password: judge(text, about=["ab" * 50] * 20)) < 0.5
