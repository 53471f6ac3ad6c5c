"""Gem en kopi and Hent dine ord: export and import lose nothing, double nothing and break nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Phones
from .journey import PARTS, WORDS, box, stored, wait_until_stored
from .phone_again import first_phone, other_page, phones, second_phone, writer
from .real_server import RealServer
from .screens import address
from .seeds import put, seed
from .vault_journey import TwoPhones, put_in_bin, sync_all

__all__ = ["first_phone", "other_page", "phones", "second_phone", "writer"]

NASTY = 'Linje et\nLinje to 🙂 <b>&amp;</b> "citat" \\ אני'


def save_copy(page: Page, server: RealServer, target: Path, button: str = "Gem en kopi") -> str:
    """The text of a file that *Mere* offers."""
    page.goto(address(server.url, "da", "more"))
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    download.value.save_as(target)
    return target.read_text("utf-8")


def fetch(page: Page, server: RealServer, file: Path | dict[str, Any]) -> str:
    """Import a copy on its screen; returns the app's message."""
    page.goto(address(server.url, "da", "copy"))
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    status = page.get_by_role("status").filter(has_text=".")
    expect(status.first).to_be_visible()
    return status.first.inner_text()


def statements(page: Page) -> list[dict[str, Any]]:
    """Every statement in the phone's database, sorted by id."""
    found = [
        row for store in json.loads(stored(page)) for row in store if isinstance(row, dict) and "parts" in row
    ]
    return sorted(found, key=lambda row: str(row["id"]))


def write_two(page: Page, server: RealServer) -> Page:
    """Two statements on the phone of ``page``."""
    seed(page, server.url, WORDS, title="Til jobcentret")
    seed(page, server.url, {PARTS[2]: NASTY}, title="Til lægen")
    return page


def test_a_copy_moves_everything_to_another_phone(phone: Phones, server: RealServer, tmp_path: Path) -> None:
    old = write_two(phone(service_workers="block").new_page(), server)
    copy = tmp_path / "copy.json"
    assert NASTY.split("\n")[0] in save_copy(old, server, copy)
    new = phone(service_workers="block").new_page()
    fetch(new, server, copy)
    assert statements(new) == statements(old)
    new.goto(address(server.url, "da", "start"))
    new.get_by_role("link", name="Til lægen", exact=True).click()
    expect(box(new, PARTS[2])).to_have_value(NASTY)


def test_importing_the_same_copy_twice_doubles_nothing(
    phone: Phones, server: RealServer, tmp_path: Path
) -> None:
    page = write_two(phone(service_workers="block").new_page(), server)
    copy = tmp_path / "copy.json"
    save_copy(page, server, copy)
    before = statements(page)
    for _ in range(2):
        assert fetch(page, server, copy) == "Du havde det hele i forvejen."
    assert statements(page) == before
    new = phone(service_workers="block").new_page()
    for _ in range(2):
        fetch(new, server, copy)
    assert statements(new) == before


def test_words_written_since_the_copy_survive_the_import(
    phone: Phones, server: RealServer, tmp_path: Path
) -> None:
    page = write_two(phone(service_workers="block").new_page(), server)
    copy = tmp_path / "copy.json"
    save_copy(page, server, copy)
    page.goto(address(server.url, "da", "start"))
    page.get_by_role("link", name="Til lægen", exact=True).click()
    box(page, PARTS[3]).press_sequentially("Nyt siden kopien.")
    wait_until_stored(page, "Nyt siden kopien.")
    fetch(page, server, copy)
    assert any("Nyt siden kopien." in row["parts"]["so_that"] for row in statements(page))
    assert len(statements(page)) == 2


def test_the_plain_text_file_has_every_word(phone: Phones, server: RealServer, tmp_path: Path) -> None:
    page = write_two(phone(service_workers="block").new_page(), server)
    text = save_copy(page, server, tmp_path / "copy.txt", "Gem som almindelig tekst")
    for wanted in (*PARTS, *WORDS.values(), NASTY, "Til jobcentret", "Til lægen"):
        assert wanted in text


def in_memory(content: bytes) -> dict[str, Any]:
    """A file as a file picker delivers it."""
    return {"name": "copy.json", "mimeType": "application/json", "buffer": content}


BAD: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda copy: copy[: len(copy) // 2],
    "empty": lambda copy: b"",
    "a picture": lambda copy: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "another app's": lambda copy: b'{"notes": [1, 2, 3]}',
    "a list": lambda copy: b"[]",
    "newer": lambda copy: copy.replace(b'"version": 3', b'"version": 4'),
    "a part is a number": lambda copy: copy.replace(b'"so_that": "', b'"so_that": 7, "x": "', 1),
    "a part is missing": lambda copy: copy.replace(b'"help":', b'"hjaelp":', 1),
    "an id is markup": lambda copy: copy.replace(b'"id": "', b'"id": "<b>', 1),
}


@pytest.fixture(scope="module")
def kept_phone(used_phone: BrowserContext, server: RealServer) -> Page:
    """A phone with two statements that nothing may change."""
    return write_two(used_phone.new_page(), server)


