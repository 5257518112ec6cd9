"""Where names of the gazetteer stand in Arabic text, behind clitics or not; whether they are meant is not judged."""

from __future__ import annotations

from collections.abc import Iterator

from incidents.parsing.languages import arabic_places as words
from incidents.parsing.normalise import fold
from incidents.parsing.place_index import PlaceIndex

DIRECTIONS = {fold(word).text: side for word, side in words.DIRECTIONS.items()}
#: What may be written onto a name: (clitics, how many of its letters belong to the article).
PREFIXES = {
    "": 0, "و": 0, "ف": 0, "ب": 0, "ل": 0, "ك": 0, "وب": 0, "ول": 0, "فب": 0, "فل": 0,
    "ال": 2, "وال": 2, "فال": 2, "بال": 2, "كال": 2, "وبال": 2, "فبال": 2, "عال": 2, "لل": 0, "ولل": 0, "فلل": 0,
}  # fmt: skip


def known_names(flat: str, text: str, index: PlaceIndex) -> Iterator[tuple[int, int, int, str]]:
    """Each name as (start of the word, of the name behind its clitics, end, form), in order, none within another."""
    return _longest(_hits(flat, text, index))


def _hits(flat: str, text: str, index: PlaceIndex) -> Iterator[tuple[int, int, int, int, str]]:
    """Known names as (start of the word, -end, length of the clitics, start, form): sorted, the longest comes first."""
    for at, following, (prefix, _, branches) in index.arabic_entries.standing(flat):
        if prefix not in PREFIXES:
            continue
        start = at + len(prefix)
        if branches.alone:
            yield at, -start - len(branches.stem), len(prefix), start, branches.stem
        for form in branches.longer.get(following, ()) if branches.longer else ():
            end = start + len(form)
            if flat.startswith(form, start) and flat[end : end + 1] in ("", " ") and "\n" not in text[start:end]:
                yield at, -end, len(prefix), start, form


def _longest(hits: Iterator[tuple[int, int, int, int, str]]) -> Iterator[tuple[int, int, int, str]]:
    """Of names that overlap the longest, the earlier one of equals; the fewest clitics before that."""
    after = 0
    found = sorted(hits)
    begun = {hit[0] for hit in found}
    for word_start, back, _, start, form in found:
        if _ends_in_direction(form) and 1 - back in begun:
            continue  # «الباب شرقي حلب»: it is الباب, and where that lies
        if word_start >= after:
            after = -back
            yield word_start, start, after, form


def _ends_in_direction(form: str) -> bool:
    return " " in form and form.rsplit(" ", 1)[-1] in DIRECTIONS
