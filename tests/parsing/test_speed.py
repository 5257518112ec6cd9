"""The parser's work stays in step with the length of a text, whatever is repeated in it."""

from __future__ import annotations

from collections.abc import Sized
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.parsing import lexicon, phrases, reader, scan, stems, tokens
from incidents.parsing.normalise import fold
from incidents.parsing.reader import parse_report
from tests.parsing.marked import rows, shipped_places
from tests.parsing.work import lines_run

PIECES = (
    "قتل 3 مدنيين في حلب | وأصيب 5 آخرون | بقصف جوي روسي | أمس الخميس | منذ 3 أيام | قرية كفر نوران | بينهم طفل | ، | ."
    " | ( | ) | - | 3 killed | at least 12 civilians were wounded | in Idlib | the village of Sarmin | on Friday"
    " | 12/3/2020 | since March | including two children | air strike | 5 | and | al- | % | \n"
).split(" | ")
SHORT = 2_000  # more than the 300 tokens at which a sentence is cut
TIMES = 6  # so much longer is the long text; a quadratic step would take 36 times as long
ROOM = 1.5  # what looks back over the last few events is at full reach in the long text alone


def work(text: str, language: str) -> int:
    return lines_run(lambda: parse_report(text, language=language, places=shipped_places()))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join), st.sampled_from(("ar", "en")))
def test_the_work_grows_no_faster_than_the_text(unit: str, language: str) -> None:
    text = (unit + " ") * (SHORT * TIMES // (len(unit) + 1))
    assert work(text, language) <= ROOM * TIMES * work(text[:SHORT], language)


@pytest.mark.parametrize("unit", ["3 killed. ", "قتل 3 بقصف في حلب. "])
def test_many_retellings_of_one_event_take_no_more_than_their_share(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LONGEST_TEXT", 1_000_000)
    language = "en" if unit.isascii() else "ar"
    assert work(unit * 3_000, language) <= ROOM * TIMES * work(unit * 500, language)


@pytest.mark.parametrize(("language", "letters"), [("en", "bcdfghjklm"), ("ar", "بتثجحخدذرز")])
def test_what_is_remembered_of_texts_has_a_bound(language: str, letters: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tokens, lexicon, scan, stems):
        monkeypatch.setattr(module, "_REMEMBERED", 500)
    grammar = scan.grammar_of(language)
    emptied: tuple[Sized, ...] = (grammar.vocabulary, stems._ways)
    filled: tuple[Sized, ...] = (grammar._telling, grammar.lexicon._seen, grammar.dates.lexicon._seen)
    before = [len(table) for table in filled]
    words = ["".join(word) for word in product(letters, repeat=4)][:2_000]
    parse_report("killed قتل " + " ".join(words), language=language, places=shipped_places())
    assert all(len(table) <= 500 for table in emptied)
    assert all(len(table) <= max(size, 500) for table, size in zip(filled, before, strict=True))


def test_a_reading_does_not_depend_on_what_was_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [case["text"] for name in ("readings", "readings_en") for case in rows(name)[:60]]
    read = [parse_report(text, places=shipped_places()) for text in texts]
    for language in ("ar", "en"):
        scan.grammar_of(language).vocabulary.clear()
    monkeypatch.setattr(tokens, "_REMEMBERED", 40)  # forgotten again and again, in the middle of texts too
    assert [parse_report(text, places=shipped_places()) for text in reversed(texts)] == read[::-1]
    assert len(scan.grammar_of("ar").vocabulary) <= 40


def test_a_table_that_is_added_is_looked_for_in_words_seen_before() -> None:
    text = "the zorgon fell on Idlib"
    parse_report(text, language="en", places=shipped_places())
    added = phrases.PhraseTable([("zorgon fell", 1)])
    folded = fold(text)
    begun = tokens.tokenise(folded, scan.grammar_of("en").vocabulary).begun()
    stems.note_standing(phrases.flatten(folded.text), begun)
    assert [hit.phrase for hit in added.find(phrases.flatten(folded.text))] == ["zorgon fell"]