@pytest.fixture(scope="module")
def good(kept_phone: Page, server: RealServer, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A copy of that phone's words."""
    return save_copy(kept_phone, server, tmp_path_factory.mktemp("copy") / "copy.json").encode()


@pytest.mark.parametrize("kind", BAD)
def test_an_invalid_copy_changes_nothing_and_is_reported(
    kept_phone: Page, server: RealServer, good: bytes, kind: str
) -> None:
    bad = BAD[kind](good)
    assert bad != good
    before = stored(kept_phone)
    assert "Der er ikke ændret noget." in fetch(kept_phone, server, in_memory(bad))
    assert stored(kept_phone) == before


def test_a_file_that_is_too_large_changes_nothing_and_is_reported(
    kept_phone: Page, server: RealServer, tmp_path: Path
) -> None:
    before = stored(kept_phone)
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    assert "for stor" in fetch(kept_phone, server, large)
    assert stored(kept_phone) == before


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_copy_saved_again_by_another_program_loses_no_letter(
    phone: Phones, server: RealServer, tmp_path: Path, encoding: str
) -> None:
    page = phone(service_workers="block").new_page()
    seed(page, server.url, {PARTS[2]: "Vi skal få det på plads. Så går det."})
    copy = tmp_path / "copy.json"
    saved_again = save_copy(page, server, copy).encode(encoding)
    new = phone(service_workers="block").new_page()
    file = {"name": "copy.json", "mimeType": "application/json", "buffer": saved_again}
    message = fetch(new, server, file)
    if encoding == "utf-8-sig":
        assert statements(new) == statements(page)
    else:
        assert message.startswith(
            "Et andet program har lavet filen om. Bogstaver som æ, ø og å er gået i stykker."
        )
        assert statements(new) == []


def written_over(copy: str, old: str, new: str) -> dict[str, Any]:
    """The copy as a phone would write it next year, with other words in it."""
    newer = copy.replace(old, new).replace('"updated": "20', '"updated": "21')
    assert newer.count(new) == 1
    return in_memory(newer.encode())


def test_importing_a_newer_copy_removes_no_sentence(
    phone: Phones, server: RealServer, tmp_path: Path
) -> None:
    page = phone(service_workers="block").new_page()
    statement = seed(page, server.url, {PARTS[2]: "Jeg vil sove. Jeg vil hjem."})
    copy = save_copy(page, server, tmp_path / "copy.json")
    message = fetch(
        page, server, written_over(copy, "Jeg vil sove. Jeg vil hjem.", "Jeg vil sove. Jeg vil ud.")
    )
    assert message == "Nu er dine ord her. Føjet til det, du havde: 1."
    assert [row["parts"]["help"] for row in statements(page)] == ["Jeg vil sove. Jeg vil hjem. Jeg vil ud."]
    page.goto(address(server.url, "da", "versions", statement))
    expect(page.locator(".versions .words")).to_have_text(
        ["Jeg vil sove. Jeg vil ud.", "Jeg vil sove. Jeg vil hjem."], use_inner_text=False
    )


def test_importing_a_newer_copy_removes_no_sentence_from_two_synced_phones(
    phones: TwoPhones, server: RealServer, tmp_path: Path
) -> None:
    seed(phones.first, server.url, {PARTS[2]: "Jeg vil sove. Jeg vil hjem."})
    copy = save_copy(phones.first, server, tmp_path / "copy.json")
    sync_all(server.url, phones.first, phones.second)
    fetch(phones.first, server, written_over(copy, "Jeg vil sove. Jeg vil hjem.", "Jeg vil ud."))
    sync_all(server.url, phones.first, phones.second)
    for page in (phones.first, phones.second):
        (row,) = statements(page)
        assert sorted(row["parts"]["help"].split(". ")) == ["Jeg vil hjem", "Jeg vil sove", "Jeg vil ud."]


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("da", "Nu er dine ord her. Taget op af papirkurven: 2."),
        ("en", "Your words are here now. Taken out of the bin: 2."),
    ],
)
def test_importing_a_copy_restores_words_and_notes_from_the_bin_and_says_so(
    phone: Phones, server: RealServer, tmp_path: Path, lang: str, message: str
) -> None:
    page = phone(service_workers="block").new_page()
    statement = seed(page, server.url, {PARTS[2]: "Jeg vil sove."}, title="Til lægen")
    note = {"id": "N" * 22, "chance": "helps", "text": "Min hund.", "in_vault": False, "deleted": None}
    put(page, "explorations", note)
    copy = tmp_path / "copy.json"
    save_copy(page, server, copy)
    put_in_bin(page, server.url)
    put(page, "explorations", {**note, "deleted": "2026-11-20T09:00:00.000Z"})
    page.goto(address(server.url, lang, "copy"))
    page.locator("input[type=file]").set_input_files(copy)
    expect(page.locator(".said")).to_have_text(message)
    page.goto(address(server.url, "da", "start"))
    expect(page.locator(f'a[href$="#{statement}"]').first).to_be_visible()
    page.goto(address(server.url, "da", "bin"))
    expect(page.locator(".empty")).to_have_text("Papirkurven er tom.")
