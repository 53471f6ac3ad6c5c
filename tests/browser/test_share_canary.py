"""Sacred: a link's key, its token and its words are nowhere but in the sender's database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from fresh_client import decode, encode

from .canary import MARKER, Witness, places_of
from .chromium import open_phone
from .journey import PARTS, WORKER_READY, first_visit, second_visit, write
from .link_journey import expect_message, kept_shares, link_of, open_link, read_link
from .outside_share import OutsideShare
from .real_server import RealServer
from .recording_proxy import RecordingProxy, disguises
from .screens import address
from .share_journey import act, copied, my_links, share_screen, take_back, write_back
from .test_canary_vault import shapes_of
from .vault_journey import press
from .waiting import wait_until

STATE = "() => JSON.stringify([location.href, document.referrer, history.state])"
OFFLINE = "Der er ikke net lige nu. Prøv igen om lidt."


@dataclass
class Phone:
    """One of the two phones, with a recorder between it and the server."""

    witness: Witness
    proxy: RecordingProxy
    cookies: list[Any] = field(default_factory=list)

    def record(self, page: Page) -> None:
        """Record what the page stores outside the database, and its address."""
        if page.url == "about:blank":
            return
        self.witness.record(page)
        self.witness.kept.append(str(page.evaluate(STATE)))


@dataclass
class Seen:
    """Everything that one link left behind at both ends."""

    sender: Phone
    reader: Phone
    server: RealServer
    links: list[OutsideShare]
    tokens: list[bytes]

    def places_holding(self, *shapes: bytes) -> list[str]:
        """The kinds of places that hold one of the shapes, at either end or on the server."""
        found = [
            f"{end} {place}"
            for end, phone in (("sender's", self.sender), ("reader's", self.reader))
            for place, contents in places_of(phone.witness, phone.proxy).items()
            if any(shape in content for content in contents for shape in shapes)
        ]
        files = [file for file in (*self.server.data.rglob("*"), self.server.log) if file.is_file()]
        held = [file for file in files if any(shape in file.read_bytes() for shape in shapes)]
        return found + [f"server's {file.name}" for file in held]


@pytest.fixture(scope="module")
def seen(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Two phones, each behind a recorder: a link is made, read, answered, withdrawn and opened offline."""
    folder = tmp_path_factory.mktemp("share")
    with (
        RealServer(folder) as server,
        RecordingProxy(server.port) as near,
        RecordingProxy(server.port) as far,
        open_phone(browser) as sender_context,
        open_phone(browser) as reader_context,
    ):
        sender, reader = Phone(Witness(), near), Phone(Witness(), far)
        sender.witness.listen(sender_context)
        reader.witness.listen(reader_context)
        links, tokens = share_and_answer(
            first_visit(sender_context, near.url), reader_context.new_page(), sender, reader, server
        )
        sender.cookies, reader.cookies = list(sender_context.cookies()), list(reader_context.cookies())
        yield Seen(sender, reader, server, links, tokens)


def share_and_answer(
    page: Page, other: Page, sender: Phone, reader: Phone, server: RealServer
) -> tuple[list[OutsideShare], list[bytes]]:
    """Run the journey; returns the links and their tokens."""
    second_visit(page)
    statement = write(page, sender.proxy.url, {PARTS[2]: f"{MARKER} her. Og {MARKER}."}, f"{MARKER} titel")
    share_screen(page, sender.proxy.url, statement)
    first = link_of(page, sender=f"{MARKER} Åse")
    act(page, "Vis som kode").click()
    press(page, "Vis det vigtigste som kode")
    sender.record(page)
    tokens = [decode(share["token"]) for share in kept_shares(page)]
    reader_link = first.replace(sender.proxy.url, reader.proxy.url)
    assert read_link(other, reader_link) == [f"{MARKER} her. Og {MARKER}."]
    reader.record(other)
    write_back(other, f"{MARKER} tak")
    reader.record(other)
    for move in (other.reload, other.go_back, other.go_forward):
        move()
        reader.record(other)
    cards = my_links(page, sender.proxy.url)
    cards.locator("summary").click()
    expect(cards.get_by_text(f"{MARKER} tak")).to_be_visible()
    sender.record(page)
    take_back(cards)
    expect(cards.locator(".link-status")).to_contain_text("Trukket tilbage")
    sender.record(page)
    for link in (reader_link, reader_link[:-9]):
        other.goto("about:blank")  # a link opened in its own page would reload that page instead
        other.goto(link)
        if link == reader_link:
            press(other, "Åbn")
        expect(other.get_by_role("heading", name="Linket kan ikke åbnes")).to_be_visible()
        reader.record(other)
    second, more = offline(page, other, sender, reader, server, statement)
    for screen in ("start", "write", "help", "links", "share"):
        page.goto(address(sender.proxy.url, "da", screen, statement))
        page.wait_for_load_state("networkidle")
        sender.record(page)
    return [OutsideShare.of(first), OutsideShare.of(second)], tokens + more


