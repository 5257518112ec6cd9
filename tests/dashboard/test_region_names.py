"""The area of a claim reads in the language of the page; one that is not known is quoted as it was said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from incidents.record import door
from tests.dashboard import cast

pytestmark = pytest.mark.django_db


def area_on(client: Client, language: str, **claim: Any) -> str:
    """How the page of claims names the area of a claim with these names."""
    door.publish_claim(replace(cast.october_claim(), code=f"SY-2023-C{language}", **claim), by="reviewer")
    page = client.get(f"/{language}/coverage/").content.decode()
    found = re.search(rf'id="SY-2023-C{language}-title">[^<]* · <bdi>(.*?)</bdi></h2>', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("names", "english", "arabic"),
    [
        ({"area_name": "northwest Syria", "area_text": ""}, "northwest Syria", "شمال غربي سوريا"),
        ({"area_name": "", "area_text": "ريف دمشق"}, "Damascus countryside", "ريف دمشق"),
        ({"area_name": "Idleb", "area_text": "إدلب", "governorates": ("SY07",)}, "Idleb", "إدلب"),
        ({"area_name": "", "area_text": "", "governorates": ()}, "the whole country", "البلاد كلها"),
        (
            {"area_name": "the far bank", "area_text": ""},
            "the far bank",
            '<q lang="en" dir="ltr">the far bank</q>',
        ),
        (
            {"area_name": "", "area_text": "الضفة البعيدة"},
            '<q lang="ar" dir="rtl">الضفة البعيدة</q>',
            "الضفة البعيدة",
        ),
        (
            {"area_name": "<b>x</b>", "area_text": ""},
            "&lt;b&gt;x&lt;/b&gt;",
            '<q lang="en" dir="ltr">&lt;b&gt;x&lt;/b&gt;</q>',
        ),
    ],
)
def test_area_of_a_claim(
    client: Client, places: Any, today: Any, names: dict[str, Any], english: str, arabic: str
) -> None:
    assert area_on(client, "en", **names) == english
    assert area_on(client, "ar", **names) == arabic
