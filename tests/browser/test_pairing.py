"""Pairing two phones by a code that may be photographed: words, refusals, and what a bystander gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from .chromium import TIMEOUT_MS, open_phone, options_of_tests
from .conftest import Phones
from .journey import PARTS, first_visit
from .outside_client import secret_of
from .real_server import RealServer
from .recording_proxy import RecordingProxy
from .screens import address
from .seeds import seed
from .test_accessible import audit
from .test_canary_vault import shapes_of
from .test_scan import film
from .vault_journey import READ_CODE, kept, press, turn_on

CODE = re.compile(r"eo1\.[A-Za-z0-9_-]{52}")
SHOWN_WORDS = "[data-pair-words]"


@dataclass
class Pair:
    """The phone with the vault, the new one, and the proxy that sees what both send."""

    old: Page
    new: Page
    proxy: RecordingProxy
    server: RealServer
    secret: bytes
    codes: list[str]


@pytest.fixture(scope="module")
def pair(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two phones, shared by the tests of this file; the last one joins them."""
    with (
        RealServer(tmp_path_factory.mktemp("pairing")) as server,
        RecordingProxy(server.port) as proxy,
        open_phone(browser) as first,
        open_phone(browser, "en") as second,
    ):
        old = first_visit(first, proxy.url)
        seed(old, proxy.url, {PARTS[2]: "Jeg vil sove om natten."}, title="Til natten")
        secret = secret_of(turn_on(old, proxy.url))
        yield Pair(old, first_visit(second, proxy.url, "en"), proxy, server, secret, [])


def show_code(page: Page, origin: str, tmp_path: Path) -> str:
    """Ask the new phone for a code, and read it from the screen as a camera would."""
    page.goto(address(origin, "en", "copy"))
    press(page, "Vis en kode", "en")
    page.locator("[data-pair-qr] svg").wait_for()
    picture = page.locator("[data-pair-qr] svg").screenshot(path=str(tmp_path / "code.png"))
    code = str(page.evaluate(READ_CODE, list(picture)))
    assert CODE.fullmatch(code)
    return code


def use_code(page: Page, origin: str, code: str) -> None:
    """Paste a code on the phone with the vault."""
    page.goto(address(origin, "da", "vault"))
    page.get_by_text("Uden kamera").click()
    page.get_by_label("Sæt koden ind her").fill(code)
    press(page, "Brug koden")


def expect_told(page: Page, sentence: str) -> None:
    """Check what the section of the pairing says."""
    expect(page.locator("[data-pair-said]")).to_have_text(sentence, timeout=TIMEOUT_MS)


def compare(pair: Pair, tmp_path: Path) -> tuple[str, str]:
    """Show a code, use it, and return the words on both phones."""
    pair.codes.append(show_code(pair.new, pair.proxy.url, tmp_path))
    use_code(pair.old, pair.proxy.url, pair.codes[-1])
    for page in (pair.old, pair.new):
        expect(page.locator(SHOWN_WORDS)).to_be_visible(timeout=TIMEOUT_MS)
    return (pair.old.locator(SHOWN_WORDS).inner_text(), pair.new.locator(SHOWN_WORDS).inner_text())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jeg hedder Nadia", "Det er ikke koden fra den nye telefon. Prøv igen."),
        ("eo2.abc", "Hent den nye udgave af appen her først."),
    ],
)
def test_what_is_no_code_is_refused_in_words(pair: Pair, text: str, told: str) -> None:
    use_code(pair.old, pair.proxy.url, text)
    expect_told(pair.old, told)


def test_a_code_of_another_site_is_refused_in_words(pair: Pair, phone: Phones, tmp_path: Path) -> None:
    other = first_visit(phone("en"), pair.server.url, "en")
    use_code(pair.old, pair.proxy.url, show_code(other, pair.server.url, tmp_path))
    expect_told(pair.old, "Koden er fra en anden side på nettet.")


