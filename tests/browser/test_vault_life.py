"""A vault over time: it syncs by itself, survives reloads and updates, moves, and is deleted."""

from __future__ import annotations

import re
import time
import urllib.error

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, SAVED, box, expect_saved, first_visit, wait_until_stored, write
from .outside_client import OutsideClient, secret_of
from .phone_again import first_phone, other_page, phones, second_phone, writer
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .test_new_version import LOOK_FOR_NEW, NEW
from .vault_journey import (
    TwoPhones,
    expect_status,
    join,
    kept,
    press,
    shown_words,
    sync,
    turn_on,
    type_words,
    vault_line,
)

__all__ = ["first_phone", "other_page", "phones", "second_phone", "writer"]
TEXT = "Jeg hedder Åse."
IN_VAULT = re.compile(r"^Gemt i boksen kl\.\s\d\d\.\d\d$")
SYNCED_SECONDS_MAX = 60  # hang guard: it syncs three seconds after the last key
CAME_INTO_SIGHT = "() => document.dispatchEvent(new Event('visibilitychange'))"


def expect_in_vault(page: Page) -> None:
    """Check that the discreet status line says that the words are in the vault too."""
    expect(page.locator("[data-vault-status]")).to_have_text(IN_VAULT)


def test_it_syncs_by_itself_after_the_last_key_and_when_the_app_becomes_visible(
    phones: TwoPhones, server: RealServer
) -> None:
    phones.second.goto(address(server.url, "da", "more"))
    expect_in_vault(phones.second)
    phones.second.goto(address(server.url, "da", "start"))
    write(phones.first, server.url, {PARTS[0]: TEXT}, title="Til lægen")
    outside = OutsideClient(server.url, secret_of(phones.words))
    deadline = time.monotonic() + SYNCED_SECONDS_MAX  # hang guard: see there
    while "Til lægen" not in [statement["title"] for statement in outside.statements()]:
        assert time.monotonic() < deadline, "nothing reached the vault"  # hang guard: as above
        phones.first.wait_for_timeout(200)  # fixed wait: between two looks into the vault
    expect_in_vault(phones.first)
    phones.second.evaluate(CAME_INTO_SIGHT)
    expect(phones.second.get_by_role("heading", name="Til lægen")).to_be_visible()


def test_the_status_says_first_that_the_words_are_on_the_phone(phones: TwoPhones, server: RealServer) -> None:
    page = phones.first
    write(page, server.url, {PARTS[0]: TEXT})
    expect_in_vault(page)
    expect(page.locator(".steps [data-status]").filter(has_text=SAVED)).to_be_in_viewport()
    assert "Gemt i boksen" in page.locator("main").inner_text()
    page.goto(address(server.url, "da", "more"))
    expect_in_vault(page)
    expect(page.locator("[data-kept]")).to_have_text(
        "Dine ord ligger på den her telefon. De ligger også låst i din boks."
    )


def test_it_syncs_by_itself_when_the_network_is_back(phones: TwoPhones, server: RealServer) -> None:
    phones.first.goto(address(server.url, "da", "write") + "#ny")
    expect_in_vault(phones.first)
    phones.first.context.set_offline(True)
    box(phones.first, PARTS[0]).fill(TEXT)
    expect_saved(phones.first)
    expect(phones.first.locator("[data-vault-status]")).to_have_text("Venter på net")
    phones.first.context.set_offline(False)
    expect_in_vault(phones.first)
    sync(phones.second, server.url)
    assert kept(phones.second) == kept(phones.first)


def test_the_vault_survives_a_reload_and_a_new_version(phone: Phones, own_server: RealServer) -> None:
    page, origin = first_visit(phone(), own_server.url), own_server.url
    words = turn_on(page, origin)
    page.reload()
    expect(vault_line(page)).to_have_text(IN_VAULT)
    own_server.stop()
    own_server.start(EGNE_ORD_VERSION_SALT="another")
    page.evaluate(LOOK_FOR_NEW)
    page.get_by_role("status").filter(has_text=NEW).get_by_role("button").click()
    expect(page.get_by_text(NEW)).to_have_count(0)
    write(page, origin, {PARTS[0]: TEXT})
    sync(page, origin)
    press(page, "Vis de 12 ord")
    assert shown_words(page) == words
    assert OutsideClient(origin, secret_of(words)).statements() == kept(page)


