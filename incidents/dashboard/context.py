"""What every page's template knows about the site: the other language, and whether demonstration data is shown."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi

from incidents.dashboard.digits import other_digits
from incidents.statistics.provenance import holds_demonstration


def site(request: HttpRequest) -> dict[str, object]:
    """Values for ``base.html``; the database is asked only where a page uses the answer."""
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "ar" else "ar"
    return {
        "direction": "rtl" if get_language_bidi() else "ltr",
        "language": language,
        "other_language": other,
        "other_language_name": {"ar": "عربي", "en": "English"}[other],
        "other_language_url": translate_url(request.get_full_path(), other),
        "other_digits": other_digits(request),
        "holds_demonstration": SimpleLazyObject(holds_demonstration),
        "section": getattr(request.resolver_match, "url_name", "") if request.resolver_match else "",
    }
