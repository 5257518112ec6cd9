"""Receipts: the 16 digits by which a submitter comes back, and the form's token that makes them.

The code is computed from the token of the form and from all that was sent, so that the same sending repeated (a
second click, a reload, a line lost before the answer came) gets the same receipt and is stored once. Who has no
token cannot compute it, and nobody can without the site's key. Only a slow hash of it is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
import unicodedata
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

DIGITS = 16
#: Seconds within which nobody reads a form and fills it in, and after which a form is asked to be sent once more.
TOO_QUICK = 2
TOO_OLD = 3 * 24 * 3600
# About 0.1 s and 32 MB for each try: see docs/risk.md for what that means to someone who guesses.
_SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": 32}
_BETWEEN = re.compile(r"[\s\-‐-―.،,_/\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


class NotACode(ValueError):
    """What was typed cannot be a receipt: ``digits`` is how many digits it has, None where it has other signs."""

    def __init__(self, digits: int | None) -> None:
        super().__init__(digits)
        self.digits = digits


@dataclass(frozen=True, slots=True)
class Token:
    """What a form carries, signed by the site: a random number, and when the page was made (seconds since 1970)."""

    number: str
    made_at: int

    @classmethod
    def new(cls) -> Self:
        """A token for a form that is being shown now."""
        return cls(secrets.token_hex(16), int(time.time()))

    @classmethod
    def read(cls, signed: str) -> Self | None:
        """The token that a form sent back, or None where it was not signed by this site."""
        try:
            number, made_at = _signer().unsign_object(signed)
            return cls(str(number), int(made_at))
        except (signing.BadSignature, ValueError, TypeError):
            return None

    def signed(self) -> str:
        """The token as text for a hidden field."""
        return _signer().sign_object([self.number, self.made_at])

    @property
    def is_timely(self) -> bool:
        """Whether a person can have filled in the form: neither at once nor days ago."""
        return TOO_QUICK <= time.time() - self.made_at <= TOO_OLD

    def receipt_for(self, content: bytes) -> str:
        """The receipt for what was sent with this form: 16 digits, the same for the same content."""
        digest = salted_hmac("harmwatch.intake.receipt", self.number.encode() + content, algorithm="sha256").digest()
        return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}d}"


def _signer() -> signing.Signer:
    return signing.Signer(salt="harmwatch.intake.form")


def random_receipt() -> str:
    """Sixteen digits that belong to no submission."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def grouped(code: str) -> list[str]:
    """The code in groups of four: ``grouped("1234567812345678")`` is ``["1234", "5678", "1234", "5678"]``."""
    return [code[at : at + 4] for at in range(0, len(code), 4)]


def read_code(typed: str) -> str:
    """The 16 digits of a code as typed, in any digits, with blanks or dashes anywhere. Raises NotACode."""
    signs = _BETWEEN.sub("", typed)
    try:
        digits = "".join(str(unicodedata.digit(sign)) for sign in signs)
    except ValueError:
        raise NotACode(None) from None
    if len(digits) != DIGITS:
        raise NotACode(len(digits))
    return digits


def receipt_hash(code: str) -> str:
    """The slow hash under which a submission is found: 64 hexadecimal digits.

    The salt is the site's own, from its secret key, so that one look-up in an index finds the row. What the index
    compares is a hash that the asking side can neither choose nor foresee: its time tells nothing about the code.
    """
    salt = hmac.digest(settings.SECRET_KEY.encode(), b"harmwatch.intake.receipt-salt", "sha256")
    return hashlib.scrypt(code.encode(), salt=salt, **_SCRYPT).hex()