def expect_no_vault(origin: str, words: str) -> None:
    """Check that the server has no vault for these words."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        OutsideClient(origin, secret_of(words)).records()
    refused.value.close()
    assert refused.value.code == 401


def move(page: Page, origin: str) -> str:
    """Report a lost phone, and wait until the new words are saved; returns them."""
    page.goto(address(origin, "da", "vault"))
    press(page, "Jeg har mistet en telefon")
    press(page, "Lav en ny boks")
    words = shown_words(page)
    press(page, "Jeg har gemt dem")
    expect_status(page, "Nu er alt i boksen.")
    return words


def test_after_a_lost_phone_only_the_new_words_open_the_vault(
    phones: TwoPhones, phone: Phones, server: RealServer
) -> None:
    origin = server.url
    own = seed(phones.second, origin, {PARTS[0]: TEXT})
    sync(phones.second, origin)
    new = move(phones.first, origin)
    assert set(new.split()) != set(phones.words.split())
    assert own in [statement["id"] for statement in kept(phones.first)], "the other phone's changes were lost"

    before = kept(phones.second)
    phones.second.goto(address(origin, "da", "vault"))
    expect_status(phones.second, "Boksen kan ikke åbnes mere.")
    assert kept(phones.second) == before
    press(phones.second, "Slå boksen fra her")
    expect(phones.second.get_by_role("button", name="Slå boksen til")).to_be_visible()
    join(phones.second, origin, new)
    assert kept(phones.second) == before == kept(phones.first)

    third = first_visit(phone(), origin)
    type_words(third, origin, phones.words)
    expect_status(third, "Der er ikke nogen boks med de ord.")
    join(third, origin, new)
    assert kept(third) == before


def test_a_move_begun_offline_finishes_when_there_is_a_network(writer: Page, server: RealServer) -> None:
    page, origin = writer, server.url
    seed(page, origin, {PARTS[0]: TEXT})
    old = turn_on(page, origin)
    page.context.set_offline(True)
    press(page, "Jeg har mistet en telefon")
    press(page, "Lav en ny boks")
    new = shown_words(page)
    press(page, "Jeg har gemt dem")
    expect(vault_line(page)).to_have_text("Venter på net")
    expect(page.get_by_text("Den gamle boks bliver slettet, når den nye er fyldt.")).to_be_visible()
    assert OutsideClient(origin, secret_of(old)).statements() == kept(page)
    page.context.set_offline(False)
    expect(vault_line(page)).to_have_text(IN_VAULT)
    assert OutsideClient(origin, secret_of(new)).statements() == kept(page)
    expect_no_vault(origin, old)


def test_deleting_waits_for_the_network_and_says_so(writer: Page, server: RealServer) -> None:
    page, origin = writer, server.url
    seed(page, origin, {PARTS[0]: TEXT})
    words = turn_on(page, origin)
    page.context.set_offline(True)
    press(page, "Slet boksen")
    press(page, "Ja, slet boksen")
    expect(vault_line(page)).to_have_text("Boksen bliver slettet, når der er net")
    page.goto(address(origin, "da", "more"))
    expect(page.locator("[data-vault-status]")).to_have_text("Boksen bliver slettet, når der er net")
    page.context.set_offline(False)
    expect(page.locator("[data-vault-status]")).to_have_text(SAVED)
    page.goto(address(origin, "da", "vault"))
    expect(page.get_by_role("button", name="Slå boksen til")).to_be_visible()
    wait_until_stored(page, TEXT)
    expect_no_vault(origin, words)
