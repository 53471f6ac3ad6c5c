"""The icons and pictures that are committed: the right sizes, and small."""

import struct
from pathlib import Path

import pytest

ICONS = Path(__file__).parent.parent / "webapp" / "static" / "icons"
PICTURE_MAX_BYTES = 6_000
SCREEN_MAX_BYTES = 60_000
FILM_MAX_BYTES = 1_000_000
PICTURES = {
    "icon-192.png": 192,
    "icon-512.png": 512,
    "maskable-192.png": 192,
    "maskable-512.png": 512,
    "apple-touch-180.png": 180,
    "notes-192.png": 192,
    "notes-512.png": 512,
    "notes-maskable-192.png": 192,
    "notes-maskable-512.png": 512,
    "notes-touch-180.png": 180,
    "five-96.png": 96,
    "handover-96.png": 96,
    "ready-96.png": 96,
}


@pytest.mark.parametrize(("name", "pixels"), PICTURES.items())
def test_an_icon_has_the_size_in_its_name_and_is_small(name: str, pixels: int) -> None:
    picture = (ICONS / name).read_bytes()
    assert struct.unpack_from(">II", picture, 16) == (pixels, pixels)
    assert len(picture) <= PICTURE_MAX_BYTES


@pytest.mark.parametrize("name", ["icon.svg", "icon-maskable.svg", "notes.svg", "notes-maskable.svg"])
def test_an_svg_icon_fetches_and_runs_nothing(name: str) -> None:
    drawing = (ICONS / name).read_text()
    assert not [word for word in ("href", "url(", "<script", "<style", "<text") if word in drawing]


def test_the_pictures_of_screens_are_small_and_the_readme_shows_each_of_its_own() -> None:
    own, manifest = ICONS.parents[2] / "docs" / "pictures", ICONS.parent / "pictures"
    sizes = {path: path.stat().st_size for folder in (own, manifest) for path in folder.iterdir()}
    large = {path.name: size for path, size in sizes.items() if size > SCREEN_MAX_BYTES}
    assert set(large) <= {"five-minutes.webp"} and max(sizes.values()) <= FILM_MAX_BYTES
    readme = (ICONS.parents[2] / "README.md").read_text("utf-8")
    screens = [path.name for path in own.iterdir() if path.suffix != ".svg"]
    assert [name for name in screens if f"docs/pictures/{name}" not in readme] == []
