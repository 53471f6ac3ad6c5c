"""Firefox ESR and WebKitGTK: the quick exit, Back, and Slet alt; and what Firefox reports of its policies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver import WebKitGTK
from selenium.webdriver.support.ui import WebDriverWait

from . import other_browsers, webkit
from .journey import PARTS
from .real_server import RealServer
from .screens import address
from .test_erase import LEFT
from .test_quick_exit import TITLES

MARK = "Kanariefugl"
ANSWERS = {PARTS[0]: f"{MARK} er her.", PARTS[3]: f"{MARK} til sidst"}
OUT, TITLE = "/ud", TITLES["da"]
NOTHING: dict[str, Any] = {"databases": [], "caches": [], "workers": 0, "local": []}
pytestmark = pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")


@pytest.fixture(scope="module")
def in_firefox(server: RealServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Firefox's report on two ways out, Back from each, and on what is left after Slet alt."""
    profile = tmp_path_factory.mktemp("firefox")
    return dict(other_browsers.run_in_firefox("firefox_leave.mjs", server.url, profile, {"answers": ANSWERS}))


def test_in_firefox_both_ways_out_and_back_show_the_neutral_page_alone(in_firefox: dict[str, Any]) -> None:
    assert in_firefox["isBlank"], "something was shown after the press"
    for way in ("byButton", "byShift"):
        for step in ("after", "back"):
            assert in_firefox[way][step]["path"] == OUT, (way, step)
            assert in_firefox[way][step]["seen"].startswith(TITLE), (way, step)
            assert MARK not in in_firefox[way][step]["seen"]


def test_in_firefox_nothing_is_left_after_erasing(in_firefox: dict[str, Any]) -> None:
    assert in_firefox["left"] == NOTHING


def test_firefox_reports_what_breaks_the_policies_and_heard_nothing_else(in_firefox: dict[str, Any]) -> None:
    heard = " ".join(in_firefox["heard"])
    assert len(in_firefox["heard"]) == 2, heard
    assert "img-src" in heard
    assert "require-trusted-types-for" in heard


@pytest.fixture(scope="module")
def driver() -> Iterator[WebKitGTK]:
    """A WebKit of its own."""
    with webkit.webkit() as driver:
        yield driver


PRESS = """document.querySelector('[data-way-out]').click();
return getComputedStyle(document.documentElement).visibility === 'hidden';"""
ERASED = f"const done = arguments[0]; ({LEFT})().then((left) => done(JSON.stringify(left)))"


def expect_out(driver: WebKitGTK, origin: str) -> None:
    webkit.wait_for_text(driver, TITLE)
    assert driver.current_url == f"{origin}{OUT}"
    assert MARK not in driver.page_source


def test_in_webkit_the_exit_back_and_erasing_leave_nothing(driver: WebKitGTK, server: RealServer) -> None:
    webkit.write(driver, server.url, ANSWERS)
    webkit.link(driver, "Fem minutter").click()
    assert len(webkit.sentences(driver)) == len(ANSWERS)
    assert driver.execute_script(PRESS), "something was shown after the press"
    expect_out(driver, server.url)
    driver.back()
    expect_out(driver, server.url)
    driver.get(address(server.url, "da", "erase"))
    webkit.press(driver, "Slet alt")
    webkit.press(driver, "Ja, slet alt")
    webkit.wait_for_text(driver, "Det er slettet")
    left = json.loads(driver.execute_async_script(ERASED))
    assert {name: list(left[name]) if name == "local" else left[name] for name in NOTHING} == NOTHING


BREAK_POLICIES = """heard.length = 0;
const picture = new Image();
picture.src = 'https://other.invalid/';
document.body.append(picture);
try { document.body.innerHTML = '<b>'; } catch { /* as it should be */ }"""


def test_webkit_reports_what_breaks_the_policies_and_a_wait_fails(
    driver: WebKitGTK, server: RealServer
) -> None:
    driver.get(f"{server.url}/da/")
    webkit.wait_for_text(driver, "Skriv nye ord")
    driver.execute_script(BREAK_POLICIES)
    WebDriverWait(driver, webkit.TIMEOUT_SECONDS).until(lambda _: len(webkit.heard(driver)) >= 2)
    reports = " ".join(webkit.heard(driver))
    assert "img-src" in reports
    assert "require-trusted-types-for" in reports
    with pytest.raises(AssertionError):
        webkit.wait_for_text(driver, "Skriv nye ord")
