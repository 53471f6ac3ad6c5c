"""Two browsers' profiles on disk, after a link is made, read and answered, hold no words and no keys.

One thing we cannot prevent: the browser may write down an address that was typed or pressed before any page
runs. The link's page removes the key at once, which keeps it out of the addresses that Back can reach.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from fresh_client import decode

from .canary import MARKER
from .chromium import open_kept_phone
from .journey import PARTS, first_visit, second_visit, stored, write
from .link_journey import kept_shares, link_of, read_link
from .outside_share import OutsideShare
from .real_server import RealServer
from .recording_proxy import disguises
from .share_journey import act, my_links, share_screen, write_back
from .test_canary_vault import shapes_of
from .vault_journey import press

HALF = "Halvskrevet4417"
ADDRESSES = (
    "() => JSON.stringify([location.href, history.state, ...navigation.entries().map(({ url }) => url)])"
)
OF_THE_BROWSER = ("History", "Sessions", "Favicons", "Shortcuts", "Top Sites", "segmentation_platform")
"""Where the reader's browser stores addresses."""
DATABASE = "IndexedDB"


@dataclass
class Disks:
    """Two profiles, and what was sent between them."""

    origin: str
    sender: Path
    reader: Path
    link: str = ""
    token: bytes = b""
    notes_key: bytes = b""
    addresses: list[str] = field(default_factory=list)
    in_database: str = ""

    def holding(self, profile: Path, *shapes: bytes) -> list[str]:
        """The files of a profile that hold one of the shapes, by their path in it."""
        files = [file for file in profile.rglob("*") if file.is_file()]
        assert len(files) > 20
        found = [file for file in files if any(shape in file.read_bytes() for shape in shapes)]
        return [str(file.relative_to(profile)) for file in found]


def send(page: Page, disks: Disks) -> None:
    """Make a link, show its codes, and leave a half-typed name behind."""
    second_visit(page)
    statement = write(page, disks.origin, {PARTS[2]: f"{MARKER} her. Og {MARKER}."}, f"{MARKER} titel")
    share_screen(page, disks.origin, statement)
    disks.link = link_of(page, sender=f"{MARKER} sender")
    act(page, "Vis som kode").click()
    press(page, "Vis det vigtigste som kode")
    expect(page.locator("[data-code] svg")).to_be_visible()
    page.locator("[name=from]").fill(f"{HALF} navn")
    (kept,) = kept_shares(page)
    disks.token, disks.notes_key = decode(kept["token"]), decode(kept["notes_key"]["d"])


def read_and_leave(page: Page, disks: Disks) -> None:
    """Read, answer, begin another answer, and go back and forth as people do."""
    page.goto(f"{disks.origin}/healthz")
    page.goto(disks.link)
    page.get_by_role("button", name="Åbn").wait_for()
    disks.addresses.append(page.evaluate(ADDRESSES))
    assert read_link(page, disks.link) == [f"{MARKER} her. Og {MARKER}."]
    write_back(page, f"{MARKER} tak")
    page.get_by_role("textbox").fill(f"{HALF} og ikke sendt")
    disks.addresses.append(page.evaluate(ADDRESSES))
    for move in (page.go_back, page.go_back, page.go_forward, page.go_forward, page.reload):
        move()
        if page.url != "about:blank":
            disks.addresses.append(page.evaluate(ADDRESSES))
    page.goto(f"{disks.origin}/d#{disks.link.partition('#')[2][:50]}")
    expect(page.get_by_role("heading", name="Linket kan ikke åbnes")).to_be_visible()
    disks.addresses.append(page.evaluate(ADDRESSES))


@pytest.fixture(scope="module")
def disks(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disks]:
    """A link from one profile on disk to another, both browsers closed at the end."""
    folder = tmp_path_factory.mktemp("profiles")
    with RealServer(folder) as server:
        found = Disks(server.url, folder / "sender", folder / "reader")
        with (
            open_kept_phone(playwright, found.sender) as sender_context,
            open_kept_phone(playwright, found.reader) as reader_context,
        ):
            page = first_visit(sender_context, server.url)
            send(page, found)
            read_and_leave(reader_context.new_page(), found)
            cards = my_links(page, server.url)
            cards.locator("summary").click()
            expect(cards.locator("blockquote")).to_have_text(f"{MARKER} tak")
            found.in_database = stored(page)
        yield found


def test_the_search_of_the_disks_finds_what_is_there(disks: Disks) -> None:
    assert MARKER in disks.in_database
    assert [name for name in disks.holding(disks.sender, *disguises(MARKER)) if DATABASE in name]
    assert [name for name in disks.holding(disks.reader, b"/d") if "History" in name]
    assert len(disks.addresses) >= 6


def test_the_senders_disk_has_words_and_keys_only_in_the_apps_database(disks: Disks) -> None:
    share = OutsideShare.of(disks.link)
    secrets = [shape for secret in (share.key, disks.token, disks.notes_key) for shape in shapes_of(secret)]
    found = disks.holding(disks.sender, *disguises(MARKER), *disguises(HALF), *secrets)
    assert [name for name in found if DATABASE not in name] == []


def test_the_readers_disk_has_no_words_not_even_of_an_unsent_answer(disks: Disks) -> None:
    assert disks.holding(disks.reader, *disguises(MARKER), *disguises(HALF)) == []


def test_the_readers_disk_has_the_key_only_where_the_browser_stores_addresses(disks: Disks) -> None:
    found = disks.holding(disks.reader, *shapes_of(OutsideShare.of(disks.link).key))
    assert [name for name in found if not any(own in name for own in OF_THE_BROWSER)] == []


def test_no_address_visible_to_the_page_has_a_fragment(disks: Disks) -> None:
    key = disks.link.partition("#")[2].split(".")[1]
    parts = [key[at : at + 12] for at in range(0, len(key) - 12, 4)]
    assert [
        address for address in disks.addresses if "/d#" in address or any(part in address for part in parts)
    ] == []
    assert all(f'"{disks.origin}/' in address for address in disks.addresses)


def test_the_title_in_the_readers_history_says_nothing(disks: Disks) -> None:
    (file,) = disks.reader.rglob("History")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as history:
        titles = {title for (title,) in history.execute("SELECT title FROM urls WHERE url LIKE '%/d%'")}
    assert titles and titles <= {"Egne ord", ""}
