"""Take pictures of every screen: both languages, both themes, three widths, and the full page.

`bin/pictures` takes them all, and a page that shows them; `bin/pictures five start` takes only those.
`--readme` retakes the pictures in the README, `--manifest` those that an installer shows, `--film` the moving
picture.
"""

from __future__ import annotations

import argparse
import html
import io
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import ViewportSize

from bench.film import make_film
from bench.invented_phone import browser_and_server, invented_phone
from tests.browser.chromium import PHONE, SMALL_PHONE
from tests.browser.filled_phone import FilledPhone, fill_phone
from tests.browser.real_server import ROOT
from tests.browser.screens import LANGUAGES, SCREENS

GALLERY = ROOT / "pictures"
README = ROOT / "docs" / "pictures"
MANIFEST = ROOT / "webapp" / "static" / "pictures"
SIZES: tuple[ViewportSize, ...] = (SMALL_PHONE, PHONE, {"width": 1280, "height": 800})
THEMES = ("light", "dark")
SHOWN = {"start": "start", "five": "five-minutes", "say": "one-sentence", "handover": "hand-over"}
"""The screens in the README, and the names of their files."""
INSTALLED = ("start", "five", "handover")
"""The screens in the manifest: webapp/pwa.py."""
INSTALLED_SIZE: ViewportSize = {"width": 360, "height": 780}
INSTALLED_SCALE = 1.5
COLOURS = 48


def small(png: bytes) -> bytes:
    """The same picture with a palette of few colours, which makes its file small."""
    from PIL import Image

    made = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def take(filled: FilledPhone, lang: str, name: str) -> None:
    """The pictures of one screen in one language."""
    with filled.screen(lang, name) as page:
        for size in SIZES:
            page.set_viewport_size(size)
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                page.evaluate("() => new Promise(requestAnimationFrame)")
                page.screenshot(path=GALLERY / f"{name}-{lang}-{size['width']}-{theme}.png")
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="light")
        page.screenshot(path=GALLERY / f"{name}-{lang}-whole.png", full_page=True)


def gallery(names: Sequence[str]) -> None:
    """Every picture of these screens, and a page that shows all that are in the folder."""
    GALLERY.mkdir(exist_ok=True)
    with browser_and_server() as (browser, server):
        filled = fill_phone(browser, server)
        for lang in LANGUAGES:
            for name in names:
                take(filled, lang, name)
    files = sorted(GALLERY.glob("*.png"))
    shown = "".join(
        f'<figure><img src="{html.escape(file.name)}" height="420" loading="lazy">'
        f"<figcaption>{html.escape(file.stem)}</figcaption></figure>"
        for file in files
    )
    style = "body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}figure{margin:0}"
    page = f"<!doctype html><meta charset=utf-8><title>Egne ord</title><style>{style}</style>{shown}"
    (GALLERY / "index.html").write_text(page)
    print(f"{len(files)} pictures in {GALLERY.relative_to(ROOT)}/, shown by index.html there")


def readme() -> None:
    """The pictures in the README: a Danish phone with invented words."""
    with browser_and_server() as (browser, server):
        phone = invented_phone(browser, server, "da")
        for name, file in SHOWN.items():
            page = phone.context.new_page()
            phone.open(page, name)
            keep(README / f"{file}.png", page.screenshot())


def manifest() -> None:
    """The pictures in the manifest, in every language."""
    MANIFEST.mkdir(exist_ok=True)
    with browser_and_server() as (browser, server):
        for lang in LANGUAGES:
            look = {"viewport": INSTALLED_SIZE, "device_scale_factor": INSTALLED_SCALE}
            phone = invented_phone(browser, server, lang, **look)
            for name in INSTALLED:
                page = phone.context.new_page()
                phone.open(page, name)
                keep(MANIFEST / f"{lang}-{name}.png", page.screenshot())


def keep(path: Path, png: bytes) -> None:
    """Write a picture, and say how large it is."""
    path.write_bytes(small(png))
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Take the requested pictures, and print where they are."""
    parser = argparse.ArgumentParser(prog="bin/pictures", description=__doc__)
    parser.add_argument("screens", nargs="*", metavar="screen", help=f"one of {', '.join(SCREENS)}")
    parser.add_argument("--readme", action="store_true", help="only the pictures in the README")
    parser.add_argument("--manifest", action="store_true", help="only the pictures in the manifest")
    parser.add_argument("--film", action="store_true", help="only the moving picture")
    options = parser.parse_args()
    if unknown := [name for name in options.screens if name not in SCREENS]:
        parser.error(f"there is no screen called {', '.join(unknown)}")
    if options.readme:
        readme()
    if options.manifest:
        manifest()
    if options.film:
        film = README / "five-minutes.webp"
        make_film(film)
        print(f"{film.relative_to(ROOT)}: {film.stat().st_size:,} bytes")
    if not (options.readme or options.manifest or options.film):
        gallery(options.screens or list(SCREENS))


if __name__ == "__main__":
    main()
