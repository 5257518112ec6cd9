"""Form fields written as HTML at once: a report of twenty incidents has a thousand, too many for templates, and every
public page has the fifty of the filter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from django import forms
from django.forms.utils import ErrorList
from django.utils.safestring import SafeString, mark_safe


def _attributes(values: Mapping[str, Any]) -> str:
    """Attributes as HTML: True is an attribute alone, False and None are none."""
    given = ((name, value) for name, value in values.items() if value is not None and value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in given)


class QuickInput(forms.TextInput):
    """An ``<input>`` of one line."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        built = {"type": self.input_type, "name": name, "value": self.format_value(value)}
        return mark_safe(f"<input{_attributes(built | self.build_attrs(self.attrs, attrs))}>")


class QuickHidden(QuickInput):
    """An ``<input>`` that is not seen."""

    input_type = "hidden"

    @property
    def is_hidden(self) -> bool:
        return True


class DayInput(QuickInput):
    """The browser's own field for a day, in ISO form whatever the language."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value


class QuickSelect(forms.Select):
    """A ``<select>`` without groups."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(each) for each in self.format_value(value)}
        options = "".join(
            f"<option{_attributes({'value': code, 'selected': str(code) in chosen})}>{escape(str(label))}</option>"
            for code, label in self.choices
        )
        built = _attributes({"name": name} | self.build_attrs(self.attrs, attrs))
        return mark_safe(f"<select{built}>{options}</select>")


class QuickBoxes(forms.CheckboxSelectMultiple):
    """Check boxes in a grid, each in its label."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(each) for each in self.format_value(value)}
        boxes = "".join(
            f'<label><input type="checkbox" name="{escape(name)}"'
            f"{_attributes({'value': code, 'checked': str(code) in chosen})}> {escape(str(label))}</label>"
            for code, label in self.choices
        )
        return mark_safe(f'<div class="boxes">{boxes}</div>')


class QuickErrors(ErrorList):
    """The messages at a field; nothing where there are none."""

    def render(self, template_name: Any = None, context: Any = None, renderer: Any = None) -> SafeString:
        if not self:
            return SafeString("")
        return mark_safe(f'<ul class="errorlist">{"".join(f"<li>{escape(str(each))}</li>" for each in self)}</ul>')

    __str__ = render
    __html__ = render
