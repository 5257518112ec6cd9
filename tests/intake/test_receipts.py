"""Receipts: typed in any way, guessed by nobody, found again by their hash alone."""

from __future__ import annotations

import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from incidents.intake import receipts
from incidents.intake.receipts import NotACode, Token, grouped, read_code, receipt_hash

COST = dict(receipts._SCRYPT)  # as the site runs it: the other tests make it cheaper


@pytest.mark.parametrize(
    "typed",
    [
        "1234567812345678",
        " 1234 5678 1234 5678 ",
        "1234-5678–1234—5678",
        "١٢٣٤ ٥٦٧٨ ١٢٣٤ ٥٦٧٨",
        "۱۲۳۴۵۶۷۸۱۲۳۴۵۶۷۸",
        "\u200f1234\u00a05678\n1234.5678",
    ],
)
def test_receipt_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "1234567812345678"


@pytest.mark.parametrize(
    ("typed", "digits"), [("123456781234567", 15), ("12345678123456789", 17), ("", 0), ("1234x", None)]
)
def test_receipt_that_cannot_be_one_says_why(typed: str, digits: int | None) -> None:
    with pytest.raises(NotACode) as caught:
        read_code(typed)
    assert caught.value.digits == digits


@given(st.text())
def test_reading_a_receipt_gives_digits_or_says_no(typed: str) -> None:
    with contextlib.suppress(NotACode):
        assert re.fullmatch("[0-9]{16}", read_code(typed))


def test_receipt_is_the_same_for_the_same_sending_only() -> None:
    one, other = Token.new(), Token.new()
    assert one.receipt_for(b"text") == one.receipt_for(b"text")
    assert len({one.receipt_for(b"text"), one.receipt_for(b"text2"), other.receipt_for(b"text")}) == 3
    assert len("".join(grouped(one.receipt_for(b"text")))) == 16


def test_receipt_depends_on_the_sites_key(settings: Settings) -> None:
    token, code = Token("ab", 0), "1" * 16
    before = token.receipt_for(b"text"), receipt_hash(code)
    settings.SECRET_KEY = "another key"
    assert token.receipt_for(b"text") != before[0]
    assert receipt_hash(code) != before[1]


def test_token_of_another_site_is_not_read(settings: Settings) -> None:
    signed = Token.new().signed()
    assert Token.read(signed) is not None
    settings.SECRET_KEY = "another key"
    assert Token.read(signed) is None


@pytest.mark.parametrize("sent", ["", ":", "a:b:c", "W10:x", "\u0000", "ا" * 5000])
def test_token_that_is_none_is_not_read(sent: str) -> None:
    assert Token.read(sent) is None


def test_guessing_a_receipt_takes_longer_than_anyone_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred thousand submissions, sixteen cores that do nothing but answer guesses, any one receipt is a hit."""
    monkeypatch.setattr(receipts, "_SCRYPT", COST)
    began = time.perf_counter()
    receipt_hash("1234567812345678")
    seconds_a_guess = (time.perf_counter() - began) / 16
    guesses = 10**receipts.DIGITS / 100_000 / 2
    assert guesses * seconds_a_guess > 365 * 24 * 3600
