"""A phone keeps nothing that differs from the manifest: it says so, and the version that it has stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from .chromium import TIMEOUT_MS
from .conftest import Phones
from .hostile_proxy import HostileProxy
from .journey import PARTS, box, first_visit, second_visit
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .test_new_version import LOOK_FOR_NEW, NEW
from .waiting import wait_until

REFUSED = "Udgaven fra nettet er ikke hel"
LOOK_UNTIL_NEW = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration.installing && !registration.waiting) await registration.update();
  return Boolean(registration.waiting);
}"""
"""The file of the refused version is in the browser's cache; the app replaces it when it fails again."""
IS_OVER = "async () => !(await navigator.serviceWorker.getRegistration()).installing"
WORDS = "Jeg hedder Åse."


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server that starts with another version for each test."""
    with RealServer(tmp_path_factory.mktemp("changing")) as running:
        yield running


@pytest.fixture
def between(changing: RealServer) -> Iterator[HostileProxy]:
    """A proxy between the phone and that server."""
    with HostileProxy(changing.port) as running:
        yield running


def used(phone: Phones, proxy: HostileProxy) -> Page:
    """A phone with the app and one statement, open to be written on."""
    page = first_visit(phone(), proxy.url)
    second_visit(page)
    page.goto(address(proxy.url, "da", "write", seed(page, proxy.url, {PARTS[0]: WORDS})))
    expect(box(page, PARTS[0])).to_have_value(WORDS)
    return page


@pytest.mark.parametrize("spoilt", ["/css/app.css", "/js/vault.js", "/precache/"])
def test_a_version_with_a_changed_file_is_refused_in_words(
    phone: Phones, changing: RealServer, between: HostileProxy, spoilt: str
) -> None:
    page = used(phone, between)
    changing.stop()
    changing.start(EGNE_ORD_VERSION_SALT=f"spoilt {spoilt}")
    between.spoilt = spoilt
    page.evaluate(LOOK_FOR_NEW)
    notice = page.get_by_role("status").filter(has_text=REFUSED)
    expect(notice).to_be_visible(timeout=TIMEOUT_MS)
    expect(notice).to_contain_text("Dine ord er her stadig.")
    expect(page.get_by_text(NEW)).to_have_count(0)
    expect(box(page, PARTS[0])).to_have_value(WORDS)
    changing.stop()
    page.reload()
    expect(box(page, PARTS[0])).to_have_value(WORDS)
    changing.start(EGNE_ORD_VERSION_SALT=f"spoilt {spoilt}")
    between.spoilt = ""
    wait_until(page, LOOK_UNTIL_NEW)
    expect(page.get_by_role("status").filter(has_text=NEW)).to_be_visible(timeout=TIMEOUT_MS)


def test_a_version_that_did_not_arrive_is_not_called_changed(
    phone: Phones, changing: RealServer, between: HostileProxy
) -> None:
    page = used(phone, between)
    changing.stop()
    changing.start(EGNE_ORD_VERSION_SALT="lost")
    between.lost = "/css/app.css"
    page.evaluate(LOOK_FOR_NEW)
    wait_until(page, IS_OVER)
    page.wait_for_timeout(1_000)  # fixed wait: nothing shows that no notice will come
    expect(page.get_by_text(REFUSED)).to_have_count(0)
    expect(page.get_by_text(NEW)).to_have_count(0)
