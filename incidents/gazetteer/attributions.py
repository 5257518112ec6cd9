"""The words that the owners of the data ask for, in both languages, wherever the data are shown or given away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Attribution:
    """One owner's line. The English line is the owner's own wording, the Arabic one a translation of it."""

    key: str
    english: str
    arabic: str
    licence: str
    licence_url: str

    def __str__(self) -> str:
        return self.in_language(get_language() or "")

    def in_language(self, language: str) -> str:
        """The line in Arabic for ``ar``, in English for anything else."""
        return self.arabic if language.startswith("ar") else self.english


CC_BY_4 = "https://creativecommons.org/licenses/by/4.0/"
CC_BY_3_IGO = "https://creativecommons.org/licenses/by/3.0/igo/"

OCHA = Attribution(
    key="ocha",
    english=(
        "Administrative boundaries and populated places: UN OCHA (COD-AB Syria and Syria populated places, via the "
        "Humanitarian Data Exchange), CC BY 3.0 IGO. Simplified and merged."
    ),
    arabic=(
        "الحدود الإدارية والأماكن المأهولة: مكتب الأمم المتحدة لتنسيق الشؤون الإنسانية (أوتشا)، مجموعتا الحدود "
        "الإدارية لسوريا (COD-AB) والأماكن المأهولة في سوريا، عبر منصة تبادل البيانات الإنسانية، برخصة CC BY 3.0 IGO. "
        "بعد تبسيط ودمج."
    ),
    licence="CC BY 3.0 IGO",
    licence_url=CC_BY_3_IGO,
)
GEONAMES = Attribution(
    key="geonames",
    english="Further place names and coordinates: GeoNames (geonames.org), CC BY 4.0, by way of Who's On First.",
    arabic="أسماء أماكن وإحداثيات إضافية: ‏GeoNames‏ (geonames.org)، برخصة CC BY 4.0، عن طريق Who's On First.",
    licence="CC BY 4.0",
    licence_url=CC_BY_4,
)
OPEN_SYRIA = Attribution(
    key="opensyria",
    english="Alternative names of governorates, districts and sub-districts: OpenSyria Data Geography, CC BY 4.0.",
    arabic="الأسماء البديلة للمحافظات والمناطق والنواحي: ‏OpenSyria Data Geography‏، برخصة CC BY 4.0.",
    licence="CC BY 4.0",
    licence_url=CC_BY_4,
)
NATURAL_EARTH = Attribution(
    key="natural_earth",
    english="Outlines of neighbouring countries: made with Natural Earth.",
    arabic="حدود الدول المجاورة: مُعدّة من بيانات Natural Earth.",
    licence="public domain",
    licence_url="https://www.naturalearthdata.com/about/terms-of-use/",
)
UCDP = Attribution(
    key="ucdp_ged",
    english=(
        "Conflict events: UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program, CC BY 4.0 (Sundberg and "
        "Melander 2013; Hogbladh 2019; Davies, Pettersson and Oberg 2023)."
    ),
    arabic=(
        "أحداث النزاع: مجموعة بيانات الأحداث المحددة جغرافيًا (UCDP GED)، برنامج أوبسالا لبيانات النزاعات، برخصة "
        "CC BY 4.0 (Sundberg and Melander 2013; Hogbladh 2019; Davies, Pettersson and Oberg 2023)."
    ),
    licence="CC BY 4.0",
    licence_url=CC_BY_4,
)
NO_ENDORSEMENT = Attribution(
    key="no_endorsement",
    english=(
        "The boundaries and names shown and the designations used do not imply official endorsement or acceptance by "
        "the United Nations."
    ),
    arabic="الحدود والأسماء الظاهرة والتسميات المستخدمة لا تعني إقرارًا رسميًا أو قبولًا من جانب الأمم المتحدة.",
    licence="",
    licence_url="",
)

#: Every line, in the order in which they are shown.
ALL = (OCHA, GEONAMES, OPEN_SYRIA, NATURAL_EARTH, UCDP, NO_ENDORSEMENT)
#: What belongs beside a map and a list of places.
MAP_AND_PLACES = (OCHA, GEONAMES, OPEN_SYRIA, NATURAL_EARTH, NO_ENDORSEMENT)


def attributions(*, datasets: Iterable[str] = ()) -> tuple[Attribution, ...]:
    """The lines for a page, file or PDF with places in it, and those of the coded datasets whose rows it shows.

    ``attributions(datasets=["ucdp_ged"])`` is all six; a dataset of our own reports adds no line.
    """
    shown = set(datasets)
    return tuple(line for line in ALL if line in MAP_AND_PLACES or line.key in shown)
