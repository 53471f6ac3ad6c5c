"""A link whose # a mail filter rewrote as %23 still opens; a phone with the app asks no server for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import first_visit
from .outside_share import OutsideShare, new_share
from .real_server import RealServer
from .recording_proxy import RecordingProxy, disguises
from .screens import address
from .seeds import seed
from .vault_journey import press

SECRET = "Jeg hedder Åse, og det er kun til dig."
SIGNS = ("%23", "%2523")


@pytest.fixture(scope="module")
def share(server: RealServer) -> OutsideShare:
    """A link to one secret sentence."""
    return OutsideShare(server.url).make(new_share(SECRET))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("end", ["", "?utm_source=mail"])
def test_it_opens_for_a_stranger(
    stranger: Page, server: RealServer, share: OutsideShare, sign: str, end: str
) -> None:
    stranger.goto(f"{server.url}/d{sign}{share.fragment}{end}")
    assert stranger.url == f"{server.url}/d"
    expect_opened(stranger)
    key = share.fragment.split(".")[1]
    assert key not in server.log_text()


@pytest.mark.parametrize("sign", SIGNS)
def test_a_phone_with_the_app_asks_no_server(
    phone: Phones, server: RealServer, share: OutsideShare, sign: str
) -> None:
    with RecordingProxy(server.port) as proxy:
        context = phone()
        page = first_visit(context, proxy.url)
        page.goto(f"{proxy.url}/d{sign}{share.fragment}")
        assert page.url == f"{proxy.url}/d"
        expect_opened(page)
        context.close()
        sent = proxy.sent
    key = share.fragment.split(".")[1]
    assert [shape for shape in disguises(key) if shape in sent] == []


@pytest.mark.parametrize("sign", SIGNS)
def test_a_link_to_ones_own_words_opens_them(tab: Page, server: RealServer, sign: str) -> None:
    tab.goto(address(server.url, "da", "start"))
    statement = seed(tab, server.url, title="Til lægen")
    seed(tab, server.url, title="Til jobcentret")
    tab.goto(f"{server.url}/da/skriv{sign}{statement}")
    expect(tab.get_by_role("textbox", name="Titel")).to_have_value("Til lægen")
    assert tab.url == f"{server.url}/da/skriv#{statement}"


def expect_opened(page: Page) -> None:
    """Press the button, and check that the words are shown."""
    press(page, "Åbn")
    expect(page.locator("[data-view=shared]")).to_contain_text(SECRET)
