"""What every public page answers by: read-only, without a cookie, and "not modified" while the record stands still."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from harmwatch import __version__
from incidents import wording
from incidents.statistics.standing import one_answer, standing

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """A page or file of the record: GET and HEAD alone, an ETag from the record's state and the address.

    The state is where record and gazetteer stand, the software's version and the day (a page says "as known on" it).
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "\0" in request.path:
            raise Http404  # no code or key has it, and PostgreSQL refuses to look for it
        tag = _tag(request)
        if tag in _offered(request):
            return _marked(HttpResponseNotModified(), tag)
        with one_answer():
            response = view(request, *args, **kwargs)
        return _marked(response, tag) if response.status_code == 200 else response

    return answer


def _tag(request: HttpRequest) -> str:
    state = (standing(), __version__, timezone.localdate(), wording.chosen_digits())
    words = "|".join(str(part) for part in (*state, get_language(), request.get_full_path()))
    return f'W/"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'


def _offered(request: HttpRequest) -> list[str]:
    # Compression marks an answer's tag as weak and so does this one: compared weakly, as GET asks for.
    return [f"W/{tag.removeprefix('W/')}" for tag in parse_etags(request.headers.get("If-None-Match", ""))]


def _marked(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    patch_cache_control(response, public=True, no_cache=True)
    return response
