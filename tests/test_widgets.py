"""Form fields written as HTML at once: the same as Django's, and as safe."""

from __future__ import annotations

import pytest
from django.utils.safestring import SafeString

from incidents.widgets import DayInput, QuickBoxes, QuickErrors, QuickHidden, QuickInput, QuickSelect

NASTY = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "written",
    [
        QuickInput().render("n", NASTY),
        QuickInput(attrs={"title": NASTY}).render(NASTY, "1"),
        QuickHidden().render("n", NASTY),
        QuickSelect(choices=[(NASTY, NASTY)]).render("n", NASTY),
        QuickBoxes(choices=[(NASTY, NASTY)]).render("n", [NASTY]),
        QuickErrors([NASTY]).render(),
    ],
)
def test_widgets_escape_what_they_are_given(written: SafeString) -> None:
    assert "<script" not in written
    assert "&quot;&gt;&lt;script&gt;" in written


def test_widgets_show_what_is_chosen() -> None:
    choices = [("a", "A"), ("b", "B")]
    assert '<option value="b" selected>B</option>' in QuickSelect(choices=choices).render("n", "b")
    assert QuickBoxes(choices=choices).render("n", ["a"]).count(" checked") == 1
    assert DayInput().render("n", "2023-11-07") == '<input type="date" name="n" value="2023-11-07">'
    assert str(QuickErrors()) == ""
