"""A server whose disk is nearly full: the phone says so, keeps every word, and goes on when there is room."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .journey import PARTS
from .phone_again import first_phone, stoppable_phone, stoppable_server, stoppable_writer
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .share_journey import share_screen
from .vault_journey import IN_STEP, draw_words, expect_status, kept, press, vault_line

__all__ = ["first_phone", "stoppable_phone", "stoppable_server", "stoppable_writer"]
NO_ROOM = "Gemt på din telefon. Serveren har ikke plads lige nu."
WHOLE = (
    "Der er ikke plads til mere på serveren lige nu. Dine ord er her på telefonen, og den prøver selv igen."
)
LINK_WAITS = "Serveren har ikke plads lige nu. Linket bliver lavet, når der er plads."


def test_a_server_without_room_is_said_and_nothing_is_lost(
    stoppable_writer: Page, stoppable_server: RealServer
) -> None:
    page, server = stoppable_writer, stoppable_server
    about = seed(page, server.url, {PARTS[0]: "Jeg hedder Åse."})
    before = kept(page)
    server.stop()
    server.start(EGNE_ORD_RESERVE_BYTES=str(2**50))

    draw_words(page, server.url)
    press(page, "Jeg har gemt dem")
    expect(vault_line(page)).to_have_text(NO_ROOM)
    expect(page.locator(".notice").filter(has_text=WHOLE)).to_be_visible()
    expect_status(page, NO_ROOM)
    share_screen(page, server.url, about)
    press(page, "Lav linket")
    expect(page.locator(".link-status")).to_have_text(LINK_WAITS)
    assert kept(page) == before
    assert not list(server.data.rglob("*.json"))

    server.stop()
    server.start()
    page.goto(address(server.url, "da", "vault"))
    press(page, "Hent og send nu")
    expect_status(page, IN_STEP)
    expect(page.get_by_text(WHOLE)).to_have_count(0)
    assert kept(page) == before
