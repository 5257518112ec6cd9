"""The forms of this room: the questions to a submitter, in plain words, with what becomes public beside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.intake.attachments import HEAD, KINDS, IncomingFile, kind_of
from incidents.intake.fields import AddressField, DayField, GuardedForm, LineField, StoredTextField
from incidents.intake.receipts import DIGITS, NotACode, read_code
from incidents.intake.texts import as_one_line
from incidents.parsing.reader import LONGEST_TEXT  # what is longer than the parser reads is not taken in

LONGEST_REMARK = 5_000
EARLIEST = date(1900, 1, 1)


class SeveralFilesInput(forms.FileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile[bytes]]:
        """All files under the name, not the last alone."""
        return files.getlist(name) if files else []


class AttachmentsField(forms.FileField):
    """Several files, each told by its bytes and checked on its own, so that every message names its file."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> tuple[IncomingFile, ...]:
        """The files as they can be stored. Raises one ValidationError for all that cannot."""
        uploads = [upload for upload in data or [] if isinstance(upload, UploadedFile)]
        if len(uploads) > settings.ATTACHMENTS_MAX:
            raise forms.ValidationError(self._too_many(len(uploads)))
        files, faults = [], []
        for upload in uploads:
            head = upload.read(HEAD)
            kind = kind_of(head)
            if kind is None:
                faults.append(self._fault(upload, empty=not head))
            else:
                files.append(IncomingFile.of(upload, kind))
        if faults:
            raise forms.ValidationError(faults)
        return tuple(files)

    @staticmethod
    def _too_many(count: int) -> str:
        return _("You chose %(count)s files; at most %(most)s can be sent at once.") % {
            "count": count,
            "most": settings.ATTACHMENTS_MAX,
        }

    @staticmethod
    def _fault(upload: UploadedFile[bytes], *, empty: bool) -> str:
        name = {"name": as_one_line(upload.name or "")[:200]}
        if empty:
            return _("“%(name)s” is empty. Choose the file again.") % name
        return _("“%(name)s” is no JPEG, PNG or WebP picture, PDF, MP4 video or plain text.") % name


@dataclass(frozen=True, slots=True)
class Question:
    """One field as the page shows it: with what becomes of the answer, and whether that is public."""

    field: forms.BoundField
    fate: str | Promise
    is_public: bool


_SOURCE = gettext_lazy("Public: named as the source of what is published.")
_PRIVATE = gettext_lazy("Private: for the reviewers only, and erased when you withdraw.")


