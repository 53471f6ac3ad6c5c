"""The moving picture in the README: write, lose the network, say it, hand the phone over."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from bench.invented_phone import InventedPhone, browser_and_server, invented_phone, words_of
from tests.browser.journey import PARTS, box, expect_saved
from tests.browser.screens import called

LANG = "en"
SCREEN: ViewportSize = {"width": 360, "height": 720}
CARD: ViewportSize = {"width": 384, "height": 806}
SCALE = 1.5
LETTERS_AT_ONCE = 7
TYPING_MS, LOOK_MS, READ_MS = 140, 1500, 2600
QUALITY = 80
LOOK = """<!doctype html><style>
body { margin: 0; padding: 12px; background: #e6dac4; color: #2a2622; font: 600 18px system-ui, sans-serif }
p { height: 50px; margin: 0 0 8px; line-height: 50px; text-align: center; white-space: nowrap }
img { display: block; width: 360px; height: 720px; border-radius: 26px }
</style>"""


@dataclass
class Film:
    """Frames, each with how long it is shown."""

    card: Page
    frames: list[bytes] = field(default_factory=list)
    lengths_ms: list[int] = field(default_factory=list)

    def show(self, page: Page, words: str, length_ms: int) -> None:
        """One frame: the phone as it looks now, below some words."""
        page.evaluate("() => new Promise(requestAnimationFrame)")
        shot = base64.b64encode(page.screenshot()).decode()
        self.card.set_content(f'{LOOK}<p>{html.escape(words)}</p><img src="data:image/png;base64,{shot}">')
        self.card.locator("img").evaluate("(image) => image.decode()")
        self.frames.append(self.card.screenshot())
        self.lengths_ms.append(length_ms)

    def save(self, path: Path) -> None:
        """Write an animated WebP that repeats."""
        from PIL import Image

        first, *others = (Image.open(io.BytesIO(frame)).convert("RGB") for frame in self.frames)
        lengths = self.lengths_ms
        first.save(path, save_all=True, append_images=others, duration=lengths, loop=0, quality=QUALITY,
                   method=6, minimize_size=True)  # fmt: skip


def make_film(path: Path) -> None:
    """Play the story on an English phone, and keep it as a moving picture."""
    with browser_and_server() as (browser, server):
        look = {"viewport": SCREEN, "device_scale_factor": SCALE}
        phone = invented_phone(browser, server, LANG, without=PARTS[0], **look)
        card = browser.new_page(viewport=CARD, device_scale_factor=SCALE)
        film, page = Film(card), phone.context.new_page()
        write(film, phone, page)
        server.stop()
        say(film, phone, page)
        film.save(path)


def write(film: Film, phone: InventedPhone, page: Page) -> None:
    """Letters appear, and are saved."""
    phone.open(page, "write")
    text, words = words_of(LANG)[PARTS[0]], "Write on a good day"
    place = box(page, PARTS[0], LANG)
    place.focus()
    place.evaluate("(box) => box.scrollIntoView({ block: 'center' })")
    film.show(page, words, LOOK_MS)
    for at in range(0, len(text), LETTERS_AT_ONCE):
        place.press_sequentially(text[at : at + LETTERS_AT_ONCE])
        film.show(page, words, TYPING_MS)
    expect_saved(page, LANG)
    film.show(page, words, LOOK_MS)


def say(film: Film, phone: InventedPhone, page: Page) -> None:
    """The five minutes, some sentences of it, and the hand-over, all without the server."""
    phone.open(page, "five")
    film.show(page, "On a bad day, without a network", READ_MS)
    page.locator(".strip").get_by_role("link", name=called(LANG, "Sig det"), exact=True).click()
    for _ in range(3):
        expect(page.locator("[data-view=say]")).not_to_be_empty()
        film.show(page, "Say it, one sentence at a time", LOOK_MS)
        page.locator("[data-act=card-on]").click()
    page.get_by_role("link", name=called(LANG, "Giv telefonen videre")).first.click()
    expect(page.locator("[data-view=handover][data-painted]")).to_be_attached()
    film.show(page, "Words fail? Hand over the phone", READ_MS)
    page.get_by_role("button", name=called(LANG, "Pause")).click()
    film.show(page, "…and answer with one tap", READ_MS)
