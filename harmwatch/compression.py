"""Compression on the way to the reader: Brotli for what is public, else gzip.

An answer that holds a secret beside words of the asker's can be guessed at by how well it compresses (BREACH). So only
answers that caches may keep, which are the same for everybody, are written with Brotli; the desk's pages, with their
tokens, stay with Django's gzip, which adds a length drawn at random. ``docs/decisions/0045-a-light-first-load.md`` says
what is gained.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

QUALITY = 5  # of 11: as quick as gzip at its usual 6, and a sixth smaller
SHORTEST = 200  # bytes; below, nothing is gained
_TAKEN = re.compile(r"\bbr\b(?!\s*;\s*q\s*=\s*0(\.0*)?\s*(,|$))")
_WRITTEN = re.compile(r"text/|application/(\w+\+)?(json|xml)|image/svg\+xml")
#: What the pages for readers load, by the name that pages call it by. Brotli at its best takes long: not for the rest.
_READ = re.compile(r"(css|js|boundaries|img)/[^/]+\.[0-9a-f]{12}\.\w+|leaflet/leaflet\.[0-9a-f]{12}\.js")


class CompressionMiddleware(GZipMiddleware):
    """Brotli for public answers where the browser takes it, else what Django does."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where that makes it smaller."""
        if not (_is_public(response) and _TAKEN.search(request.headers.get("Accept-Encoding", ""))):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        response.content = brotli.compress(response.content, quality=QUALITY)  # type: ignore[attr-defined]
        response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        response["Content-Encoding"] = "br"
        return response


def _is_public(response: HttpResponseBase) -> bool:
    """Whether an answer is the same for everybody, and text that is worth it. Its tag is a weak one, fit for both."""
    kept_by_caches = "public" in re.split(r"[\s,]+", response.get("Cache-Control", ""))
    if not kept_by_caches or response.streaming or response.has_header("Content-Encoding"):
        return False
    is_text = _WRITTEN.match(response.get("Content-Type", "")) is not None
    weak = response.get("ETag", "W/").startswith("W/")
    return is_text and weak and not response.cookies and len(response.content) >= SHORTEST  # type: ignore[attr-defined]


class ReadersCompressor(Compressor):  # type: ignore[misc]  # WhiteNoise has no type hints
    """Brotli at its best, and gzip, for what readers load; gzip alone for the rest."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._rest = Compressor(**options, use_brotli=False)

    def compress(self, path: str) -> list[str]:
        """Write the compressed files beside the one at the path; their paths."""
        name = Path(path).relative_to(settings.STATIC_ROOT).as_posix()
        return list(super().compress(path) if _READ.fullmatch(name) else self._rest.compress(path))


class ReadersStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, whose compressor knows what readers load."""

    def create_compressor(self, **options: Any) -> ReadersCompressor:
        """The one above."""
        return ReadersCompressor(**options)
