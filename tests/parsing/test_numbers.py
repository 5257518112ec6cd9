"""Numbers in digits and words of both languages."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.parsing.normalise import fold
from incidents.parsing.scan import grammar_of
from incidents.parsing.tokens import tokenise
from tests.parsing.marked import cases, unmarked


@pytest.mark.parametrize("case", cases("numbers"))
def test_the_number_that_opens_a_text(case: dict[str, Any]) -> None:
    text, spans = unmarked(case["text"])
    folded = fold(text)
    tokens = tokenise(folded)
    number = grammar_of(case["lang"]).numbers.read(tokens, 0, len(tokens))
    assert (number.value if number else None) == case["value"]
    if number is not None:
        span = folded.span(tokens[number.first].start, tokens[number.last - 1].end)
        assert [(span.start, span.end)] == spans
