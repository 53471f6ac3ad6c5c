"""Back to the page of a link: browsers keep pages in memory as they stood, but must not show it again."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from . import other_browsers
from .outside_share import OutsideShare, new_share
from .real_server import ROOT, RealServer
from .test_other_browsers import OF_SELENIUM

SECRET = "Jeg hedder Åse, og det er kun til dig."
MISSING = "Her mangler resten af linket."


def test_back_in_firefox_shows_no_word_of_the_link_again(server: RealServer, tmp_path: Path) -> None:
    share = OutsideShare(server.url).make(new_share(SECRET))
    script = str(Path(__file__).with_name("firefox_share_back.mjs"))
    command = [other_browsers.node(), script, server.url, other_browsers.firefox(), str(tmp_path)]
    told = json.dumps({"link": share.link})
    ended = subprocess.run(
        command, cwd=ROOT, input=f"{told}\n", stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(ended.stdout)
    assert SECRET in found["before"]
    assert found["url"] == f"{server.url}/d"
    assert MISSING in found["after"]
    assert [text for text in (SECRET, "Åse", "Halvt skrevet") if text in found["after"]] == []


@OF_SELENIUM
def test_back_in_webkit_shows_no_word_of_the_link_again(server: RealServer) -> None:
    from . import webkit

    share = OutsideShare(server.url).make(new_share(SECRET))
    with webkit.webkit() as driver:
        driver.get(share.link)
        webkit.press(driver, "Åbn")
        webkit.wait_for_text(driver, SECRET)
        driver.get(f"{server.url}/healthz")
        driver.back()
        webkit.wait_for_text(driver, MISSING)
        assert driver.current_url == f"{server.url}/d"
        assert "Åse" not in driver.page_source
