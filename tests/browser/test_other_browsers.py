"""Firefox ESR and WebKitGTK: write, stop the server, reopen, five minutes; a link both ways, and Back."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import WebKitGTK

from . import other_browsers, webkit
from .journey import PARTS
from .meeting_journey import day
from .outside_share import OutsideShare, new_share
from .real_server import ROOT, RealServer
from .screens import address

ANSWERS = {
    PARTS[0]: "Jeg hedder Åse.",
    PARTS[2]: "at komme ud kl. 8. Bare nogle dage.",
    PARTS[3]: "Se min søster igen",
}
MEETING = {"place": "Rådhuset, lokale 4", "day": day(1)}
SENDER, NOTE = "Åse, din søster", "Tak. Jeg går med på torsdag."
SECRET = "Jeg hedder Åse, og det er kun til dig."
MISSING = "Her mangler resten af linket."
SHARED = list(ANSWERS.values())
LINK = r"{}/d#[\w-]{{22}}\.[\w-]{{43}}\.[\w-]{{4}}"
pytestmark = pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")
SENTENCES = ["Jeg hedder Åse.", "at komme ud kl. 8.", "Bare nogle dage.", "Se min søster igen"]


def test_firefox_keeps_the_words_and_the_app_after_server_and_browser_stopped(
    own_server: RealServer, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    script = str(Path(__file__).with_name("firefox_main_path.mjs"))
    command = [other_browsers.node(), script, own_server.url, other_browsers.firefox(), str(profile)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as steps:
        assert steps.stdin is not None and steps.stdout is not None
        print(json.dumps({"answers": ANSWERS, "meeting": MEETING}), file=steps.stdin, flush=True)
        written = json.loads(steps.stdout.readline() or "null")
        assert written, "the script ended before it wrote the words"
        assert written["sentences"] == SENTENCES
        own_server.stop()
        print("the server is stopped", file=steps.stdin, flush=True)
        reopened = json.loads(steps.stdout.readline() or "null")
    assert reopened, "the script ended before it read the words again"
    assert (reopened["start"], reopened["five"]) == ("Dine ord", "Fem minutter")
    assert reopened["sentences"] == reopened["ofMeeting"] == SENTENCES
    assert MEETING["place"] in reopened["next"]


@pytest.fixture(scope="module")
def in_firefox(server: RealServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Firefox's report on a link that was read and answered, and on one that was left and gone back to."""
    other = OutsideShare(server.url).make(new_share(SECRET))
    given = {"answers": ANSWERS, "from": SENDER, "note": NOTE, "other": other.link}
    profile = tmp_path_factory.mktemp("firefox")
    return dict(other_browsers.run_in_firefox("firefox_share.mjs", server.url, profile, given))


def test_in_firefox_a_link_is_read_answered_and_withdrawn(
    in_firefox: dict[str, Any], server: RealServer
) -> None:
    found = in_firefox
    assert re.fullmatch(LINK.format(server.url), found["link"])
    assert found["url"] == f"{server.url}/d", "the key is still in the address"
    for text in (SENDER, *SHARED):
        assert text in found["words"]
    assert found["reply"] == NOTE
    assert not any(text in found["gone"] for text in SHARED)


def test_back_in_firefox_shows_no_word_of_the_link_again(
    in_firefox: dict[str, Any], server: RealServer
) -> None:
    found = in_firefox["back"]
    assert SECRET in found["before"]
    assert found["url"] == f"{server.url}/d"
    assert MISSING in found["after"]
    assert [text for text in (SECRET, "Åse", "Halvt skrevet") if text in found["after"]] == []


@pytest.fixture(scope="module")
def sender() -> Iterator[WebKitGTK]:
    """The sender's WebKit."""
    with webkit.webkit() as driver:
        yield driver


@pytest.fixture(scope="module")
def reader() -> Iterator[WebKitGTK]:
    """The reader's WebKit."""
    with webkit.webkit() as driver:
        yield driver


def test_in_webkit_a_link_is_read_answered_and_withdrawn(
    sender: WebKitGTK, reader: WebKitGTK, server: RealServer
) -> None:
    webkit.write(sender, server.url, ANSWERS)
    sender.get(f"{server.url}/da/del#{sender.current_url.partition('#')[2]}")
    webkit.wait_for_text(sender, "Lav linket")
    webkit.text_box(sender, "Hvem er det fra?").send_keys(SENDER)
    webkit.press(sender, "Lav linket")
    webkit.wait_for_text(sender, "Linket er klar")
    webkit.press(sender, "Kopiér linket")
    webkit.wait_for_text(sender, "Linket er kopieret.")
    link = webkit.pasted(sender, "Hvem er det fra?")
    assert re.fullmatch(LINK.format(server.url), link)
    reader.get(link)
    webkit.press(reader, "Åbn")
    for text in (SENDER, *SHARED):
        webkit.wait_for_text(reader, text)
    assert reader.current_url == f"{server.url}/d", "the key is still in the address"
    webkit.text_box(reader, "Skriv tilbage").send_keys(NOTE)
    webkit.press(reader, "Send svaret")
    webkit.wait_for_text(reader, "Dit svar er sendt.")
    sender.get(address(server.url, "da", "links"))
    webkit.press(sender, "1 svar")
    webkit.wait_for_text(sender, NOTE)
    webkit.press(sender, "Træk tilbage")
    webkit.press(sender, "Ja, træk tilbage")
    webkit.wait_for_text(sender, "Trukket tilbage. Linket virker ikke mere.")
    reader.get("about:blank")
    reader.get(link)
    webkit.press(reader, "Åbn")
    webkit.wait_for_text(reader, "Linket virker ikke mere.")


def test_back_in_webkit_shows_no_word_of_the_link_again(reader: WebKitGTK, server: RealServer) -> None:
    share = OutsideShare(server.url).make(new_share(SECRET))
    reader.get(share.link)
    webkit.press(reader, "Åbn")
    webkit.wait_for_text(reader, SECRET)
    reader.get(f"{server.url}/healthz")
    reader.back()
    webkit.wait_for_text(reader, MISSING)
    assert reader.current_url == f"{server.url}/d"
    assert "Åse" not in reader.page_source


def test_webkit_keeps_the_words_and_the_app_after_the_server_stopped(
    sender: WebKitGTK, own_server: RealServer
) -> None:
    driver = sender
    webkit.write(driver, own_server.url, ANSWERS)
    webkit.link(driver, "Fem minutter").click()
    assert webkit.sentences(driver) == SENTENCES
    five = driver.current_url
    meeting = webkit.make_meeting(driver, own_server.url, MEETING["place"], MEETING["day"])
    own_server.stop()
    driver.switch_to.new_window("tab")
    start, meeting_url = address(own_server.url, "da", "start"), f"{five.partition('#')[0]}#{meeting}"

    def has_words() -> bool:
        return webkit.shown(driver) == SENTENCES

    webkit.reopen(driver, five, "Fem minutter", has_words)
    webkit.reopen(driver, start, "Dine ord", lambda: MEETING["place"] in webkit.text_of(driver))
    webkit.reopen(driver, meeting_url, "Fem minutter", has_words, reload=True)
