"""The fields and the guard that every form of this room shares: words made fit for storing, a token, a trap."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.intake.receipts import Token
from incidents.intake.texts import as_one_line, as_stored, says_something

#: Nothing typed is offered again by the browser; every text decides its own direction.
PLAIN = {"autocomplete": "off", "dir": "auto"}


class StoredTextField(forms.CharField):
    """Text of any language on any number of lines, fit for storing; at most ``longest`` characters of it.

    ``must_say_something`` asks for at least a few words. Lengths are told in the message: no browser cuts a text.
    """

    widget = forms.Textarea
    default_error_messages = {
        "too_long": gettext_lazy("This has %(length)s characters; at most %(longest)s fit. Send it in parts."),
        "too_short": gettext_lazy("That is too short: write at least a few words."),
    }

    def __init__(self, *, longest: int, must_say_something: bool = False, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(PLAIN | {"rows": rows}), **kwargs)
        self.longest = longest
        self.must_say_something = must_say_something

    def to_python(self, value: Any) -> str:
        return as_stored(value or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            sizes = {"length": f"{len(value):,}", "longest": f"{self.longest:,}"}
            raise forms.ValidationError(self.error_messages["too_long"] % sizes, code="too_long")
        if self.must_say_something and not says_something(value):
            raise forms.ValidationError(self.error_messages["too_short"], code="too_short")


class LineField(forms.CharField):
    """A name or a place: one line of at most ``longest`` characters, fit for storing; never required.

    No browser is told how long: it would cut what is longer without a word.
    """

    default_error_messages = {"too_long": gettext_lazy("That is too long: at most %(longest)s characters fit.")}

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(PLAIN), **kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> str:
        return as_one_line(value or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(self.error_messages["too_long"] % {"longest": self.longest}, code="too_long")


class AddressField(forms.URLField):
    """A link, fit for storing; ``https`` is put before one that names no scheme."""

    def to_python(self, value: Any) -> str:
        return super().to_python(as_one_line(value or "")) or ""


class DayField(forms.DateField):
    """A day, as a phone's calendar sends it or as people write it, in any digits."""

    def to_python(self, value: Any) -> date | None:
        return super().to_python(_in_western_digits(as_one_line(value or "")) if isinstance(value, str) else value)


def _in_western_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign, sign)) for sign in text)


class GuardedForm(forms.Form):
    """A form that anybody may send without an account: a trap for programs, and a token made with the page."""

    # Programs fill in every field. Its name says nothing to a browser that fills in forms for people.
    subject = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_token(self) -> Token:
        """The form's own token: without one, or one used faster than people type, it is asked to be sent again."""
        token = Token.read(self.cleaned_data["token"])
        if token is None or not token.is_timely:
            raise forms.ValidationError(_("Please press “Send” once more. Everything you wrote is still here."))
        return token
