"""The browser loses Cache Storage but keeps the worker: one visit restores the app, and nothing loops."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from webapp.security import HEADERS

from .chromium import TIMEOUT_MS
from .conftest import Phones
from .journey import first_visit, own_again, second_visit, sentences
from .phone_again import stoppable_phone, stoppable_server, stoppable_writer
from .real_server import RealServer
from .screens import LANGUAGES, address
from .seeds import seed

__all__ = ["stoppable_phone", "stoppable_server", "stoppable_writer"]
LOSE = "async () => { for (const name of await caches.keys()) await caches.delete(name); }"
LOSE_SOME = """async (which) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const all = await cache.keys();
    await Promise.all(all.filter((_, i) => i % 3 === which).map((request) => cache.delete(request)));
  }
}"""
KEPT = """async () => {
  const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map(({ url }) => new URL(url).pathname).sort();
}"""
PLAIN = {
    "da": "Appen ligger ikke på telefonen lige nu. Dine ord er her stadig.",
    "en": "The app is not on this phone right now. Your words are still here.",
}


def kept(page: Page) -> list[str]:
    """The path of each cached file."""
    found: list[str] = page.evaluate(KEPT)
    return found


def wait_until_complete(page: Page, whole: list[str]) -> None:
    """Return when every file is cached again."""
    # hang guard: the files come over loopback
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    while (missing := set(whole) - set(kept(page))) and time.monotonic() < deadline:
        page.wait_for_timeout(50)  # fixed wait: between two looks at the cache
    assert missing == set()


@pytest.mark.parametrize("lost", [LOSE, LOSE_SOME])
def test_one_visit_with_a_network_restores_the_cache(
    stoppable_writer: Page, stoppable_server: RealServer, lost: str
) -> None:
    whole = kept(stoppable_writer)
    assert len(whole) > 60
    for which, name in enumerate(("five", "write", "meetings")):
        stoppable_writer.evaluate(lost, which)
        assert len(kept(stoppable_writer)) < len(whole)
        stoppable_writer.goto(address(stoppable_server.url, "da", name))
        wait_until_complete(stoppable_writer, whole)


def test_visiting_a_shared_link_restores_it_too(stoppable_writer: Page, stoppable_server: RealServer) -> None:
    whole = kept(stoppable_writer)
    stoppable_writer.evaluate(LOSE)
    stoppable_writer.goto(f"{stoppable_server.url}/d")
    wait_until_complete(stoppable_writer, whole)


def test_after_that_every_main_screen_opens_without_the_server(
    stoppable_writer: Page, stoppable_server: RealServer
) -> None:
    stoppable_writer.goto(address(stoppable_server.url, "da", "start"))
    statement = seed(stoppable_writer, stoppable_server.url)
    whole = kept(stoppable_writer)
    stoppable_writer.evaluate(LOSE)
    stoppable_writer.reload()
    wait_until_complete(stoppable_writer, whole)
    stoppable_server.stop()
    page = stoppable_writer.context.new_page()
    page.goto(address(stoppable_server.url, "da", "five", statement))
    assert "Jeg vil sove om natten." in sentences(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_cache_and_network_a_plain_page_says_what_is_safe(
    phone: Phones, own_server: RealServer, lang: str
) -> None:
    context = phone(lang)
    page = first_visit(context, own_server.url, lang)
    second_visit(page)
    page.evaluate(LOSE)
    own_server.stop()
    tools = context.new_cdp_session(page)
    tools.send("ServiceWorker.enable")
    tools.send("ServiceWorker.stopAllWorkers")  # clears the worker's memory too
    for name in ("five", "start", "write", "handover"):
        answer = page.goto(address(own_server.url, lang, name) + "#AAAAAAAAAAAAAAAAAAAAAA")
        assert answer is not None and answer.from_service_worker
        headers = answer.headers
        assert headers["content-type"] == "text/html; charset=utf-8"
        policy = re.sub(r"(?<=style-src 'self') 'sha256-[^']+'", "", headers["content-security-policy"])
        assert policy == HEADERS["Content-Security-Policy"]
        assert headers["referrer-policy"] == HEADERS["Referrer-Policy"]
        expect(page.get_by_role("main")).to_contain_text(PLAIN["da"])
        expect(page.get_by_role("main")).to_contain_text(PLAIN["en"])
    own_again(page)
    page.goto(f"{own_server.url}/")
    expect(page.get_by_role("main")).to_contain_text(PLAIN[lang])
    own_server.start()
    page.get_by_role("link", name={"da": "Prøv igen", "en": "Try again"}[lang]).click()
    expect(page.get_by_role("link", name="Egne ord")).to_be_visible()
