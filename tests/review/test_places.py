"""Places for a reviewer to choose from: told apart in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from incidents.models.place import Place
from incidents.review.gazetteer import PlaceChoice


@pytest.mark.parametrize("language", ["ar", "en"])
def test_reasons_for_a_place_are_said_in_words(language: str) -> None:
    choice = PlaceChoice(Place(key="C1", kind="community"), "", ("name", "near_in_text", "a_new_code"))
    with translation.override(language):
        assert choice.why[-1] == "a new code"
        assert not any("_" in reason for reason in choice.why)
        assert len(set(choice.why)) == 3
