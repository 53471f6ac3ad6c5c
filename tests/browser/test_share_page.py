"""The page of a link opens on a press; every error has its own calm words, and nothing is half shown."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fresh_client import encode

from .conftest import Phones
from .link_journey import expect_message, open_link, read_link
from .outside_share import OutsideShare, new_share
from .real_server import RealServer
from .test_print import pages, poppler, text_of
from .waiting import wait_until

__all__ = ["poppler"]

CUT = "Der mangler noget af linket. Måske er det klippet over på vejen. Bed om at få det igen."
MISSING = "Her mangler resten af linket. Åbn det igen fra den besked, du fik."
GONE = "Linket virker ikke mere. Måske er tiden gået, eller det er trukket tilbage. Spørg den, du fik det af."
SECRET = "Jeg hedder Åse, og det er kun til dig."


@pytest.fixture
def share(server: RealServer) -> OutsideShare:
    """A link to one secret sentence."""
    return OutsideShare(server.url).make(new_share(SECRET))


def record_calls(page: Page) -> list[str]:
    """A list that fills with the page's calls to the API."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "/api/" in request.url else None)
    return found


def expect_nothing_shown(page: Page) -> None:
    """Check that the page shows none of the shared words."""
    expect(page.locator("[data-view=shared]")).to_be_hidden()
    assert "Åse" not in page.content()


def test_a_truncated_link_is_recognised_without_a_request(
    stranger: Page, server: RealServer, share: OutsideShare
) -> None:
    calls = record_calls(stranger)
    for end in (-1, -5, -30, -60, 23, 10):
        stranger.goto("about:blank")
        stranger.goto(f"{server.url}/d#{share.fragment[:end]}")
        expect_message(stranger, CUT)
        expect(stranger.get_by_role("button", name="Åbn")).to_be_hidden()
    assert calls == []


def test_a_changed_letter_is_a_damaged_link_and_no_fragment_is_no_link(
    stranger: Page, server: RealServer, share: OutsideShare
) -> None:
    at = len(share.fragment) // 2
    other = "A" if share.fragment[at] != "A" else "B"
    stranger.goto(f"{server.url}/d#{share.fragment[:at]}{other}{share.fragment[at + 1 :]}")
    expect_message(stranger, CUT)
    stranger.goto("about:blank")
    stranger.goto(f"{server.url}/d")
    expect_message(stranger, MISSING)


def test_a_link_with_punctuation_after_it_still_opens(stranger: Page, share: OutsideShare) -> None:
    for tail in (".", "%2C", ")", "%20"):
        assert read_link(stranger, share.link + tail) == [SECRET]


def test_the_fragment_is_removed_immediately_and_never_returns(
    phone: Phones, server: RealServer, share: OutsideShare
) -> None:
    lang = "en"
    page = phone(lang).new_page()
    page.goto(f"{server.url}/healthz")
    page.goto(share.link)
    wait_until(page, "location.hash === ''")
    assert page.evaluate("[location.href, history.state, document.title]") == [
        f"{server.url}/d",
        None,
        "Egne ord",
    ]
    read_link(page, share.link, lang)
    for move in (page.go_back, page.go_forward, page.reload):
        move()
        assert share.fragment not in page.url
        assert encode(share.key) not in page.content()


def test_a_bot_that_fetches_the_page_sees_nothing_and_counts_as_no_visit(
    stranger: Page, server: RealServer, share: OutsideShare
) -> None:
    kept = share.file(server.data)
    before = (kept.read_bytes(), kept.stat().st_mtime_ns)
    # hang guard: one small page
    with urllib.request.urlopen(f"{server.url}/d", timeout=20) as answer:
        body = answer.read().decode()
    assert "Åbn" in body
    assert SECRET not in body
    calls = record_calls(stranger)
    stranger.goto(share.link)
    stranger.wait_for_load_state("networkidle")
    stranger.mouse.wheel(0, 400)
    assert calls == []
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == before
    assert read_link(stranger, share.link) == [SECRET]
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == before, "opening the link left a trace"


def test_the_page_loads_nothing_else_and_links_nowhere(
    stranger: Page, server: RealServer, share: OutsideShare
) -> None:
    requests: list[str] = []
    stranger.on("request", lambda request: requests.append(request.url))
    read_link(stranger, share.link)
    own = [url.removeprefix(server.url) for url in requests]
    assert all(not url.startswith("http") for url in own)
    assert [url for url in own if "htmx" in url or "app.js" in url or "manifest" in url] == []
    assert stranger.locator("a, form[action], iframe, link[rel=manifest]").count() == 0
    assert stranger.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert stranger.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_unknown_expired_and_withdrawn_look_alike_before_opening(
    stranger: Page, own_server: RealServer
) -> None:
    unknown = OutsideShare(own_server.url)
    withdrawn = OutsideShare(own_server.url).make()
    assert withdrawn.call("DELETE")[0] == 204
    expired = OutsideShare(own_server.url).make()
    end_now(expired, own_server.data)
    looks = []
    for share in (unknown, withdrawn, expired):
        open_link(stranger, share.link)
        expect_message(stranger, GONE)
        looks.append((stranger.locator("main").inner_text(), share.call("GET")))
    assert looks == [looks[0]] * 3


def end_now(share: OutsideShare, data: Path) -> None:
    """Set a share's end on disk to long ago."""
    path = share.file(data)
    found = path.read_text()
    (end,) = set(re.findall(r"\b1[78]\d{8}\b|\b2\d{9}\b", found))
    path.write_text(json.dumps(json.loads(found.replace(end, "1700000000"))))


def test_only_the_words_are_printed(phone: Phones, server: RealServer, tmp_path: Path) -> None:
    page = phone(color_scheme="dark").new_page()
    share = OutsideShare(server.url).make(new_share("Jeg hedder Åse. Jeg vil sove.", title="Til jobcentret"))
    read_link(page, share.link)
    page.pdf(path=tmp_path / "link.pdf", prefer_css_page_size=True, print_background=True)
    printed = text_of(tmp_path / "link.pdf")
    assert pages(tmp_path / "link.pdf") == 1
    assert "Jeg hedder Åse. Jeg vil sove." in printed
    assert "Til jobcentret" in printed
    assert [word for word in ("Udskriv", "Skriv tilbage", "Send svaret", "Åbn") if word in printed] == []
    ink = "getComputedStyle(document.querySelector('.shared-sheet')).color"
    ground = "getComputedStyle(document.querySelector('.shared-sheet')).backgroundColor"
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate(f"[{ink}, {ground}]") == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    size = "getComputedStyle(document.querySelector('.shared-sheet')).fontSize"
    points = float(page.locator(".shared-sheet").get_attribute("data-size") or 0)
    assert float(page.evaluate(size).removesuffix("px")) == pytest.approx(points * 96 / 72, abs=0.1)
