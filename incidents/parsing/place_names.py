"""The spellings under which a place name is looked up: Arabic forms, and Latin transliterations in one shape."""

from __future__ import annotations

import re
from functools import lru_cache

from incidents.parsing.normalise import fold

# First words that the press writes joined to the next word or apart: كفرنوران / كفر نوران.
_JOINING = ("كفر", "تل", "معر", "دير", "بيت", "جب", "عين", "خان", "معرة", "معره", "راس", "شيخ", "خربه")
_NOT_LETTERS = re.compile(r"[^ء-يa-z0-9]+")
_LATIN_ARTICLES = frozenset(
    [
        "al",
        "el",
        "ar",
        "as",
        "ash",
        "at",
        "ad",
        "adh",
        "an",
        "az",
        "ath",
        "ul",
        "ur",
        "us",
        "ut",
        "ud",
        "un",
        "es",
        "et",
        "en",
        "ed",
        "er",
        "ez",
        "ech",
        "esh",
        "eth",
        "l",
    ]
)
_DIGRAPHS = (
    ("tch", "$"), ("sch", "$"), ("sh", "$"), ("ch", "$"), ("kh", "x"), ("gh", "g"), ("th", "t"), ("dh", "d"),
    ("dj", "j"), ("ph", "f"), ("ou", "u"), ("oo", "u"), ("ow", "aw"), ("au", "aw"), ("ee", "i"), ("ei", "ay"),
    ("ey", "ay"), ("ai", "ay"), ("ie", "i"), ("iy", "i"), ("q", "k"), ("c", "k"), ("v", "w"), ("p", "b"), ("o", "u"),
    ("e", "a"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_SOFT = re.compile(r"[aiuwyh]")


def squeeze(text: str) -> str:
    """Letters and single blanks only, of a folded text: ``"kafr  nuran-"`` is ``"kafr nuran"``."""
    return _NOT_LETTERS.sub(" ", text).strip()


def arabic_forms(name: str) -> tuple[set[str], set[str]]:
    """The folded forms of an Arabic name, without the article of the first word: (as it stands, loosely spelled).

    Loose forms join or part a first word like كفر, drop or add the article inside, and swap a final ه and ا.
    """
    folded = squeeze(fold(name).text)
    words = folded.split()
    if not words:
        return set(), set()
    plain = _without_article(words)
    exact = {" ".join(plain)}
    bare = [_bare(word) for word in plain]
    loose = {" ".join(bare), "".join(plain), "".join(bare), " ".join([plain[0], *("ال" + w for w in bare[1:])])}
    if len(plain) == 1:
        loose |= {f"{first} {plain[0][len(first) :]}" for first in _JOINING if _parts(plain[0], first)}
    for form in list(exact | loose):
        if len(form) >= 4 and form[-1] in "اهي" and (form[-1] != "ي" or name.endswith("ى")):
            loose |= {form[:-1] + last for last in "اه"}
            if form[-1] == "ا":
                loose.add(form[:-1] + "ي")
        if form.startswith("معر"):
            loose |= {"معار" + form[3:], form.replace("معره ", "معرت", 1), form.replace("معرت", "معره ", 1)}
    return exact, {form for form in loose if len(form) > 2} - exact


def _parts(word: str, first: str) -> bool:
    return word.startswith(first) and len(word) - len(first) >= 3


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _without_article(words: list[str]) -> list[str]:
    return [_bare(words[0]), *words[1:]]


@lru_cache(maxsize=60_000)
def latin_form(name: str) -> str:
    """One shape for the transliterations of an Arabic name, vowels kept: Kafr Nouran, Kafar-Nūran: ``kafrnuran``.

    Articles are dropped, digraphs become one sign, doubled letters one. The empty string where no letter is left.
    """
    words = [w for w in re.split(r"[\s\-]+", fold(name).text.replace("'", "")) if w]
    return "".join(latin_word(word) for word in words if word not in _LATIN_ARTICLES or len(words) == 1)


@lru_cache(maxsize=60_000)
def latin_word(word: str) -> str:
    """One folded word of a transliterated name in the shape of ``latin_form``."""
    if word in ("kafr", "kafar", "kfar", "kefr", "kufr", "kfr", "kafer"):
        return "kafr"
    if word in ("tal", "tall", "tell", "tel"):
        return "tal"
    word = re.sub(r"[^a-z]", "", word)
    for written, sign in _DIGRAPHS:
        word = word.replace(written, sign)
    word = _DOUBLED.sub(r"\1", word)
    return re.sub(r"(?<=[aiu])h$", "", word)


@lru_cache(maxsize=60_000)
def skeleton(form: str) -> str:
    """The consonants of a ``latin_form``: what all transliterations of one name share."""
    return form[:1].replace("a", "'").replace("i", "'").replace("u", "'") + _SOFT.sub("", form[1:])


# Letters that are taken for one another, by shape or by sound: one letter of difference is a slip only within a group.
_CONFUSED = ("بتثنيپ", "جحخ", "دذ", "رزو", "سشص", "صض", "ضظد", "طظت", "عغ", "فق", "كق", "اهيوء", "ذز", "ثس")


def differ_by_a_slip(one: str, other: str) -> bool:
    """Whether two Arabic spellings one letter apart differ by a likely slip: a vowel letter, a dot, a similar sound.

    تل ابيظ and تل ابيض do; معره النعسان and معره النعمان are two places.
    """
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        longer = max(one, other, key=len)
        extra = longer[at]
        return extra in "اويهء " or (at > 0 and extra == longer[at - 1])
    if one[at:] == other[at:]:
        return True
    swapped = one[at + 1 :] != other[at + 1 :]
    return swapped or any(one[at] in group and other[at] in group for group in _CONFUSED)