class SubmissionForm(GuardedForm):
    """The questions of the form; the text comes first and is the only one that needs an answer."""

    text = StoredTextField(
        label=gettext_lazy("What did you read or see?"),
        help_text=gettext_lazy("Paste the whole text as it was published, or write down what you saw. Any language."),
        longest=LONGEST_TEXT,
        must_say_something=True,
        rows=12,
        error_messages={
            "required": gettext_lazy("Paste or write the text of the report."),
            "too_short": gettext_lazy("That is too short to be a report: write at least a few words."),
        },
    )
    url = AddressField(
        label=gettext_lazy("Where can it be read?"),
        help_text=gettext_lazy("A link to the page or the post."),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput({"autocomplete": "off", "dir": "ltr"}),
        error_messages={
            "invalid": gettext_lazy("This is no link. It should look like https://example.org/page."),
            "max_length": gettext_lazy("The link has %(show_value)s characters; at most %(limit_value)s fit."),
        },
    )
    publisher = LineField(
        label=gettext_lazy("Who published it?"),
        help_text=gettext_lazy("A news site, a channel, a page, an organisation. Do not write your own name."),
        longest=200,
    )
    original_publisher = LineField(
        label=gettext_lazy("Who said it first?"),
        help_text=gettext_lazy("If it repeats what another said, such as a rescue service, name that one."),
        longest=200,
    )
    published_on = DayField(
        label=gettext_lazy("On which day was it published?"),
        help_text=gettext_lazy("It tells what “yesterday” or “on Saturday” means in the text."),
        required=False,
        widget=forms.DateInput({"autocomplete": "off", "type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d"],
        error_messages={"invalid": gettext_lazy("Write the day like 2026-11-22 or 22/11/2026.")},
    )
    place = LineField(
        label=gettext_lazy("Do you know the place more exactly?"),
        help_text=gettext_lazy("A village, a quarter, a landmark: in your own words."),
        longest=200,
    )
    remark = StoredTextField(
        label=gettext_lazy("What else should the reviewers know?"),
        help_text=gettext_lazy("How you know it, what to be careful with."),
        required=False,
        longest=LONGEST_REMARK,
    )
    attachments = AttachmentsField(
        label=gettext_lazy("Have you pictures, a video or documents?"),
        required=False,
        widget=SeveralFilesInput({"accept": ",".join(KINDS)}),
    )

    def __init__(self, *args: Any, too_large: Iterable[str] = ()) -> None:
        super().__init__(*args)
        self.too_large = list(too_large)
        self.fields["attachments"].help_text = _attachments_help()

    def questions(self) -> Iterator[Question]:
        """The questions in their order, with what becomes public of each."""
        yield Question(
            self["text"],
            _(
                "Public in part: only sentences that say who was harmed, when, where and by what. "
                "A reviewer reads everything first. Leave out what points to you."
            ),
            True,
        )
        for name in ("url", "publisher", "original_publisher", "published_on"):
            yield Question(self[name], _SOURCE, True)
        for name in ("place", "remark"):
            yield Question(self[name], _PRIVATE, False)
        yield Question(
            self["attachments"],
            _(
                "Private: for the reviewers only, and erased when you withdraw. "
                "A picture or video can carry the place and the phone it was made with."
            ),
            False,
        )

    def clean_published_on(self) -> date | None:
        """Not in the future; a day's grace, because it is tomorrow already elsewhere."""
        day: date | None = self.cleaned_data["published_on"]
        if day and day > timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(_("This day has not come yet."))
        if day and day < EARLIEST:
            raise forms.ValidationError(_("This day is too long ago: check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """Files that were not taken in because of their size are told of at their field."""
        cleaned = super().clean() or {}
        for name in self.too_large:
            self.add_error("attachments", _too_large(name))
        if self.errors and self.files.getlist("attachments") and "attachments" not in self.errors:
            self.add_error("attachments", _("Choose your files again: a browser forgets them when a form comes back."))
        return cleaned

    def content(self) -> bytes:
        """All that was sent, in one string of bytes: two sendings of the same say the same."""
        given = self.cleaned_data
        names = ("text", "url", "publisher", "original_publisher", "published_on", "place", "remark")
        files = [file.sha256 for file in given["attachments"]]
        return "\x00".join([*(str(given[name] or "") for name in names), *files]).encode()


class ReceiptForm(forms.Form):
    """The receipt as its holder types it."""

    code = forms.CharField(
        label=gettext_lazy("Your receipt"),
        help_text=gettext_lazy("The 16 digits you were shown when you sent the report."),
        error_messages={"required": gettext_lazy("Type the 16 digits of your receipt.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "size": 22}),
    )

    def clean_code(self) -> str:
        """Sixteen digits, in whatever digits and groups they were typed."""
        try:
            return read_code(self.cleaned_data["code"])
        except NotACode as error:
            raise forms.ValidationError(_not_a_code(error.digits)) from error


def _not_a_code(digits: int | None) -> str:
    if digits is None:
        return _("A receipt has digits only, %(digits)s of them.") % {"digits": DIGITS}
    return ngettext(
        "A receipt has 16 digits; you typed %(count)s.", "A receipt has 16 digits; you typed %(count)s.", digits
    ) % {"count": digits}


def _too_large(name: str) -> str:
    return _("“%(name)s” was not taken: a file can have at most %(each)s, all files together %(all)s.") % {
        "name": name,
        "each": _megabytes(settings.ATTACHMENT_MAX_BYTES),
        "all": _megabytes(settings.ATTACHMENTS_MAX_BYTES),
    }


def _megabytes(size: int) -> str:
    return _("%(count)s MB") % {"count": f"{size / 1_000_000:g}"}


def _attachments_help() -> str:
    return _(
        "JPEG, PNG or WebP pictures, PDF, MP4 video, plain text: at most %(most)s files, each at most %(each)s."
    ) % {"most": settings.ATTACHMENTS_MAX, "each": _megabytes(settings.ATTACHMENT_MAX_BYTES)}
