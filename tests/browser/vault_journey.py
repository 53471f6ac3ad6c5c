"""What a person does with the vault (Boksen), by the names they see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .journey import PARTS, box, expect_saved, statement_act, wait_until_stored
from .real_server import RealServer
from .screens import address, called

IN_STEP = "Nu er alt i boksen."
HERE = "Nu er dine ord her."
TWELVE = 12

KEPT = """async (name) => {
  const database = await new Promise((done, refused) => {
    const request = indexedDB.open('egne-ord');
    request.onsuccess = () => done(request.result);
    request.onerror = () => refused(request.error);
  });
  const rows = await new Promise((done) => {
    const request = database.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => done(request.result);
  });
  database.close();
  return JSON.stringify(rows);
}"""

READ_CODE = """async (picture) => {
  const script = document.querySelector('script[type=module]').src.replace('app.js', 'qr_read.js');
  const { decodeQR } = await import(script);
  const image = await createImageBitmap(new Blob([Uint8Array.from(picture)], { type: 'image/png' }));
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  return decodeQR(pen.getImageData(0, 0, image.width, image.height));
}"""
"""Decodes a code in a picture, with the reader that the app uses for its camera."""

NO_VAULTS = {"clock.json", "server.lock"}
"""Files of the server that hold no more than a day, and who the server is."""


def kept(page: Page, store: str = "statements") -> list[dict[str, Any]]:
    """The rows of one store of the phone's database, including statements in the bin."""
    return list(json.loads(page.evaluate(KEPT, store)))


def press(page: Page, name: str, lang: str = "da") -> None:
    """Press the button that has exactly this name."""
    page.get_by_role("button", name=called(lang, name), exact=True).click()


def expect_status(page: Page, sentence: str, lang: str = "da") -> None:
    """Check that a status shows this sentence, on screen and to screen readers."""
    expect(page.get_by_role("status").filter(has_text=called(lang, sentence)).first).to_be_visible()


def vault_line(page: Page) -> Locator:
    """The line on the vault's screen that says where the words are stored."""
    return page.locator(".vault-line")


def shown_words(page: Page) -> str:
    """The twelve words on the screen."""
    page.locator("[data-recovery-words]").wait_for()
    words = page.locator("[data-recovery-words]").inner_text().split()
    assert len(words) == TWELVE
    return " ".join(words)


def draw_words(page: Page, origin: str, lang: str = "da") -> str:
    """Ask for a vault, and stop at the twelve words."""
    page.goto(address(origin, lang, "vault"))
    press(page, "Slå boksen til", lang)
    return shown_words(page)


def turn_on(page: Page, origin: str, lang: str = "da") -> str:
    """Turn the vault on, and wait until everything is in it; returns the twelve words."""
    words = draw_words(page, origin, lang)
    press(page, "Jeg har gemt dem", lang)
    expect_status(page, IN_STEP, lang)
    return words


def type_words(page: Page, origin: str, words: str, lang: str = "da") -> None:
    """Type the twelve words on a phone, and ask for the vault they open."""
    page.goto(address(origin, lang, "copy"))
    box(page, "Dine 12 ord", lang).fill(words)
    press(page, "Hent", lang)


def join(page: Page, origin: str, words: str, lang: str = "da") -> None:
    """Open an existing vault, and wait until its words are on this phone."""
    type_words(page, origin, words, lang)
    expect_status(page, HERE, lang)


def sync(page: Page, origin: str, lang: str = "da") -> None:
    """Sync the phone with its vault, by hand."""
    page.goto(address(origin, lang, "vault"))
    press(page, "Hent og send nu", lang)
    expect_status(page, IN_STEP, lang)


def sync_all(origin: str, *pages: Page) -> None:
    """Sync all phones: first the changes of each go up, then everybody gets the rest."""
    for page in (*pages, *pages[:-1]):
        sync(page, origin)


def rewrite(page: Page, origin: str, statement: str, texts: dict[str, str]) -> None:
    """Replace the text of some parts of a statement, and wait until they are stored on the phone."""
    page.goto(address(origin, "da", "write", statement))
    for label, text in texts.items():
        expect(box(page, label)).not_to_have_value("")
        box(page, label).fill(text)
    expect_saved(page)
    wait_until_stored(page, *texts.values())


def put_in_bin(page: Page, origin: str) -> None:
    """Put the newest statement in the bin."""
    page.goto(address(origin, "da", "start"))
    statement_act(page, "button", "Smid ud").click()
    expect(page.get_by_role("button", name="Fortryd")).to_be_visible()


def two_versions(page: Page, origin: str, statement: str, part: str) -> Locator:
    """The section on "To udgaver" that shows one part's two versions."""
    page.goto(address(origin, "da", "two", statement))
    heading = page.get_by_role("heading", name=part, exact=True)
    return page.locator("section.two-versions").filter(has=heading)


def write_third(section: Locator, text: str) -> None:
    """Choose neither of two versions, and write a third."""
    section.get_by_role("button", name="Skriv en ny").click()
    section.get_by_role("textbox", name="Sådan skal der stå").fill(text)
    section.get_by_role("button", name="Brug det").click()


def texts_of(page: Page, statement: str) -> dict[str, str]:
    """The stored text of each part, by the part's Danish name."""
    (found,) = [row for row in kept(page) if row["id"] == statement]
    parts = found["parts"]
    return dict(zip(PARTS, [parts[n] for n in ("introduce", "important", "help", "so_that")], strict=True))


def vault_files(server: RealServer) -> dict[str, bytes]:
    """Every non-empty file in the server's data folder that may be of a vault, by path."""
    files = [file for file in server.data.rglob("*") if file.is_file() and file.name not in NO_VAULTS]
    return {str(file.relative_to(server.data)): file.read_bytes() for file in files if file.stat().st_size}


@dataclass(frozen=True)
class TwoPhones:
    """Two phones with the same vault, and the twelve words that open it."""

    first: Page
    second: Page
    words: str


def vault_of_two(first: Page, second: Page, origin: str) -> TwoPhones:
    """Two phones; the second has opened the first one's vault by its words."""
    words = turn_on(first, origin)
    join(second, origin, words)
    return TwoPhones(first, second, words)


def screenshot_code(page: Page, file: Path) -> None:
    """Take a picture of the code with the twelve words."""
    press(page, "Vis som kode")
    page.locator("[data-qr] svg").screenshot(path=str(file))
