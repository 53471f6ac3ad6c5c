"""The main path in Firefox ESR and WebKitGTK: words, a meeting → stop the server → reopen → five minutes."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from . import other_browsers
from .journey import PARTS
from .meeting_journey import day
from .real_server import ROOT, RealServer
from .screens import address

SAVED_WITHIN_SECONDS = 1.5
ANSWERS = {
    PARTS[0]: "Jeg hedder Åse.",
    PARTS[2]: "at komme ud kl. 8. Bare nogle dage.",
    PARTS[3]: "Se min søster igen",
}
MEETING = {"place": "Rådhuset, lokale 4", "day": day(1)}
SENTENCES = ["Jeg hedder Åse.", "at komme ud kl. 8.", "Bare nogle dage.", "Se min søster igen"]


def test_firefox_keeps_the_words_and_the_app_when_server_and_browser_have_been_stopped(
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
        assert written, "the script ended before the words were written"
        assert written["sentences"] == SENTENCES
        own_server.stop()
        print("the server is stopped", file=steps.stdin, flush=True)
        reopened = json.loads(steps.stdout.readline() or "null")
    assert reopened, "the script ended before the words were read again"
    assert (reopened["start"], reopened["five"]) == ("Dine ord", "Fem minutter")
    assert reopened["sentences"] == reopened["ofMeeting"] == SENTENCES
    assert MEETING["place"] in reopened["next"]


@pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")  # inside Selenium
def test_webkit_keeps_the_words_and_the_app_when_the_server_has_been_stopped(own_server: RealServer) -> None:
    from . import webkit

    with webkit.webkit() as driver:
        driver.get(address(own_server.url, "da", "start"))
        webkit.wait_for_worker(driver)
        webkit.link(driver, "Skriv nye ord").click()
        for label, text in ANSWERS.items():
            webkit.text_box(driver, label).send_keys(text)
        time.sleep(SAVED_WITHIN_SECONDS)
        webkit.wait_for_text(driver, "Gemt på din telefon")
        webkit.link(driver, "Fem minutter").click()
        assert webkit.sentences(driver) == SENTENCES
        five = driver.current_url
        meeting = webkit.meet(driver, own_server.url, MEETING["place"], MEETING["day"])
        own_server.stop()
        driver.switch_to.new_window("tab")
        driver.get(address(own_server.url, "da", "start"))
        assert driver.find_element(By.TAG_NAME, "h1").text == "Dine ord"
        driver.get(five)
        assert driver.find_element(By.TAG_NAME, "h1").text == "Fem minutter"
        assert webkit.sentences(driver) == SENTENCES
        driver.get(address(own_server.url, "da", "start"))
        webkit.wait_for_text(driver, MEETING["place"])
        driver.get(f"{five.partition('#')[0]}#{meeting}")
        driver.refresh()
        assert webkit.sentences(driver) == SENTENCES
