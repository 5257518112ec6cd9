"""Regions that sources claim totals for, wider than a governorate or across some: their names in both languages.

They are no places of the gazetteer: a village lies in one governorate, "northwest Syria" is drawn by whoever says it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Region:
    """One region with the name that each language has for it."""

    name_en: str
    name_ar: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_ar if (get_language() or "").startswith("ar") else self.name_en


#: English name, Arabic name, other spellings of either that name no narrower area.
NAMES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Syria", "سوريا", ("سورية", "across Syria", "عموم سوريا", "أنحاء سوريا", "عموم البلاد")),
    ("northwest Syria", "شمال غربي سوريا", ("northwestern Syria", "شمال غرب سوريا", "شمالي غربي سوريا")),
    ("northeast Syria", "شمال شرقي سوريا", ("northeastern Syria", "شمال شرق سوريا", "north and east Syria")),
    ("north Syria", "شمال سوريا", ("northern Syria", "شمالي سوريا")),
    ("southern Syria", "جنوب سوريا", ("south Syria", "جنوبي سوريا")),
    ("Hauran", "حوران", ("Houran", "منطقة حوران")),
    ("eastern Syria", "شرق سوريا", ("east Syria", "شرقي سوريا")),
    ("western Syria", "غرب سوريا", ("west Syria", "غربي سوريا")),
    ("central Syria", "وسط سوريا", ("المنطقة الوسطى",)),
    ("southwest Syria", "جنوب غربي سوريا", ("southwestern Syria", "جنوب غرب سوريا")),
    ("southeast Syria", "جنوب شرقي سوريا", ("southeastern Syria", "جنوب شرق سوريا")),
    ("Syrian coast", "الساحل السوري", ("the Syrian coast", "الساحل")),
    ("Syrian desert", "البادية السورية", ("the Syrian desert", "البادية", "Badia")),
    ("Eastern Ghouta", "الغوطة الشرقية", ("East Ghouta", "غوطة دمشق الشرقية")),
    ("Western Ghouta", "الغوطة الغربية", ("West Ghouta", "غوطة دمشق الغربية")),
    ("Jabal al-Zawiya", "جبل الزاوية", ("Jabal Zawiya", "منطقة جبل الزاوية")),
    ("Ghab Plain", "سهل الغاب", ("Al-Ghab Plain", "منطقة الغاب")),
    ("Qalamoun", "القلمون", ("Qalamun", "منطقة القلمون")),
    ("Golan", "الجولان", ("Golan Heights", "هضبة الجولان")),
    ("Wadi Barada", "وادي بردى", ()),
    ("Jabal al-Akrad", "جبل الأكراد", ()),
    ("Jabal al-Turkman", "جبل التركمان", ()),
    ("Lajat", "اللجاة", ("Lajah", "منطقة اللجاة")),
    ("Yarmouk Basin", "حوض اليرموك", ()),
    ("Euphrates Shield area", "منطقة درع الفرات", ("مناطق درع الفرات",)),
    ("Olive Branch area", "منطقة غصن الزيتون", ("مناطق غصن الزيتون",)),
    ("Peace Spring area", "منطقة نبع السلام", ("مناطق نبع السلام",)),
    ("de-escalation zone", "منطقة خفض التصعيد", ("مناطق خفض التصعيد", "de-escalation zones")),
    ("Syrian-Turkish border", "الحدود السورية التركية", ("الحدود التركية السورية", "الحدود السورية - التركية")),
    ("Syrian-Lebanese border", "الحدود السورية اللبنانية", ("الحدود اللبنانية السورية",)),
    ("Lebanese border", "الحدود اللبنانية", ()),
    ("Iraqi border", "الحدود العراقية", ("الحدود السورية العراقية",)),
    ("Damascus countryside", "ريف دمشق", ("Rural Damascus", "Rif Dimashq", "Damascus suburbs")),
    ("Aleppo countryside", "ريف حلب", ("أرياف حلب",)),
    ("Idlib countryside", "ريف إدلب", ("أرياف إدلب", "Idleb countryside")),
    ("Hama countryside", "ريف حماة", ("أرياف حماة",)),
    ("Homs countryside", "ريف حمص", ("أرياف حمص",)),
    ("Latakia countryside", "ريف اللاذقية", ("أرياف اللاذقية",)),
    ("Daraa countryside", "ريف درعا", ("أرياف درعا", "Dar'a countryside")),
    ("Deir ez-Zor countryside", "ريف دير الزور", ("أرياف دير الزور",)),
    ("Raqqa countryside", "ريف الرقة", ("أرياف الرقة", "Ar-Raqqa countryside")),
    ("Hasakah countryside", "ريف الحسكة", ("أرياف الحسكة", "Al-Hasakeh countryside")),
    ("Idlib and Aleppo", "إدلب وحلب", ("حلب وإدلب", "ريفي إدلب وحلب", "Aleppo and Idlib")),
    ("Idlib and Hama", "إدلب وحماة", ("حماة وإدلب", "ريفي إدلب وحماة", "Hama and Idlib")),
)


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").split()).casefold()


REGIONS = {_folded(name): Region(en, ar) for en, ar, others in NAMES for name in (en, ar, *others)}


def find_region(name: str) -> Region | None:
    """The region that a name means, or None: ``find_region("شمال غرب سوريا").name_en`` is ``"northwest Syria"``."""
    return REGIONS.get(_folded(name))


def language_of(name: str) -> str:
    """``ar`` where a name has Arabic letters, else ``en``: how to mark one that is quoted as it was said."""
    return "ar" if any("\u0600" <= letter <= "\u06ff" for letter in name) else "en"


def as_said(*names: str) -> str:
    """Of the names that were given to one area, the one that this page's readers can read, else the one there is."""
    page = (get_language() or "")[:2]
    given = [name for name in names if name]
    return next((name for name in given if language_of(name) == page), given[0] if given else "")
