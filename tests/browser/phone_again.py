"""One phone for all tests of a file: it keeps the app installed and forgets everything else before each test.

Installing the app takes longer than most tests.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .chromium import open_phone
from .journey import first_visit, own_again, second_visit
from .real_server import RealServer
from .share_journey import CLIPBOARD
from .vault_journey import TwoPhones, vault_of_two

FORGET = """async () => {
  localStorage.clear();
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, refused) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
      request.onerror = () => refused(request.error);
    });
    const stores = [...database.objectStoreNames];
    if (stores.length) {
      const transaction = database.transaction(stores, 'readwrite');
      for (const store of stores) transaction.objectStore(store).clear();
      await new Promise((done, refused) => {
        transaction.oncomplete = done;
        transaction.onabort = () => refused(transaction.error);
      });
    }
    database.close();
  }
}"""


def phone_with_app(browser: Browser, origin: str) -> BrowserContext:
    """A phone with the whole app installed."""
    context = open_phone(browser, permissions=CLIPBOARD)
    second_visit(first_visit(context, origin))
    return context


def emptied(context: BrowserContext, origin: str) -> Page:
    """A single new tab on a phone that keeps the app and forgets all personal data.

    Closing the tabs clears the scripts' memory; the worker holds no personal words in memory.
    """
    page = context.new_page()
    for other in context.pages:
        if other != page:
            other.close()
    context.set_offline(False)
    context.clear_permissions()
    context.grant_permissions(CLIPBOARD)
    page.goto(f"{origin}/ud")
    own_again(page)
    page.goto(f"{origin}/healthz")
    page.evaluate(FORGET)
    return page


def answers(server: RealServer) -> bool:
    """Whether the server is listening."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", server.port)) == 0


@pytest.fixture(scope="module")
def first_phone(browser: Browser, server: RealServer) -> Iterator[BrowserContext]:
    """The phone of the person who writes."""
    with phone_with_app(browser, server.url) as context:
        yield context


@pytest.fixture(scope="module")
def second_phone(browser: Browser, server: RealServer) -> Iterator[BrowserContext]:
    """A second phone with the app installed."""
    with phone_with_app(browser, server.url) as context:
        yield context


@pytest.fixture
def writer(first_phone: BrowserContext, server: RealServer) -> Page:
    """A page of the writer's phone: the app is installed, and there are no words yet."""
    return emptied(first_phone, server.url)


@pytest.fixture
def other_page(second_phone: BrowserContext, server: RealServer) -> Page:
    """A page of the second phone: the app is installed, and there are no words yet."""
    return emptied(second_phone, server.url)


@pytest.fixture
def phones(writer: Page, other_page: Page, server: RealServer) -> TwoPhones:
    """Two phones that share a new vault."""
    return vault_of_two(writer, other_page, server.url)


@pytest.fixture(scope="module")
def stoppable_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server for all tests of a file, which they may stop and start again."""
    with RealServer(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="module")
def stoppable_phone(browser: Browser, stoppable_server: RealServer) -> Iterator[BrowserContext]:
    """A phone with the app of the stoppable server installed."""
    with phone_with_app(browser, stoppable_server.url) as context:
        yield context


@pytest.fixture
def stoppable_writer(stoppable_phone: BrowserContext, stoppable_server: RealServer) -> Page:
    """A page of that phone without words, with its server running."""
    if not answers(stoppable_server):
        stoppable_server.start()
    return emptied(stoppable_phone, stoppable_server.url)