def offline(
    page: Page, other: Page, sender: Phone, reader: Phone, server: RealServer, statement: str
) -> tuple[str, list[bytes]]:
    """A reader who has the app, and a link made without a network."""
    other.goto(address(reader.proxy.url, "da", "start"))
    other.evaluate(WORKER_READY)
    other.reload()
    wait_until(other, "caches.keys().then((all) => all.length > 0)")
    second_visit(other)
    server.stop()
    share_screen(page, sender.proxy.url, statement)
    press(page, "Lav linket")
    expect(page.get_by_text("Venter på net. Linket bliver lavet, når der er net.")).to_be_visible()
    sender.record(page)
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    cards = my_links(page, sender.proxy.url)
    expect(cards.first.locator(".link-status")).to_contain_text("Virker til")
    second = copied(page)
    server.stop()
    open_link(other, second.replace(sender.proxy.url, reader.proxy.url))
    expect_message(other, OFFLINE)
    assert other.url == f"{reader.proxy.url}/d"
    reader.record(other)
    server.start()
    press(other, "Åbn")
    other.locator(".sheet-body").wait_for()
    reader.record(other)
    return second, [decode(share["token"]) for share in kept_shares(page) if share["token"]]


def test_the_recorders_saw_the_link_in_use(seen: Seen) -> None:
    assert b"GET /d " in seen.reader.proxy.sent
    assert all(encode(link.id).encode() in seen.reader.proxy.sent for link in seen.links)
    assert any("/precache/" in request for request in seen.sender.witness.requests)
    assert len(seen.reader.witness.kept) > 50
    assert b"Bearer" in seen.sender.proxy.sent
    probe = Witness(console=[encode(seen.links[0].key)])
    assert any(
        shape in places_of(probe, seen.reader.proxy)["console"][0] for shape in shapes_of(seen.links[0].key)
    )


@pytest.mark.parametrize("number", [0, 1])
def test_only_the_sender_has_the_key(seen: Seen, number: int) -> None:
    assert seen.places_holding(*shapes_of(seen.links[number].key)) == []


def test_the_words_the_name_and_the_answer_are_nowhere_in_plain_text(seen: Seen) -> None:
    assert seen.places_holding(*disguises(MARKER)) == []


def test_a_token_is_sent_only_to_its_own_share(seen: Seen) -> None:
    assert len(seen.tokens) == 2
    for token in seen.tokens:
        plain = encode(token).encode()
        places = seen.places_holding(token, plain)
        assert set(places) <= {"sender's sent", "sender's requests"}, places
        for request in seen.sender.proxy.sent.split(b"\r\n\r\n"):
            if plain in request:
                assert re.search(rb"(?:PUT|GET|DELETE) /api/v1/shares/", request), request[:200]


def test_no_request_and_no_referrer_has_a_fragment(seen: Seen) -> None:
    for phone in (seen.sender, seen.reader):
        lines = [
            line
            for line in phone.proxy.sent.split(b"\r\n")
            if b" HTTP/1.1" in line or line.lower().startswith((b"referer:", b"hx-current-url:"))
        ]
        assert [line for line in lines if b"#" in line] == []


def test_the_reader_is_anonymous_to_the_server(seen: Seen) -> None:
    assert seen.reader.cookies == seen.sender.cookies == []
    assert b"authorization" not in seen.reader.proxy.sent.lower()
    log = seen.server.log_text()
    assert [link for link in seen.links if encode(link.id) in log] == []
    names = " ".join(str(file) for file in seen.server.data.rglob("*"))
    assert [link for link in seen.links if encode(link.id) in names or link.id.hex() in names] == []
