"""The vault's screen tells what the vault lacks, when it heard from other devices, and compares devices."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, first_visit, write
from .real_server import RealServer
from .screens import address, called
from .test_accessible import audit
from .test_vault_accessible import change
from .vault_journey import join, kept, press, sync, turn_on

WORDS_IN_A_COMPARISON = 4


def compared(page: Page, origin: str, lang: str = "da") -> list[str]:
    """The four words that the vault's screen shows to compare devices."""
    page.goto(address(origin, lang, "vault"))
    press(page, "Sammenlign enheder", lang)
    words = page.locator("[data-compare-words]").inner_text().split()
    assert len(words) == WORDS_IN_A_COMPARISON
    return words


def test_two_phones_show_the_same_words_exactly_when_they_hold_the_same(
    phone: Phones, server: RealServer
) -> None:
    first, second = (first_visit(phone(reduced_motion="reduce"), server.url) for _ in range(2))
    for title in ("Til lægen", "Til kommunen"):
        write(first, server.url, {PARTS[2]: f"Jeg vil sove. {title}."}, title=title)
    words = turn_on(first, server.url)
    join(second, server.url, words)
    same = compared(first, server.url)
    assert compared(second, server.url) == same
    assert audit(second, "vault") == ""
    expect(second.locator("[data-devices] li")).to_have_count(1)
    expect(second.get_by_text("Det nyeste i boksen kom")).to_be_visible()
    write(first, server.url, {PARTS[2]: "Jeg vil hjem."}, title="Til mødet")
    assert compared(first, server.url) != same
    sync(first, server.url)
    sync(second, server.url)
    assert compared(second, server.url) == compared(first, server.url) != same


def test_what_the_vault_lacks_is_named_calmly_until_it_is_given_up(phone: Phones, server: RealServer) -> None:
    page = first_visit(phone(reduced_motion="reduce"), server.url)
    for title in ("Til lægen", "Til kommunen"):
        write(page, server.url, {PARTS[2]: f"Jeg vil sove. {title}."}, title=title)
    turn_on(page, server.url)
    (vault,) = kept(page, "vault")
    named = [{"title": "Til jobcentret", "isOlder": False}, {"title": "", "isOlder": True}]
    page.goto(f"{server.url}/ud")
    page.context.set_offline(True)
    lacks = {"named": named, "more": 2, "isOlder": False}
    rows = [{"id": "A" * 22, "count": 1, "name": "", "title": "Til jobcentret", "day": 20_000}]
    known = {**vault["account"]["known"], "rows": rows}
    change(page, "vault", "vault", account={**vault["account"], "lacks": lacks, "known": known})
    for lang in ("da", "en"):
        page.goto(address(server.url, lang, "vault"))
        expect(page.locator("[data-lacks] li")).to_have_count(3)
        expect(page.locator("[data-lacks]")).to_contain_text("Til jobcentret")
        assert audit(page, "vault") == ""
    press(page, "Vis det ikke mere", "en")
    expect(page.locator("[data-lacks]")).to_have_count(0)
    page.context.set_offline(False)
    page.get_by_role("button", name=called("en", "Hent og send nu"), exact=True).click()
    expect(page.locator("[data-lacks]")).to_have_count(0)
