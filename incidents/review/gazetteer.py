"""Places for a reviewer to choose from: by P-code or name, with the areas that tell homonyms apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, Replace
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models.place import Place, PlaceKind

#: How alike two names must be (pg_trgm).
ALIKE = 0.4
# Compound names are written joined or apart: "كفرنوران" finds "كفر نوران". Not left to pg_trgm, which sees no Arabic
# letter at all in a database whose LC_CTYPE is C.
_JOINED_AR = Replace("name_ar", Value(" "), Value(""))
_JOINED_EN = Replace("name_en", Value(" "), Value(""))


#: Why the parser thought of a place, in words; a code that is not here is shown as it is.
REASONS: dict[str, Any] = {
    "name": gettext_lazy("has this name"),
    "loose_spelling": gettext_lazy("has this name, spelled otherwise"),
    "one_letter": gettext_lazy("its name differs by one letter"),
    "governorate": gettext_lazy("lies in the governorate named beside it"),
    "district": gettext_lazy("lies in the district named beside it"),
    "subdistrict": gettext_lazy("lies in the sub-district named beside it"),
    "governorate_in_text": gettext_lazy("lies in a governorate that the text names"),
    "near": gettext_lazy("lies near the place named beside it"),
    "near_in_text": gettext_lazy("lies near another place of the text"),
    "direction": gettext_lazy("lies on the side that the text names"),
    "quarter_in_text": gettext_lazy("the text names one of its quarters"),
    "prominent": gettext_lazy("is the best known of this name"),
}


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One place to choose, with the areas it lies in and why the parser thought of it."""

    place: Place
    areas: str
    reasons: tuple[str, ...] = ()

    @property
    def why(self) -> list[str]:
        """The reasons in the reader's language."""
        return [str(REASONS.get(reason, reason.replace("_", " "))) for reason in self.reasons]

    @property
    def kind(self) -> str:
        """What the place is, in the reader's language."""
        return str(PlaceKind(self.place.kind).label)


def find_places(typed: str, *, limit: int = 8) -> list[Place]:
    """Places by P-code, or by a name in either script: the same name first, then those that are alike."""
    typed = " ".join(typed.split())
    if not typed:
        return []
    by_key = list(Place.objects.filter(key__iexact=typed))
    if by_key:
        return by_key
    alike = Greatest(TrigramSimilarity("name_ar", typed), TrigramSimilarity("name_en", typed))
    named = (
        Q(name_ar__icontains=typed) | Q(name_en__icontains=typed) | Q(variants__contains=[typed]) | Q(alike__gte=ALIKE)
    )
    named |= Q(joined_ar__icontains=_joined(typed)) | Q(joined_en__icontains=_joined(typed))
    found = Place.objects.annotate(alike=alike, joined_ar=_JOINED_AR, joined_en=_JOINED_EN).filter(named)
    return list(found.order_by(F("alike").desc(), F("population").desc(nulls_last=True), "key")[:limit])


def _joined(name: str) -> str:
    return name.replace(" ", "")


def choices_of(places: Sequence[Place], reasons: dict[str, tuple[str, ...]] | None = None) -> list[PlaceChoice]:
    """The places with the names of their areas, in one query for all."""
    areas = areas_of(places)
    return [PlaceChoice(place, describe(place, areas), (reasons or {}).get(place.key, ())) for place in places]


def areas_of(places: Iterable[Place]) -> dict[str, Place]:
    """The admin areas that the places lie in, by P-code, in one query."""
    codes = {code for place in places for code in (place.admin1, place.admin2, place.admin3) if code}
    return Place.objects.in_bulk(codes, field_name="key") if codes else {}


def describe(place: Place, areas: dict[str, Place]) -> str:
    """The areas from the smallest to the largest: "Kafr Nobol, Al Ma'ra, Idlib"."""
    codes = [code for code in (place.admin3, place.admin2, place.admin1) if code and code != place.key]
    return _(", ").join(areas[code].name for code in codes if code in areas)
