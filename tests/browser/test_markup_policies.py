"""Only the screens that load htmx may make its policy, which turns any text into markup."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Phones
from .journey import first_visit, second_visit
from .real_server import RealServer
from .screens import address
from .violations import expect_heard, violations

MAY_MAKE_IT = """() => {
  try {
    trustedTypes.createPolicy('htmx', { createHTML: (markup) => markup });
    return true;
  } catch {
    return false;
  }
}"""
OLDER_HEADERS = """async (path) => {
  const name = (await caches.keys()).find((one) => one.startsWith('egne-ord-'));
  const cache = await caches.open(name);
  const shell = await cache.match(path);
  const headers = new Headers(shell.headers);
  const policies = headers.get('Content-Security-Policy').replace('trusted-types egne-ord', '$& htmx');
  headers.set('Content-Security-Policy', policies);
  await cache.put(path, new Response(await shell.text(), { headers }));
}"""
WITH_HTMX = ("write", "remind")


@pytest.fixture
def origin(server: RealServer) -> str:
    return server.url


def test_the_worker_keeps_the_policies_of_each_screen(phone: Phones, origin: str) -> None:
    page = first_visit(phone(), origin)
    second_visit(page)
    heard = violations.expect()
    for name in ("start", "five", "write", "remind", "share", "handover"):
        answer = page.goto(address(origin, "da", name))
        assert answer is not None
        assert answer.from_service_worker
        policies = answer.headers["content-security-policy"].split("; ")[-1]
        assert policies == "trusted-types egne-ord" + (" htmx" if name in WITH_HTMX else "")
        if name not in WITH_HTMX:
            assert page.evaluate(MAY_MAKE_IT) is False
            expect_heard(page, heard, "trusted-types")


def test_a_page_of_an_older_version_that_is_still_cached_goes_on_working(phone: Phones, origin: str) -> None:
    """Its headers are those of before, which allow more."""
    page = first_visit(phone(), origin)
    second_visit(page)
    older = address(origin, "da", "help")
    page.evaluate(OLDER_HEADERS, older.removeprefix(origin))
    page.goto(older)
    assert page.evaluate(MAY_MAKE_IT) is True, "the older headers are the ones that count"
    page.get_by_role("link", name="Skriv", exact=True).click()
    page.get_by_role("button", name="Vis et eksempel").click()
    expect(page.locator("[data-examples]")).not_to_be_empty()
