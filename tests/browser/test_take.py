"""Out of the app, without the server: the words as text, as a picture, and a blank sheet on paper."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import open_phone
from .journey import PARTS, first_visit, second_visit
from .meeting_journey import day
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .share_journey import CLIPBOARD
from .test_print import pages, poppler, text_of
from .waiting import wait_until

__all__ = ["poppler"]
PRIVATE = "Min bror slår mig."
LEFT_OUT = "Jeg skylder penge."
ODD = "at sove  om natten 😊, så jeg kan følge med: ½ ǻ."
ARABIC = "أريد أن أعيش بهدوء مع أطفالي."
WATCH = """() => {
  globalThis.drawn = [];
  globalThis.sent = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    drawn.push([text, this.direction, x]);
    return fillText.call(this, text, x, y);
  };
  navigator.canShare = () => true;
  navigator.share = async (what) => {
    sent.push({ ...what, files: what.files?.map(({ name, type, size }) => [name, type, size > 1000]) });
    if (globalThis.refusal) throw new DOMException('', globalThis.refusal);
  };
}"""
"""Chromium has no share sheet here, and tells nobody what is on a canvas."""
TALLEST_INK = """async (bytes) => {
  const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(picture, 0, 0);
  const { data } = pen.getImageData(0, 0, picture.width, picture.height);
  let [left, right] = [picture.width, 0];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] + data[at + 1] + data[at + 2] > 200) continue;
    left = Math.min(left, (at / 4) % picture.width);
    right = Math.max(right, (at / 4) % picture.width);
  }
  return [left, right];
}"""
"""The columns of the first and the last dark pixel."""


@dataclass(frozen=True)
class Away:
    """A phone whose server is gone, and what is on it."""

    context: BrowserContext
    origin: str
    ids: dict[str, str]

    def page(self, about: str = "usual", lang: str = "da") -> Page:
        """The screen, drawn, with a watch on what it draws and sends."""
        page = self.context.new_page()
        page.add_init_script(f"({WATCH})()")
        page.goto(address(self.origin, lang, "take", self.ids[about]))
        expect(page.locator("[data-view=text][data-painted]")).to_be_attached()
        return page


@pytest.fixture(scope="module")
def away(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    """Two visits; then the server is stopped for good."""
    with open_phone(browser, permissions=CLIPBOARD) as context:
        with RealServer(tmp_path_factory.mktemp("take")) as server:
            page = first_visit(context, server.url)
            second_visit(page)
            words = {PARTS[0]: f"Jeg hedder Åse. {PRIVATE} {LEFT_OUT} Jeg er mor.", PARTS[2]: ODD}
            private = [{"part": "introduce", "text": PRIVATE, "mark": "private"}]
            usual = seed(page, server.url, words, title="Til lægen", marks=private)
            left = [{"part": "introduce", "text": LEFT_OUT}]
            ids = {
                "usual": usual,
                "meeting": seed_meeting(page, server.url, f"{day(2)}T10:00", statement=usual, left_out=left),
                "arabic": seed(page, server.url, {PARTS[0]: ARABIC}),
                "secret": seed(page, server.url, {PARTS[0]: PRIVATE}, marks=private),
                "long": seed(page, server.url, {PARTS[2]: "æ" * 50_000}),
            }
            page.close()
        yield Away(context, server.url, ids)


def press(page: Page, name: str, lang: str = "da") -> None:
    page.get_by_role("button", name=called(lang, name)).click()


def copied(page: Page) -> str:
    """What is on the clipboard after the press."""
    press(page, "Kopiér teksten")
    expect(page.locator(".said")).to_contain_text("Kopieret")
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def picture(page: Page, folder: Path, lang: str = "da") -> bytes:
    """The saved picture; checks that it is a PNG as wide as it should be."""
    with page.expect_download() as download:
        press(page, "Gem billedet", lang)
    assert download.value.suggested_filename == "egne-ord.png"
    download.value.save_as(folder / "picture.png")
    content = (folder / "picture.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack_from(">II", content, 16)
    assert width == 1080 and 1350 <= height <= 3840
    return content


def drawn(page: Page) -> list[list[Any]]:
    """Each line that was drawn: its text, direction and start."""
    found: list[list[Any]] = page.evaluate("() => drawn")
    return found


def test_the_text_is_copied_whole_as_it_is_shown_without_what_is_private(away: Away) -> None:
    page = away.page()
    introduced = f"{PARTS[0]}\nJeg hedder Åse. {LEFT_OUT} Jeg er mor."
    text = copied(page)
    assert text == f"Til lægen\n\n{introduced}\n\n{PARTS[2]}\n{ODD}"
    assert page.locator(".taken-text").text_content() == text
    assert PRIVATE not in page.content()


def test_a_line_that_the_meeting_leaves_out_is_neither_in_text_nor_picture(away: Away) -> None:
    page = away.page("meeting")
    assert copied(page).split("\n")[3] == "Jeg hedder Åse. Jeg er mor."
    assert LEFT_OUT not in page.content()
    assert LEFT_OUT not in "".join(line[0] for line in drawn(page))


def test_the_share_sheet_gets_the_text_and_the_picture(away: Away) -> None:
    page = away.page()
    press(page, "Send teksten")
    press(page, "Send billedet")
    wait_until(page, "() => sent.length === 2")
    text, file = page.evaluate("() => sent")
    assert text["text"] == page.locator(".taken-text").text_content()
    assert file["files"] == [["egne-ord.png", "image/png", True]]


@pytest.mark.parametrize(
    ("refusal", "said"), [("AbortError", ""), ("NotAllowedError", "Det ligger her stadig")]
)
def test_a_cancelled_share_is_silent_and_a_failed_one_says_that_nothing_is_lost(
    away: Away, refusal: str, said: str
) -> None:
    page = away.page()
    page.evaluate("(name) => { globalThis.refusal = name; }", refusal)
    press(page, "Send teksten")
    wait_until(page, "() => sent.length === 1")
    if said:
        expect(page.locator(".said")).to_contain_text(said)
    else:
        expect(page.get_by_role("status").filter(has_text=re.compile(r"\S"))).to_have_count(0)


def test_a_refused_clipboard_opens_the_text_to_copy_by_hand(away: Away) -> None:
    page = away.page()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    expect(page.locator(".taken-text")).to_be_hidden()
    press(page, "Kopiér teksten")
    expect(page.locator(".taken-text")).to_be_visible()
    expect(page.locator(".said")).to_contain_text("kopiér den selv")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_has_the_hand_over_and_the_first_line_as_written(
    away: Away, tmp_path: Path, lang: str
) -> None:
    page = away.page(lang=lang)
    picture(page, tmp_path, lang)
    expect(page.locator(".said")).to_have_text(called(lang, "Billedet er gemt."))
    lines = [line[0] for line in drawn(page)]
    assert " ".join(lines).startswith(called(lang, "Jeg kan ikke finde ordene lige nu."))
    assert "".join("".join(lines).split()).endswith("".join(ODD.split()))
    assert all(direction == "ltr" for _, direction, _ in drawn(page))


def test_words_from_the_right_begin_at_the_right_edge(away: Away, tmp_path: Path) -> None:
    page = away.page("arabic")
    text, direction, start = drawn(page)[-1]
    assert (text, direction, start) == (ARABIC, "rtl", 1080 - 72)
    left, right = page.evaluate(TALLEST_INK, list(picture(page, tmp_path)))
    assert left >= 60 and 1080 - 72 - 30 <= right <= 1080 - 60


def test_a_request_of_their_own_is_on_the_picture(away: Away) -> None:
    mine = "Jeg går i stå 😊. Vent lidt."
    page = away.context.new_page()
    page.goto(address(away.origin, "da", "settings"))
    page.locator("#handover-text").fill(mine)
    page.locator("#handover-text").blur()
    page.goto(address(away.origin, "da", "more"))
    page = away.page("secret")
    assert [line[0] for line in drawn(page)] == ["Jeg går i stå 😊.", "Vent lidt."]
    expect(page.get_by_text("Her er der ikke noget at sende endnu.")).to_be_visible()
    page.goto(address(away.origin, "da", "settings"))
    page.locator("#handover-text").fill("")
    page.locator("#handover-text").blur()
    page.goto(address(away.origin, "da", "more"))


def test_a_first_line_that_no_picture_holds_is_refused_whole_and_the_text_is_not(away: Away) -> None:
    page = away.page("long")
    expect(page.get_by_text("for lang til et billede")).to_be_visible()
    expect(page.get_by_role("link", name="Gør dig klar")).to_have_attribute(
        "href", re.compile(f"/da/klar#{away.ids['long']}$")
    )
    expect(page.locator("canvas")).to_be_hidden()
    expect(page.get_by_role("button", name="Gem billedet")).to_be_hidden()
    assert drawn(page) == []
    assert copied(page) == f"{PARTS[2]}\n{'æ' * 50_000}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_blank_sheet_is_one_page_with_the_four_headings_and_room_to_write(
    away: Away, tmp_path: Path, lang: str
) -> None:
    page = away.page(lang=lang)
    page.get_by_role("link", name=called(lang, "Et tomt ark at skrive på")).click()
    expect(page.locator("[data-sheet]:visible")).to_have_attribute("data-sheet", "blank")
    page.pdf(path=tmp_path / "blank.pdf", prefer_css_page_size=True)
    assert pages(tmp_path / "blank.pdf") == 1
    text = text_of(tmp_path / "blank.pdf")
    for heading in PARTS:
        assert called(lang, heading) in text
    assert called(lang, "Udskriv nu") not in text
    page.emulate_media(media="print")
    room = [line.bounding_box() for line in page.locator(".blank-sheet hr").all()]
    assert len(room) == 20 and all(box and box["height"] > 30 for box in room)
