"""Sacred: with the vault on, the words, the twelve words and the keys are nowhere but on the phones."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from fresh_client import derive, encode

from .canary import MARKER, Witness, places_of
from .chromium import open_phone
from .explore_journey import HAPPENED, HELPS, tick, unfold, write_notes
from .journey import PARTS, box, first_visit, stored, write
from .meeting_journey import WHERE, day, make_meeting, open_about
from .outside_client import OutsideClient, secret_of
from .real_server import RealServer
from .recording_proxy import RecordingProxy, disguises
from .screens import LANGUAGES, address
from .vault_journey import (
    draw_words,
    expect_status,
    join,
    kept,
    press,
    rewrite,
    shown_words,
    sync,
    sync_all,
    two_versions,
    type_words,
)

SENTENCE = f"{MARKER} står her. Og {MARKER} igen."
UNTICKED = f"{MARKER} kun her."
STATE = "() => JSON.stringify(history.state)"
BETWEEN = r"(?:[^a-z]|\\[nt]|%[0-9a-f]{2})+"
IN_A_ROW = 3
"""The app's own code lists the words in alphabetical order; this many words in a row do not occur in it."""


@dataclass
class Seen:
    """Everything that two phones and a vault left behind, and where."""

    witness: Witness
    server: RealServer
    proxy: RecordingProxy
    words: list[str] = field(default_factory=list)
    cookies: list[Any] = field(default_factory=list)
    sealed: list[str] = field(default_factory=list)
    """The records' documents, opened with the secret."""

    def record(self, page: Page) -> None:
        """Record what the page stores outside the database."""
        self.witness.record(page)
        self.witness.kept.append(str(page.evaluate(STATE)))

    def places(self) -> dict[str, list[bytes]]:
        """Everything observed, by kind of place."""
        files = [*self.server.data.rglob("*"), self.server.log]
        return {
            **places_of(self.witness, self.proxy),
            "files of the server": [file.read_bytes() for file in files if file.is_file()],
            "names of files": [str(file).encode() for file in files],
        }

    def places_holding(self, *shapes: bytes) -> list[str]:
        """The kinds of places that hold one of the shapes."""
        every = self.places().items()
        return [name for name, seen in every if any(shape in content for content in seen for shape in shapes)]


def use_vault_on_both(first: Page, second: Page, seen: Seen) -> None:
    """Every action that involves the vault, on two phones, and one while the server is stopped."""
    origin = seen.proxy.url
    statement = write(first, origin, {PARTS[0]: SENTENCE, PARTS[3]: MARKER}, title=f"{MARKER} titel")
    seen.words.append(draw_words(first, origin))
    press(first, "Vis som kode")
    expect(first.locator("[data-qr] svg")).to_be_visible()
    seen.record(first)
    press(first, "Jeg har gemt dem")
    expect_status(first, "Nu er alt i boksen.")
    type_words(second, origin, f"{seen.words[0]} forkert")
    expect_status(second, "Ord nummer 13 er ikke på listen.")
    seen.record(second)
    meeting = make_meeting(first, origin, f"{day(3)}T10:00", {WHERE: SENTENCE}, [f"{MARKER} spørger"])
    write_notes(first, origin, {HAPPENED: UNTICKED, HELPS: SENTENCE})
    tick(unfold(first, HELPS))
    join(second, origin, seen.words[0])
    for page, text in ((first, "Jeg bor i Ry."), (second, "Jeg bor i By.")):
        rewrite(page, origin, statement, {PARTS[0]: f"{SENTENCE} {text}", PARTS[3]: f"{MARKER} {text}"})
    sync_all(origin, first, second)
    open_about(second, origin, "meeting", meeting)
    expect(box(second, WHERE)).to_have_value(SENTENCE)
    two_versions(second, origin, statement, PARTS[3]).get_by_role("button", name="Brug den her").click()
    seen.record(second)
    seen.server.stop()
    first.goto(address(origin, "da", "write", statement))
    box(first, PARTS[1]).fill(SENTENCE)
    expect(first.locator("[data-vault-status]")).to_have_text(re.compile("Venter på net|svarer ikke"))
    seen.server.start()
    first.goto(address(origin, "da", "vault"))
    press(first, "Jeg har mistet en telefon")
    press(first, "Lav en ny boks")
    seen.words.append(shown_words(first))
    press(first, "Jeg har gemt dem")
    expect_status(first, "Nu er alt i boksen.")
    for page, lang in zip((first, second), LANGUAGES, strict=True):
        for name in ("start", "write", "vault", "two", "copy", "versions"):
            page.goto(address(origin, lang, name, statement))
            expect(page.locator("h1")).to_be_visible()
        seen.record(page)
    sync(first, origin)


