"""The twelve words: drawn on the phone, in either language, typed the way people type, or scanned."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .journey import PARTS, box
from .outside_client import OutsideClient, new_statement, secret_of, words_of
from .phone_again import first_phone, other_page, second_phone, writer
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .vault_journey import (
    READ_CODE,
    draw_words,
    expect_status,
    join,
    kept,
    press,
    screenshot_code,
    shown_words,
    turn_on,
    type_words,
    vault_files,
)

__all__ = ["first_phone", "other_page", "second_phone", "writer"]
TEXT = "Jeg hedder Åse. Jeg holder af at gå tidligt."
MARKED = "(area) => area.value.slice(area.selectionStart, area.selectionEnd)"


@pytest.fixture
def without_vault(writer: Page, server: RealServer) -> Page:
    """A phone with a statement and no vault."""
    seed(writer, server.url, {PARTS[0]: TEXT})
    return writer


def test_no_vault_is_made_before_the_person_has_saved_the_words(
    without_vault: Page, server: RealServer
) -> None:
    page, origin = without_vault, server.url
    calls: list[str] = []
    page.on("request", lambda request: calls.append(request.url) if "/api/" in request.url else None)
    before = vault_files(server)
    words = draw_words(page, origin)
    page.reload()
    assert shown_words(page) == words, "the words changed before they were saved"
    page.goto(address(origin, "da", "more"))
    expect(page.get_by_text("Dine ord ligger kun på den her telefon.")).to_be_visible()
    seed(page, origin, {PARTS[1]: "Skrevet, før boksen er slået til."})
    page.goto(address(origin, "da", "vault"))
    assert calls == []
    assert vault_files(server) == before
    press(page, "Jeg har gemt dem")
    expect_status(page, "Nu er alt i boksen.")
    assert len(vault_files(server)) == len(before) + 1


def test_words_of_no_vault_make_none_on_the_server(writer: Page, server: RealServer) -> None:
    page, before = writer, vault_files(server)
    words = words_of(bytes(range(16)))
    type_words(page, server.url, words)
    expect_status(page, "Der er ikke nogen boks med de ord.")
    expect(box(page, "Dine 12 ord")).to_have_value(words)
    assert vault_files(server) == before
    assert kept(page, "vault") == []


@pytest.fixture
def outside(server: RealServer) -> OutsideClient:
    """A vault with one statement, made by a client outside the app."""
    client = OutsideClient(server.url)
    client.call("PUT")
    client.push(new_statement(TEXT))
    return client


def english(secret: bytes, page: Page, origin: str) -> str:
    """The English words on the vault's screen, in the English interface."""
    page.goto(address(origin, "en", "vault"))
    press(page, "Vis de 12 ord", "en")
    words = shown_words(page)
    assert not set(words.split()) & set(words_of(secret).split())
    return words


def test_english_words_open_the_vault_of_the_same_danish_words(
    outside: OutsideClient, writer: Page, other_page: Page, server: RealServer
) -> None:
    join(writer, server.url, words_of(outside.secret), "en")
    words = english(outside.secret, writer, server.url)
    join(other_page, server.url, words)
    assert kept(other_page) == kept(writer) == outside.statements()


def test_words_are_accepted_as_people_type_them_and_a_wrong_one_is_named(
    outside: OutsideClient, writer: Page, server: RealServer
) -> None:
    page, words = writer, words_of(outside.secret).split()
    type_words(page, server.url, "\n".join([*words[:6], "xylofonen", *words[7:]]))
    expect_status(page, "Ord nummer 7 er ikke på listen.")
    assert box(page, "Dine 12 ord").evaluate(MARKED) == "xylofonen"
    page.keyboard.type(words[6])
    press(page, "Hent")
    expect_status(page, "Nu er dine ord her.")
    assert kept(page) == outside.statements()
    numbered = "\r\n".join(f" {n}. {word.upper()}," for n, word in enumerate(words, 1))
    beginnings = "  ".join(word[:4].capitalize() for word in words)
    for typed in (numbered, beginnings):
        join(page, server.url, typed)  # would refuse another vault's words


def test_too_few_words_and_words_in_the_wrong_order_are_told_apart(writer: Page, server: RealServer) -> None:
    page, before = writer, vault_files(server)
    words = words_of(b"\0" * 15 + b"\1").split()
    for typed, sentence in (
        ([], "Skriv dine 12 ord i feltet først."),
        (words[:11], "Der skal være 12 ord. Du har skrevet 11."),
        (words[:11] * 2, "Der skal være 12 ord. Du har skrevet 22."),
        (words[::-1], "Ordene passer ikke sammen."),
    ):
        type_words(page, server.url, " ".join(typed))
        expect_status(page, sentence)
        expect(box(page, "Dine 12 ord")).to_have_value(" ".join(typed))
    assert vault_files(server) == before


def test_the_code_on_the_screen_holds_the_twelve_words(
    without_vault: Page, server: RealServer, tmp_path: Path
) -> None:
    words = draw_words(without_vault, server.url)
    screenshot_code(without_vault, tmp_path / "code.png")
    read = without_vault.evaluate(READ_CODE, list((tmp_path / "code.png").read_bytes()))
    assert read == words
    assert len(secret_of(read)) == 16


def test_the_words_can_be_seen_again_also_while_the_phone_syncs(
    without_vault: Page, server: RealServer
) -> None:
    words = turn_on(without_vault, server.url)
    expect(without_vault.locator("[data-recovery-words]")).to_have_count(0)
    press(without_vault, "Vis de 12 ord")
    press(without_vault, "Vis som kode")
    press(without_vault, "Hent og send nu")
    expect_status(without_vault, "Nu er alt i boksen.")
    expect(without_vault.locator("[data-qr] svg")).to_be_visible()
    assert shown_words(without_vault) == words
    stored = base64.b64encode(secret_of(words)).decode()
    assert stored not in str(without_vault.content()), "the page holds the secret itself"
    press(without_vault, "Skjul de 12 ord")
    expect(without_vault.locator("[data-recovery-words]")).to_have_count(0)


def test_on_a_small_phone_suggested_words_come_into_sight(other_page: Page, server: RealServer) -> None:
    other_page.set_viewport_size({"width": 320, "height": 640})
    other_page.goto(address(server.url, "da", "copy"))
    other_page.wait_for_load_state("networkidle")
    other_page.get_by_label("Dine 12 ord").press_sequentially("afstand aft")
    suggested = other_page.locator("[data-act=complete]").first
    expect(suggested).to_be_visible()
    at = suggested.evaluate(
        "(word) => [word.getBoundingClientRect().bottom,"
        " document.querySelector('.acts').getBoundingClientRect().top]"
    )
    assert at[0] <= at[1], "the bar covers it"
