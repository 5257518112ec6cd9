"""Compression: what is public goes out as Brotli where it is taken; what is one account's own never does."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from harmwatch.compression import CompressionMiddleware, ReadersCompressor
from tests.dashboard import cast

PUBLIC = "public, no-cache"
TEXT = "كفر نوران " * 100


def answered(response: Any, accepts: str = "gzip, deflate, br, zstd") -> Any:
    def view(_request: HttpRequest) -> Any:
        return response

    return CompressionMiddleware(view)(RequestFactory().get("/", headers={"accept-encoding": accepts}))


def public(text: str = TEXT, **headers: str) -> HttpResponse:
    return HttpResponse(text, headers={"Cache-Control": PUBLIC, "ETag": 'W/"1"', **headers})


def test_public_page_goes_out_as_brotli() -> None:
    answer = answered(public())
    assert answer["Content-Encoding"] == "br"
    assert brotli.decompress(answer.content).decode() == TEXT
    assert answer["Content-Length"] == str(len(answer.content))
    assert "Accept-Encoding" in answer["Vary"]
    assert answer["ETag"] == 'W/"1"'


@pytest.mark.parametrize("accepts", ["gzip", "gzip, br;q=0", "br; q=0.0, gzip", "gzip, brx"])
def test_who_does_not_take_brotli_gets_gzip(accepts: str) -> None:
    answer = answered(public(), accepts)
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == TEXT


def test_who_takes_neither_gets_the_plain_page() -> None:
    answer = answered(public(), "identity")
    assert not answer.has_header("Content-Encoding")
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("accepts", ["br", "br;q=0.5", "gzip;q=0, br ; q=1.0"])
def test_brotli_alone_is_enough(accepts: str) -> None:
    assert answered(public(), accepts)["Content-Encoding"] == "br"


@pytest.mark.parametrize("control", ["", "private", "max-age=0, no-cache, no-store, must-revalidate, private"])
def test_what_caches_may_not_keep_stays_with_gzip_and_its_padding(control: str) -> None:
    lengths = {len(answered(public(**{"Cache-Control": control})).content) for _try in range(12)}
    assert answered(public(**{"Cache-Control": control}))["Content-Encoding"] == "gzip"
    assert len(lengths) > 1  # of the same text: nothing is told by how long it is


def test_cookie_is_a_secret() -> None:
    response = public()
    response.set_cookie("csrftoken", "secret")
    assert answered(response)["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "response",
    [
        public("short"),
        public(**{"Content-Encoding": "br"}),
        public(**{"Content-Type": "application/zip"}),
        public(ETag='"strong"'),
    ],
    ids=["short", "compressed", "archive", "strong tag"],
)
def test_what_is_not_written_anew(response: HttpResponse) -> None:
    before = response.content
    answer = answered(response)
    assert answer.content == before or answer["Content-Encoding"] == "gzip"


def test_what_is_streamed_stays_so() -> None:
    answer = answered(StreamingHttpResponse(iter([TEXT.encode()]), headers={"Cache-Control": PUBLIC}))
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer.streaming_content)).decode() == TEXT


@pytest.mark.django_db
@pytest.mark.parametrize("language", cast.LANGUAGES)
def test_pages_for_readers_are_brotli_and_those_with_forms_gzip(client: Client, language: str) -> None:
    cast.make_places()
    cast.publish_report()
    accepts = {"accept-encoding": "gzip, deflate, br, zstd"}
    for path in ("", "incidents/", "map.json", "embed/months/", "method/"):
        assert client.get(f"/{language}/{path}", headers=accepts)["Content-Encoding"] == "br", path
    for path in ("submit/", "status/"):
        assert client.get(f"/{language}/{path}", headers=accepts)["Content-Encoding"] == "gzip", path


def test_only_what_readers_load_is_written_with_brotli(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    loaded = ("css/map.0123456789ab.css", "js/map.0123456789ab.js", "leaflet/leaflet.0123456789ab.js")
    others = ("css/map.css", "admin/css/base.0123456789ab.css", "leaflet/leaflet-src.0123456789ab.js")
    for name in (*loaded, *others):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT)
        ReadersCompressor(quiet=True).compress(str(file))
    written = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert written == {*loaded, *others} | {f"{name}.gz" for name in (*loaded, *others)} | {f"{n}.br" for n in loaded}
