"""Sacred: what a link opens, and what comes back, is nowhere but on the two phones; nor is its key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from fresh_client import decode

from .canary import MARKER, Witness
from .chromium import open_kept_phone, open_phone
from .journey import PARTS, first_visit, second_visit, write
from .outside_share import OutsideShare
from .real_server import RealServer
from .recording_proxy import RecordingProxy, disguises
from .share_journey import choose, kept_shares, make_link, my_links, open_link, press, take_back, write_back
from .test_canary_vault import shapes_of

ENTRIES = (
    "() => JSON.stringify([location.href, history.state, ...navigation.entries().map(({ url }) => url)])"
)
OF_THE_BROWSER = ("History", "Sessions", "Favicons", "Shortcuts", "Top Sites", "segmentation_platform")
"""Where a browser writes down the addresses that were typed or pressed, before any page can say a word."""


@dataclass
class Seen:
    """What two phones and a link left behind, and where."""

    witness: Witness
    server: RealServer
    proxy: RecordingProxy
    profile: Path
    shares: list[dict[str, Any]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    note: str = ""
    cookies: list[Any] = field(default_factory=list)

    def look(self, page: Page) -> None:
        """Note what the page keeps outside the database, and every address it can still name."""
        self.witness.look(page)
        self.addresses.append(str(page.evaluate(ENTRIES)))

    def places(self) -> dict[str, list[bytes]]:
        """Everything seen, by what kind of place it was seen in."""
        files = [*self.server.data.rglob("*"), self.server.log]
        return {
            "sent": [self.proxy.sent],
            "answers": [self.proxy.received],
            "requests": [one.encode() for one in self.witness.requests],
            "titles": [one.encode() for one in self.witness.titles],
            "console": [one.encode() for one in self.witness.console],
            "storage of the page": [one.encode() for one in self.witness.kept],
            "addresses": [one.encode() for one in self.addresses],
            "files of the server": [file.read_bytes() for file in files if file.is_file()],
            "names of files": [str(file).encode() for file in files],
        }

    def where(self, *shapes: bytes) -> list[str]:
        """The kinds of places that hold one of the shapes."""
        every = self.places().items()
        return [name for name, seen in every if any(shape in one for one in seen for shape in shapes)]


def send(page: Page, seen: Seen, statement: str) -> str:
    """Make a link in every way the screen knows, and show it in every way."""
    choose(page, seen.proxy.url, statement)
    seen.look(page)
    link = make_link(page, **{"from": f"{MARKER} sender"})
    press(page, "Vis som kode")
    expect(page.locator("[data-code-of] svg")).to_be_visible()
    press(page, "Vis det vigtigste som kode")
    expect(page.locator("[data-code] svg")).to_be_visible()
    seen.look(page)
    seen.links.append(link)
    return link


def read_and_answer(page: Page, seen: Seen, link: str) -> None:
    """Open a link, answer through it, and go back and forth as people do."""
    page.goto(f"{seen.proxy.url}/healthz")
    page.goto(link)
    page.get_by_role("button", name="Åbn").wait_for()
    seen.look(page)
    open_link(page, link)
    page.locator(".sheet-body").wait_for()
    seen.look(page)
    write_back(page, f"{MARKER} svarer. Og {MARKER} igen.")
    seen.look(page)
    for move in (page.go_back, page.go_back, page.go_forward, page.go_forward, page.reload):
        move()
        if page.url != "about:blank":
            seen.look(page)
    page.goto(f"{seen.proxy.url}/d#{link.partition('#')[2][:50]}")
    page.get_by_role("heading", name="Linket kan ikke åbnes").wait_for()
    seen.look(page)


def two_phones_share(one: Page, other: Page, seen: Seen) -> None:
    """Everything that has to do with a link, from the first tick to the last, also without the server."""
    origin = seen.proxy.url
    statement = write(
        one, origin, {PARTS[0]: f"{MARKER} står her.", PARTS[2]: f"{MARKER}."}, f"{MARKER} titel"
    )
    link = send(one, seen, statement)
    read_and_answer(other, seen, link)
    cards = my_links(one, origin)
    cards.locator("summary").click()
    expect(cards.locator("blockquote")).to_contain_text(MARKER)
    seen.note = cards.locator("blockquote").inner_text()
    seen.look(one)
    # Also by the worker of a phone that has the app, and in its own history.
    read_and_answer(one, seen, link)
    seen.server.stop()
    send_offline = one.context.new_page()
    choose(send_offline, origin, statement)
    press(send_offline, "Lav linket")
    expect(send_offline.locator(".link-status")).to_contain_text("Venter på net.")
    seen.look(send_offline)
    open_link(one, link)
    expect(one.locator("[data-status]")).to_contain_text("Der er ikke net lige nu.")
    seen.look(one)
    seen.server.start()
    cards = my_links(one, origin)
    expect(cards.get_by_text("Virker til")).to_have_count(2)
    seen.look(one)
    seen.shares = kept_shares(one)
    seen.look(send_offline)
    take_back(one, cards.last)
    expect(cards.last.locator(".link-status")).to_contain_text("Trukket tilbage.")
    seen.look(one)
    open_link(other, link)
    expect(other.locator("[data-status]")).to_contain_text("Linket virker ikke mere.")
    seen.look(other)


@pytest.fixture(scope="module")
def seen(
    playwright: Playwright, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seen]:
    """A link's whole life, once, through a proxy that keeps every byte; the reader keeps a profile."""
    folder, witness = tmp_path_factory.mktemp("canary-share"), Witness()
    with RealServer(folder) as server, RecordingProxy(server.port) as proxy:
        found = Seen(witness, server, proxy, folder / "profile")
        with open_phone(browser) as one, open_kept_phone(playwright, found.profile) as other:
            for context in (one, other):
                witness.listen(context)
            page = first_visit(one, proxy.url)
            second_visit(page)
            two_phones_share(page, other.new_page(), found)
            found.cookies = [*one.cookies(), *other.cookies()]
        yield found


