"""Take pictures of every screen: both languages, both sizes of phone, both themes, and the full page.

`bin/pictures` takes them all, `bin/pictures five start` only those; `--readme` retakes the README's picture.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import PHONE, SMALL_PHONE, TIMEOUT_MS, launch_options
from tests.browser.filled_phone import FilledPhone, fill_phone
from tests.browser.real_server import ROOT, RealServer
from tests.browser.screens import LANGUAGES, SCREENS

FOLDER = ROOT / "pictures"
README_PICTURE = ROOT / "docs" / "pictures" / "five-minutes.png"


@contextmanager
def phone_with_words() -> Iterator[FilledPhone]:
    """A phone after some use, with a running server."""
    expect.set_options(timeout=TIMEOUT_MS)
    with (
        tempfile.TemporaryDirectory() as folder,
        RealServer(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options(whole=True))
        yield fill_phone(browser, server)
        browser.close()


def take(filled: FilledPhone, lang: str, name: str) -> None:
    """Five pictures of one screen in one language."""
    with filled.screen(lang, name) as page:
        for size in (PHONE, SMALL_PHONE):
            page.set_viewport_size(size)
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                page.screenshot(path=FOLDER / f"{name}-{lang}-{size['width']}-{theme}.png")
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="light")
        page.screenshot(path=FOLDER / f"{name}-{lang}-whole.png", full_page=True)


def main() -> None:
    """Take the requested pictures, and print where they are."""
    parser = argparse.ArgumentParser(prog="bin/pictures", description=__doc__)
    parser.add_argument("screens", nargs="*", metavar="screen", help=f"one of {', '.join(SCREENS)}")
    parser.add_argument("--readme", action="store_true", help="only the picture in the README")
    options = parser.parse_args()
    if unknown := [name for name in options.screens if name not in SCREENS]:
        parser.error(f"there is no screen called {', '.join(unknown)}")
    with phone_with_words() as filled:
        if options.readme:
            with filled.screen("da", "five") as page:
                page.screenshot(path=README_PICTURE)
            print(f"{README_PICTURE.relative_to(ROOT)} is new.")
            return
        FOLDER.mkdir(exist_ok=True)
        for lang in LANGUAGES:
            for name in options.screens or SCREENS:
                take(filled, lang, name)
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
