"""Every screen as a picture to look at, in pictures/; with EGNE_ORD_PICTURES=1 also the README's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .chromium import PHONE, SMALL_PHONE
from .filled_phone import FilledPhone
from .real_server import ROOT
from .screens import EVERY_SCREEN

PICTURES = Path(__file__).with_name("pictures")


@pytest.mark.parametrize(("lang", "name"), EVERY_SCREEN)
def test_the_screen_can_be_looked_at(filled_phone: FilledPhone, lang: str, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    with filled_phone.screen(lang, name) as page:
        for size in (PHONE, SMALL_PHONE):
            page.set_viewport_size(size)
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                target = PICTURES / f"{name}-{lang}-{size['width']}-{theme}.png"
                page.screenshot(path=target)
                assert target.stat().st_size > 1000
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="light")
        page.screenshot(path=PICTURES / f"{name}-{lang}-whole.png", full_page=True)


def test_the_readme_has_its_picture(filled_phone: FilledPhone) -> None:
    folder = ROOT / "docs/pictures" if os.environ.get("EGNE_ORD_PICTURES") == "1" else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with filled_phone.screen("da", "five") as page:
        page.screenshot(path=folder / "five-minutes.png")