def test_the_link_was_really_used_and_would_have_been_seen(seen: Seen) -> None:
    for method in (b"PUT", b"GET", b"POST", b"DELETE"):
        assert method + b" /api/v1/shares/" in seen.proxy.sent
    assert len(seen.shares) == 2 and all(one["key"] and one["token"] for one in seen.shares)
    assert bytes(seen.shares[0]["key"]) == OutsideShare.of(seen.links[0]).key
    assert MARKER in seen.note
    assert len(seen.witness.kept) > 100, "the caches were not looked into"
    assert len(seen.addresses) > 12 and all(seen.proxy.url in one for one in seen.addresses)
    for share in seen.shares:
        assert "sent" in seen.where(share["id"].encode()), "the id, which opens nothing"


def test_no_word_of_either_is_anywhere(seen: Seen) -> None:
    assert seen.where(*disguises(MARKER)) == []


def test_the_key_that_opens_the_link_is_nowhere(seen: Seen) -> None:
    for share in seen.shares:
        assert seen.where(*shapes_of(bytes(share["key"]))) == []


def test_no_part_of_the_key_is_in_an_address_either(seen: Seen) -> None:
    """Half a key is a key that is easier to guess."""
    key = seen.links[0].partition("#")[2].split(".")[1]
    parts = [key[at : at + 12].encode() for at in range(0, len(key) - 12, 4)]
    assert seen.where(*parts) == []


def test_the_key_that_opens_the_notes_is_nowhere(seen: Seen) -> None:
    for share in seen.shares:
        assert seen.where(*shapes_of(decode(share["notes_key"]["d"]))) == []


def test_the_token_is_in_the_requests_of_its_phone_alone(seen: Seen) -> None:
    for share in seen.shares:
        token = shapes_of(decode(share["token"]))
        assert seen.where(*token) == ["sent", "requests"]
        addresses = [one.split(" ")[0] for one in seen.witness.requests]
        assert [one for one in addresses if any(shape.decode("latin-1") in one for shape in token)] == []


def test_no_address_that_a_page_can_name_has_anything_behind_it(seen: Seen) -> None:
    ids = [share["id"] for share in seen.shares]
    assert [one for one in seen.addresses if "/d#" in one or any(id in one for id in ids)] == []
    assert any(f'"{seen.proxy.url}/d",null' in one for one in seen.addresses)


def test_the_readers_profile_has_no_word_and_the_key_only_where_the_browser_wrote_the_address(
    seen: Seen,
) -> None:
    """An address that was typed or pressed is the browser's to write down: no page can prevent it."""
    shapes = shapes_of(OutsideShare.of(seen.links[0]).key)
    files = {file: file.read_bytes() for file in seen.profile.rglob("*") if file.is_file()}
    assert len(files) > 20
    words = disguises(MARKER)
    assert [str(file) for file, content in files.items() if any(one in content for one in words)] == []
    found = [file for file, content in files.items() if any(one in content for one in shapes)]
    assert any(file.name == "History" for file in found), "the files were not looked into"
    assert [str(file) for file in found if not any(name in str(file) for name in OF_THE_BROWSER)] == []


def test_no_request_goes_to_anybody_else_and_no_cookie_is_set(seen: Seen) -> None:
    own = (seen.proxy.url + "/", f"blob:{seen.proxy.url}/", "data:")
    assert [request for request in seen.witness.requests if not request.startswith(own)] == []
    assert seen.cookies == []
    assert b"set-cookie" not in seen.proxy.received.lower()
