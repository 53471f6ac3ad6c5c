"""The icons of the app: the right sizes, small, and without external parts."""

import struct
from pathlib import Path

import pytest

ICONS = Path(__file__).parent.parent / "webapp" / "static" / "icons"
PICTURE_MAX_BYTES = 6_000
PICTURES = {
    "icon-192.png": 192,
    "icon-512.png": 512,
    "maskable-192.png": 192,
    "maskable-512.png": 512,
    "apple-touch-180.png": 180,
    "five-96.png": 96,
    "handover-96.png": 96,
    "ready-96.png": 96,
}


@pytest.mark.parametrize(("name", "pixels"), PICTURES.items())
def test_an_icon_has_the_size_in_its_name_and_is_small(name: str, pixels: int) -> None:
    picture = (ICONS / name).read_bytes()
    assert struct.unpack_from(">II", picture, 16) == (pixels, pixels)
    assert len(picture) <= PICTURE_MAX_BYTES


@pytest.mark.parametrize("name", ["icon.svg", "icon-maskable.svg"])
def test_an_svg_icon_fetches_and_runs_nothing(name: str) -> None:
    drawing = (ICONS / name).read_text()
    assert not [word for word in ("href", "url(", "<script", "<style", "<text") if word in drawing]
