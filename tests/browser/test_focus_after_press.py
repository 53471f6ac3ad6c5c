"""Every act of every screen, pressed by keyboard: afterwards the focus is on something that is seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from .filled_phone import FilledPhone, fill_phone
from .journey import PARTS
from .meeting_journey import WHERE, day
from .real_server import ROOT, RealServer
from .screens import SCREENS, address
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .settled import settle

LAST = ("meeting", "after", "explore", "links", "bin", "start", "vault", "lock", "erase")
"""Screens whose acts throw something out; the others are pressed before them."""
ORDER = (*(name for name in SCREENS if name not in (*LAST, "handover")), *LAST)
PRESSES_MAX = 90
"""Of one screen; a screen that offers new acts without end fails."""
MOST = {"step-on": 7, "begin": 4, "card-on": 4, "ask-delete": 4}
"""Presses of acts that lead to others; twice for the rest."""
LOOKS = 20
"""At where the focus is. On a busy machine a page may stand still in the middle of an act."""
STUBS = "window.print = () => {};"
FOCUS = """() => {
  const element = document.activeElement ?? document.body;
  const { top, bottom } = element.getBoundingClientRect();
  const isSeen = element.getClientRects().length > 0 && bottom > 0 && top < innerHeight;
  const name = (element.textContent ?? '').trim().slice(0, 40);
  return { tag: element.localName, name, isSeen: isSeen && element !== document.body };
}"""
OFFERED = """(controls) => controls.map((control) =>
  control.dataset.act ?? `${control.localName}: ${control.textContent.trim()}`)"""
CONTROLS = ":is([data-act], main [type=submit]):not(:disabled):visible"
UNFOLD = "() => document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })"
ACTS = re.compile(r"""(?:data-act=["']?|'data-act': '|\bbutton\('|\bact\(')([a-z][a-z-]*)""")
NEED_MORE = {
    "again": "needs a save that failed",
    "both": "two versions: test_the_focus_stays_where_versions_are_chosen",
    **dict.fromkeys(("keep", "use", "third", "write"), "as both"),
    "use-other": "a meeting in two versions; drawn like the others",
    "keep-shown": "as use-other",
    "complete": "needs a half word: test_the_focus_stays_where_a_word_is_completed",
    "copy-all": "needs a save that failed",
    **dict.fromkeys(("insist", "trust", "forget", "give-up"), "needs a vault that has stopped"),
    "stay": "needs a vault without a network",
    "install": "needs a browser that installs",
    "open": "the page of a link",
    "read-aloud": "needs a voice on the device",
    "send-link": "needs a share sheet",
    "send-text": "as send-link: test_take",
    "send-picture": "as send-text",
    "stop-scan": "needs a camera",
    "keep-vault": "needs a vault: test_erase",
    "erase-vault": "as keep-vault",
    **dict.fromkeys(("turn-off", "passkey", "add-passkey", "remove-passkey", "anew"), "tests of the lock"),
    **dict.fromkeys(("pair-same", "pair-different"), "needs two phones: test_pairing"),
}
"""Acts that the filled phone does not offer, with the reason."""


@dataclass
class Walk:
    """What was pressed so far, by screen and act."""

    phone: FilledPhone
    pressed: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    def offered(self, page: Page, screen: str) -> Locator | None:
        """An undo first, else what was pressed least; of a kind the last, and the next time the first."""
        controls = page.locator(CONTROLS)
        names = controls.evaluate_all(OFFERED)
        left = [name for name in names if self.pressed[screen, name] < MOST.get(name, 2)]
        if not left:
            return None
        least = min(left, key=lambda name: self.pressed[screen, name])
        name = next((name for name in left if name in ("undo", "undo-note", "no")), least)
        places = [at for at, other in enumerate(names) if other == name]
        self.pressed[screen, name] += 1
        return controls.nth(places[-1 if self.pressed[screen, name] == 1 else 0])

    def press_all(self, screen: str) -> None:
        """Open a screen and press what it offers, until nothing new is left."""
        page = self.phone.context.new_page()
        where = address(self.phone.origin, "da", screen, self.phone.about(screen))
        page.goto(where)
        for _ in range(PRESSES_MAX):
            page.wait_for_load_state("networkidle")
            page.evaluate(UNFOLD)
            for longest in page.locator("input[name=layer][value=spoken]").all():
                longest.check(force=True)
            settle(page)
            control = self.offered(page, screen)
            if control is None:
                break
            self.press(page, screen, control)
            if page.url.partition("#")[0] != where.partition("#")[0]:
                page.goto(where)
        else:
            self.lost.append(f"{screen}: there is no end to what can be pressed")
        page.close()

    def press(self, page: Page, screen: str, control: Locator) -> None:
        """Press a control by keyboard, and note when the focus is nowhere afterwards."""
        name = control.evaluate("(control) => control.dataset.act ?? control.textContent.trim()")
        here = page.url.partition("#")[0]
        control.focus()
        page.keyboard.press("Enter")
        settle(page)
        found = {"tag": "nothing", "name": ""}
        for _ in range(LOOKS):
            if page.url.partition("#")[0] != here:
                return  # another screen: a new page begins at its top
            with suppress(Error):  # the page is being left
                found = page.evaluate(FOCUS)
                if found["isSeen"]:
                    return
            settle(page)
        self.lost.append(f"{screen}: after {name} the focus is on {found['tag']} {found['name']!r}")


def acts_in_sources() -> set[str]:
    """The names of all acts, as templates and views write them."""
    folders = ("templates", "static/js/core/views")
    files = [path for folder in folders for path in (ROOT / "webapp" / folder).iterdir() if path.is_file()]
    return {name for path in files for name in ACTS.findall(path.read_text())}


@pytest.fixture
def walked(browser: Browser, server: RealServer) -> Iterator[FilledPhone]:
    """A phone of its own with words on it, because the walk throws some of them out."""
    filled = fill_phone(browser, server)
    filled.context.add_init_script(STUBS)
    page = filled.context.new_page()
    seed_meeting(page, server.url, f"{day(2)}T10:00", {WHERE: "Klinikken"}, ("Et?", "To?"))
    seed_meeting(page, server.url, f"{day(5)}T10:00", deleted=f"{day(0)}T00:00:00.000Z")
    for _ in range(3):  # to be fetched back, erased, and erased with all
        seed(page, server.url, deleted=f"{day(0)}T00:00:00.000Z")
    page.close()
    yield filled
    filled.context.close()


def test_no_act_of_any_screen_loses_the_focus(walked: FilledPhone) -> None:
    walk = Walk(walked)
    for screen in ORDER:
        walk.press_all(screen)
    assert walk.lost == []
    pressed = {act for _, act in walk.pressed}
    assert acts_in_sources() - pressed - set(NEED_MORE) == set()


def focused(page: Page) -> dict[str, Any]:
    """Where the focus is."""
    found: dict[str, Any] = page.evaluate(FOCUS)
    return found


def press_by_key(page: Page, control: Locator) -> dict[str, Any]:
    """Press a control by keyboard; returns where the focus is when all is done."""
    control.focus()
    page.keyboard.press("Enter")
    settle(page)
    for _ in range(LOOKS):
        if (found := focused(page))["isSeen"]:
            break
        settle(page)
    return found


@pytest.fixture
def page(phone: Any) -> Page:
    """A new phone without words."""
    context: BrowserContext = phone(service_workers="block")
    return context.new_page()


def test_what_comes_next_has_the_focus(page: Page, server: RealServer) -> None:
    """The acts after which it was found on the body."""
    seed(page, server.url, {PARTS[2]: "Jeg vil ud."}, title="Til lægen")
    page.goto(address(server.url, "da", "start"))
    page.evaluate(UNFOLD)
    found = press_by_key(page, page.get_by_role("button", name="Smid ud: Til lægen"))
    assert found == {"tag": "button", "name": "Fortryd", "isSeen": True}
    found = press_by_key(page, page.get_by_role("button", name="Fortryd"))
    assert found["isSeen"] and "Til lægen" in found["name"]
    found = press_by_key(page, page.get_by_role("button", name="Ikke nu"))
    assert found["isSeen"]
    page.goto(address(server.url, "da", "vault"))
    found = press_by_key(page, page.get_by_role("button", name="Slå boksen til"))
    assert found == {"tag": "h2", "name": "Dine 12 ord", "isSeen": True}
    found = press_by_key(page, page.get_by_role("button", name="Jeg har gemt dem"))
    assert found == {"tag": "a", "name": "Til dine ord", "isSeen": True}
    ask = page.get_by_role("button", name="Slet boksen")
    press_by_key(page, ask)
    found = press_by_key(page, page.get_by_role("button", name="Ikke nu"))
    assert found == {"tag": "button", "name": "Slet boksen", "isSeen": True}


def test_the_focus_stays_where_versions_are_chosen(page: Page, server: RealServer) -> None:
    others = [{"part": part, "text": "Et andet ord."} for part in ("help", "so_that")]
    statement = seed(page, server.url, {PARTS[2]: "Jeg vil ud.", PARTS[3]: "Gå en tur."}, alternatives=others)
    for act in ("keep", "use"):
        page.goto(address(server.url, "da", "two", statement))
        assert press_by_key(page, page.locator(f"[data-act={act}]").first)["isSeen"], act
    expect(page.locator("[data-act=keep]")).to_have_count(0)


def test_the_focus_stays_where_a_word_is_completed(page: Page, server: RealServer) -> None:
    page.goto(address(server.url, "da", "copy"))
    page.wait_for_load_state("networkidle")
    page.get_by_label("Dine 12 ord").press_sequentially("aft")
    found = press_by_key(page, page.locator("[data-act=complete]").first)
    assert (found["tag"], found["isSeen"]) == ("textarea", True)


def test_a_finger_that_presses_opens_no_keyboard(page: Page, server: RealServer) -> None:
    """The focus that moves on by itself never lands in a text box."""
    meeting = seed_meeting(page, server.url, f"{day(2)}T10:00", {}, ("Et?", "To?", "Tre?"))
    page.goto(address(server.url, "da", "meeting", meeting))
    for left in (2, 1, 0):
        page.locator("[data-act=item-remove]").first.tap()
        expect(page.locator("[data-questions] li")).to_have_count(left)
        settle(page)
        assert focused(page)["tag"] == "button"
