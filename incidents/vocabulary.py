"""The code lists of the field, each with its Arabic and English words: what is stored is the word, never a number.

Sources of the lists: verification grades after Airwars; quantifiers after IDMC Helix; place precision after Airwars'
scale, reduced to what a gazetteer can tell; weapons and actors as the annotation guide in ``benchmark/GUIDE.md``.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(TextChoices):
    """What happened to the people counted. Killed excludes missing and the other way round."""

    KILLED = "killed", _("killed")
    INJURED = "injured", _("injured")
    MISSING = "missing", _("missing")


class Group(TextChoices):
    """Who is counted.

    ``total`` is everyone. Children, women, men and adults of unknown sex never overlap; girls and boys are within
    children. The last five are flags that may overlap with any of them.
    """

    TOTAL = "total", _("total")
    CHILDREN = "children", _("children")
    GIRLS = "girls", _("girls")
    BOYS = "boys", _("boys")
    WOMEN = "women", _("women")
    MEN = "men", _("men")
    ADULTS = "adults", _("adults, sex not specified")
    UNDER_SIX = "under_six", _("children under six")
    ELDERLY = "elderly", _("elderly")
    RESCUE_WORKERS = "rescue_workers", _("rescue workers")
    MEDICAL_WORKERS = "medical_workers", _("medical workers")
    MEDIA_WORKERS = "media_workers", _("media workers")


#: Groups that never overlap; what is left of the total is "not specified".
PARTITION = (Group.CHILDREN, Group.WOMEN, Group.MEN, Group.ADULTS)
#: The four demographics of every chart, in their fixed order; the last is what is left, never stored.
DEMOGRAPHICS = ("children", "women", "men", "not_specified")


class Weapon(TextChoices):
    """What hit them."""

    AIRSTRIKE = "airstrike", _("air strike")
    BARREL_BOMB = "barrel_bomb", _("barrel bomb")
    ARTILLERY = "artillery", _("artillery")
    ROCKET = "rocket", _("rocket")
    MORTAR = "mortar", _("mortar")
    GUIDED_MISSILE = "guided_missile", _("guided missile")
    DRONE = "drone", _("drone")
    CLUSTER_MUNITION = "cluster_munition", _("cluster munition")
    INCENDIARY = "incendiary", _("incendiary weapon")
    CHEMICAL = "chemical", _("chemical weapon")
    LANDMINE = "landmine", _("landmine")
    IED = "ied", _("improvised explosive device")
    CAR_BOMB = "car_bomb", _("car bomb")
    SMALL_ARMS = "small_arms", _("small arms")
    SHELLING = "shelling", _("shelling, kind not said")
    EXECUTION = "execution", _("execution")
    TORTURE = "torture", _("torture")
    STABBING = "stabbing", _("stabbing")
    OTHER = "other", pgettext_lazy("weapon", "another weapon")


class Actor(TextChoices):
    """Who did it, as the sources say; ``unknown`` where a source says that it is unknown."""

    SYRIAN_GOVERNMENT = "syrian_government", _("Syrian government forces")
    RUSSIA = "russia", _("Russian forces")
    IRAN_MILITIAS = "iran_militias", _("Iran-backed forces")
    US_COALITION = "us_coalition", _("US-led Coalition")
    TURKEY = "turkey", _("Turkish forces")
    SDF = "sdf", _("Syrian Democratic Forces")
    OPPOSITION = "opposition", _("armed opposition")
    SNA = "sna", _("Syrian National Army")
    HTS = "hts", _("Hay'at Tahrir al-Sham")
    ISIS = "isis", _("Islamic State (ISIS)")
    ISRAEL = "israel", _("Israeli forces")
    UNKNOWN = "unknown", pgettext_lazy("actor", "said to be unknown")


class Grade(TextChoices):
    """How well an incident is established, after the grading of Airwars."""

    CONFIRMED = "confirmed", _("confirmed")
    FAIR = "fair", _("fair")
    WEAK = "weak", _("weak")
    CONTESTED = "contested", _("contested")
    DISCOUNTED = "discounted", _("discounted")
    UNASSESSED = "unassessed", _("unassessed")


GRADE_MEANINGS = {
    Grade.CONFIRMED: _("The responsible party accepts responsibility for civilian harm."),
    Grade.FAIR: _("Two or more independent credible sources, and actions of the named party nearby are likely."),
    Grade.WEAK: _("One source only."),
    Grade.CONTESTED: _("Sources name different responsible parties."),
    Grade.DISCOUNTED: _("Those killed were fighters, or another party is most likely responsible."),
    Grade.UNASSESSED: _("Not graded yet."),
}


class Quantifier(TextChoices):
    """How a source qualifies its number.

    ``none_reported`` comes without one: the source says that it heard of none ("no casualties were reported"). That is
    neither zero, which somebody knows, nor silence.
    """

    EXACT = "exact", pgettext_lazy("quantifier", "exactly")
    AT_LEAST = "at_least", pgettext_lazy("quantifier", "at least")
    MORE_THAN = "more_than", pgettext_lazy("quantifier", "more than")
    ABOUT = "about", pgettext_lazy("quantifier", "about")
    AT_MOST = "at_most", pgettext_lazy("quantifier", "at most")
    LESS_THAN = "less_than", pgettext_lazy("quantifier", "less than")
    BETWEEN = "between", pgettext_lazy("quantifier", "between")
    VAGUE = "vague", pgettext_lazy("quantifier", "a vague word")
    NONE_REPORTED = "none_reported", pgettext_lazy("quantifier", "none reported")


class DatePrecision(TextChoices):
    """How exactly the date is known; dates are the earliest and latest possible day."""

    DAY = "day", pgettext_lazy("precision", "day")
    RANGE = "range", pgettext_lazy("precision", "range of days")
    WEEK = "week", pgettext_lazy("precision", "week")
    MONTH = "month", pgettext_lazy("precision", "month")
    YEAR = "year", pgettext_lazy("precision", "year")


class PlacePrecision(TextChoices):
    """What the named place is: a point is drawn for the first three, an area for the others."""

    EXACT = "exact", pgettext_lazy("precision", "exact point")
    NEIGHBOURHOOD = "neighbourhood", pgettext_lazy("precision", "neighbourhood")
    COMMUNITY = "community", pgettext_lazy("precision", "village, town or city")
    SUBDISTRICT = "subdistrict", pgettext_lazy("precision", "sub-district")
    DISTRICT = "district", pgettext_lazy("precision", "district")
    GOVERNORATE = "governorate", pgettext_lazy("precision", "governorate")
    COUNTRY = "country", pgettext_lazy("precision", "country")


#: Precisions that put an incident on a point of the map.
POINT_PRECISIONS = (PlacePrecision.EXACT, PlacePrecision.NEIGHBOURHOOD, PlacePrecision.COMMUNITY)


class Dataset(TextChoices):
    """Whose coding an incident is."""

    HARMWATCH = "harmwatch", _("HarmWatch reports")
    UCDP_GED = "ucdp_ged", _("UCDP Georeferenced Event Dataset")