def test_a_phone_that_stops_ends_the_pairing_of_the_other(pair: Pair, tmp_path: Path) -> None:
    compare(pair, tmp_path)
    press(pair.old, "De er ikke ens")
    expect_told(pair.old, "Godt, du så efter. Prøv igen med en ny kode.")
    expect_told(pair.new, "The other phone does not answer any more. Try again with a new code.")
    use_code(pair.old, pair.proxy.url, pair.codes[-1])
    expect_told(pair.old, "Den anden telefon svarer ikke mere. Prøv igen med en ny kode.")
    assert kept(pair.new, "vault") == []


def test_nothing_is_opened_before_the_new_phone_is_asked_too(pair: Pair, tmp_path: Path) -> None:
    """Threat: a stranger answers the code first, and gives the new phone a vault of their own."""
    compare(pair, tmp_path)
    press(pair.old, "Ordene er ens")
    expect_told(pair.old, "Nu kan du gå videre på den anden telefon.")
    press(pair.new, "De er ikke ens", "en")
    expect_told(pair.new, "Good that you checked. Try again with a new code.")
    assert kept(pair.new, "vault") == []


def test_the_words_are_accessible_on_both_phones(pair: Pair, tmp_path: Path) -> None:
    compare(pair, tmp_path)
    assert audit(pair.old, "vault") == ""
    assert audit(pair.new, "copy") == ""


def test_without_a_network_the_phone_says_so_and_goes_on(pair: Pair, tmp_path: Path) -> None:
    compare(pair, tmp_path)
    pair.old.context.set_offline(True)
    press(pair.old, "Ordene er ens")
    expect_told(pair.old, "Der er ikke net lige nu. Telefonen prøver selv igen.")
    pair.old.context.set_offline(False)
    expect_told(pair.old, "Nu kan du gå videre på den anden telefon.")
    press(pair.new, "De er ikke ens", "en")


def test_the_same_words_bring_the_vault_and_a_bystander_gets_nothing(pair: Pair, tmp_path: Path) -> None:
    old, new = compare(pair, tmp_path)
    assert old == new
    assert len(old.split()) == 3
    press(pair.new, "Ordene er ens", "en")
    expect(pair.new.get_by_text("Press “The words are the same” on the other phone too.")).to_be_visible()
    pair.new.context.set_offline(True)
    press(pair.old, "Ordene er ens")
    expect_told(pair.old, "Nu kan du gå videre på den anden telefon.")
    pair.old.goto(address(pair.proxy.url, "da", "start"))
    pair.new.context.set_offline(False)
    expect(pair.new.get_by_role("link", name="Til natten", exact=True)).to_be_visible(timeout=TIMEOUT_MS)
    assert kept(pair.new, "vault")[0]["secret"] == kept(pair.old, "vault")[0]["secret"]
    files = [file.read_bytes() for file in pair.server.data.rglob("*") if file.is_file()]
    log = pair.server.log.read_bytes()
    seen = [pair.proxy.sent, pair.proxy.received, *files, log, "".join(pair.codes).encode()]
    assert not [shape for shape in shapes_of(pair.secret) if any(shape in content for content in seen)]
    for code in pair.codes:
        assert not any(code.encode() in content for content in seen[:-1]), "the code itself left a phone"
    assert not any(word in pair.new.title() + pair.new.url for word in old.split())


def test_a_camera_reads_the_code(
    playwright: Playwright, phone: Phones, server: RealServer, tmp_path: Path
) -> None:
    new = first_visit(phone("en"), server.url, "en")
    film(show_code(new, server.url, tmp_path), tmp_path / "code.y4m")
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'code.y4m'}",
    ]
    options = options_of_tests(whole=True)
    browser = playwright.chromium.launch(**{**options, "args": [*options["args"], *camera]})
    with open_phone(browser, permissions=["camera"]) as context:
        old = first_visit(context, server.url)
        turn_on(old, server.url)
        press(old, "Scan en kode")
        expect(old.locator(SHOWN_WORDS)).to_be_visible(timeout=TIMEOUT_MS)
        expect(new.locator(SHOWN_WORDS)).to_have_text(old.locator(SHOWN_WORDS).inner_text())
    browser.close()