@pytest.fixture(scope="module")
def seen(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Two phones with a vault, once, through a proxy that records every byte."""
    folder, witness = tmp_path_factory.mktemp("canary-vault"), Witness()
    with RealServer(folder) as server, RecordingProxy(server.port) as proxy:
        found = Seen(witness, server, proxy)
        with open_phone(browser) as first, open_phone(browser) as second:
            for context in (first, second):
                witness.listen(context)
            page = first_visit(first, proxy.url)
            use_vault_on_both(page, first_visit(second, proxy.url), found)
            assert MARKER in stored(page)
            outside = OutsideClient(server.url, secret_of(found.words[1]))
            assert outside.statements() == kept(page)
            found.sealed = [json.dumps(document) for document in outside.documents().values()]
            found.cookies = [*first.cookies(), *second.cookies()]
        yield found


def shapes_of(secret: bytes) -> list[bytes]:
    """The encodings in which bytes can appear in transit and at rest."""
    shapes = [secret, secret.hex().encode(), secret.hex().upper().encode(), encode(secret).encode()]
    shapes.append(base64.b64encode(secret).rstrip(b"="))
    for shift in (1, 2):  # the first and last characters depend on the neighbours
        shapes.append(base64.b64encode(b"\0" * shift + secret)[4:-4])
    return [*shapes, ",".join(str(byte) for byte in secret).encode()]


def in_a_row(words: str) -> re.Pattern[str]:
    """Matches `IN_A_ROW` adjacent words, whatever separates them."""
    every = words.split()
    rows = [every[at : at + IN_A_ROW] for at in range(len(every) - IN_A_ROW + 1)]
    return re.compile("|".join(BETWEEN.join(row) for row in rows), re.IGNORECASE)


def test_the_witness_saw_the_vault_in_use(seen: Seen) -> None:
    for method in (b"PUT", b"GET", b"POST", b"DELETE"):
        assert method + b" /api/v1/vaults/" in seen.proxy.sent
    assert any(
        "/api/v1/vaults/" in request and "Bearer " in request for request in map(str, seen.witness.requests)
    )
    keys = derive(secret_of(seen.words[1]))
    assert seen.places_holding(encode(keys.auth_token).encode()) == ["sent", "requests"], (
        "only requests may hold the token"
    )
    assert len(seen.witness.kept) > 50, "no cache was recorded"
    assert in_a_row(seen.words[0]).search(f"?q={'%20'.join(seen.words[0].split()[4:7]).upper()}")


def test_the_persons_words_are_nowhere(seen: Seen) -> None:
    assert seen.places_holding(*disguises(MARKER)) == []


def test_an_unticked_note_is_in_no_sealed_record(seen: Seen) -> None:
    assert [document for document in seen.sealed if "exploration" in document and MARKER in document], (
        "the ticked note was not sealed"
    )
    assert [document for document in seen.sealed if UNTICKED in document] == []


def test_the_twelve_words_are_nowhere(seen: Seen) -> None:
    for words in seen.words:
        assert seen.places_holding(*disguises(words)) == []
        found = [
            name
            for name, every in seen.places().items()
            if any(in_a_row(words).search(content.decode("latin-1")) for content in every)
        ]
        assert found == []


def test_the_secret_and_the_sealing_key_are_nowhere(seen: Seen) -> None:
    for words in seen.words:
        secret = secret_of(words)
        assert seen.places_holding(*shapes_of(secret), *shapes_of(derive(secret).seal_key)) == []


def test_the_token_is_in_no_file_and_no_address(seen: Seen) -> None:
    for words in seen.words:
        tokens = shapes_of(derive(secret_of(words)).auth_token)
        assert not {"files of the server", "names of files", "storage of the page"} & set(
            seen.places_holding(*tokens)
        )
        addresses = [request.split(" ")[0] for request in seen.witness.requests]
        assert [path for path in addresses if any(token.decode("latin-1") in path for token in tokens)] == []


def test_no_other_server_gets_a_request_and_no_cookie_is_set(seen: Seen) -> None:
    own = (seen.proxy.url + "/", f"blob:{seen.proxy.url}/", "data:")
    assert [request for request in seen.witness.requests if not request.startswith(own)] == []
    assert seen.cookies == []
    assert b"set-cookie" not in seen.proxy.received.lower()
