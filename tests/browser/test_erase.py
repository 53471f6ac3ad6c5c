"""Slet alt: nothing of the app is left in the browser, and what the server has goes too, now or later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .chromium import SMALL_PHONE, open_phone
from .journey import PARTS, box, expect_saved, first_visit, second_visit, stored
from .meeting_journey import day
from .pushes import PushStub
from .real_server import RealServer
from .reminder_journey import Reach, reach_of, remind
from .screens import address
from .seeds import put, seed
from .share_journey import make_link, share_screen
from .vault_journey import press
from .waiting import wait_until

MARK = "Kanariefugl"
LEFT = """async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: { ...localStorage }, session: { ...sessionStorage },
})"""
NOTHING = {"databases": [], "caches": [], "workers": 0, "local": {}, "session": {}}
NOTHING_LEFT = f"async () => JSON.stringify(await ({LEFT})()) === JSON.stringify({{\
databases: [], caches: [], workers: 0, local: {{}}, session: {{}}}})"
ONLY_WAITING = {**NOTHING, "databases": ["egne-ord-erasing"]}

# A slow phone: what the page asks for while it erases, the browser does when all of it is gone.
REGISTER_LATE = """(() => {
  if (!location.pathname.endsWith('/slet-alt')) return;
  const register = navigator.serviceWorker.register.bind(navigator.serviceWorker);
  const asked = [];
  navigator.serviceWorker.register = (...what) =>
    new Promise((done) => asked.push(() => done(register(...what))));
  globalThis.registerNow = async () => {
    for (let frame = 0; frame < 2; frame += 1)
      // fixed wait: two frames and two tasks later, what follows the drawing has run
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    for (const go of asked) go();
    if (asked.length) await navigator.serviceWorker.ready;
  };
})()"""


@dataclass
class Full:
    """A phone with words, a reminder and a link, and perhaps a vault."""

    reach: Reach

    @property
    def page(self) -> Page:
        """Its tab."""
        return self.reach.page

    @property
    def data(self) -> list[str]:
        """The files of links, reminders and vaults on the server."""
        kinds = ("shares", "reminders", "vaults")
        folders = [self.reach.server.data / kind for kind in kinds]
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        return sorted({file.suffix + file.parts[-3] for file in files if file.suffix == ".json"})

    def erase(self, vault: str = "") -> None:
        """Go to the screen by *Mere*, and answer its questions."""
        self.page.goto(address(self.reach.origin, "da", "more"))
        self.page.get_by_role("link", name="Slet alt på den her telefon").click()
        press(self.page, "Slet alt")
        if vault:
            press(self.page, vault)
        press(self.page, "Ja, slet alt")

    def state(self, kind: str) -> Any:
        """What the list says of one kind of thing."""
        return expect(self.page.locator(f"[data-erased={kind}]"))


@pytest.fixture
def full(whole_browser: Browser, own_server: RealServer) -> Iterator[Full]:
    reach = reach_of(whole_browser, own_server)
    page = reach.page
    statement = seed(page, reach.origin, {PARTS[2]: f"{MARK} vil ud."})
    put(
        page,
        "snapshots",
        {"statement": statement, "at": "2026-11-01T10:00:00.000Z", "document": {}, "key": 1},
    )
    remind(page, reach.origin, reach.meeting(f"{day(6)}T10:00"))
    share_screen(page, reach.origin, statement)
    make_link(page)
    yield Full(reach)
    page.context.close()


@pytest.fixture
def light(browser: Browser, server: RealServer) -> Iterator[Full]:
    """A phone with words alone, which the server knows nothing of."""
    with open_phone(browser) as context:
        page = first_visit(context, server.url)
        second_visit(page)
        seed(page, server.url, {PARTS[2]: f"{MARK} vil ud."})
        yield Full(Reach(page, server.url, PushStub(), server, []))


def with_vault(full: Full) -> None:
    full.page.goto(address(full.reach.origin, "da", "vault"))
    press(full.page, "Slå boksen til")
    press(full.page, "Jeg har gemt dem")
    expect(full.page.get_by_text("Nu er alt i boksen.").first).to_be_visible()


def test_nothing_is_left_on_the_phone_nor_on_the_server(full: Full) -> None:
    with_vault(full)
    assert full.data
    before = [file.read_bytes() for file in full.reach.server.data.rglob("*") if file.is_file()]
    assert before
    full.erase("Slet også boksen")
    for kind in ("phone", "reminders", "share", "vault"):
        full.state(kind).to_contain_text("Væk")
    wait_until(full.page, NOTHING_LEFT)
    assert full.data == []


def test_the_vault_stays_if_the_person_wants_it(full: Full) -> None:
    with_vault(full)
    full.erase("Behold boksen")
    full.state("vault").to_contain_text("Ligger der stadig")
    full.state("share").to_contain_text("Væk")
    wait_until(full.page, NOTHING_LEFT)
    assert full.data and all("vault" in name for name in full.data)


def test_without_a_network_the_phone_goes_at_once_and_the_rest_as_soon_as_there_is_one(full: Full) -> None:
    context, origin = full.page.context, full.reach.origin
    full.page.goto(address(origin, "da", "erase"))
    full.reach.server.stop()
    press(full.page, "Slet alt")
    press(full.page, "Ja, slet alt")
    full.state("phone").to_contain_text("Væk")
    for kind in ("reminders", "share"):
        full.state(kind).to_contain_text("Venter på net")
    assert full.page.evaluate(LEFT) == ONLY_WAITING
    assert MARK not in stored(full.page)
    full.page.close()
    full.reach.server.start()
    assert full.data
    later = context.new_page()
    later.goto(address(origin, "da", "start"))
    wait_until(
        later, "async () => !(await indexedDB.databases()).some(({ name }) => name.endsWith('erasing'))"
    )
    assert full.data == []


def test_erasing_that_was_interrupted_goes_on_when_the_app_is_opened(light: Full) -> None:
    page, origin = light.page, light.reach.origin
    page.add_init_script(REGISTER_LATE)
    page.evaluate(
        """() => new Promise((done) => {
          const request = indexedDB.open('egne-ord-erasing', 1);
          request.onupgradeneeded = () => request.result.createObjectStore('jobs', { keyPath: 'id' });
          request.onsuccess = () => {
            const jobs = request.result.transaction('jobs', 'readwrite').objectStore('jobs');
            jobs.put({ id: 'phone', kind: 'phone', token: '', state: 'waits' }).onsuccess = () => {
              request.result.close();
              done();
            };
          };
        })"""
    )
    page.goto(address(origin, "da", "start"))
    light.state("phone").to_contain_text("Væk")
    wait_until(page, NOTHING_LEFT)
    page.evaluate("registerNow()")
    assert page.evaluate(LEFT) == NOTHING


def test_a_tab_that_is_being_written_in_shows_nothing_and_stores_nothing(light: Full) -> None:
    other = light.page.context.new_page()
    other.goto(address(light.reach.origin, "da", "write", seed(light.page, light.reach.origin)))
    box(other, PARTS[3]).press_sequentially(f"{MARK} lige nu")
    light.erase()
    light.state("phone").to_contain_text("Væk")
    other.wait_for_url("about:blank")
    wait_until(light.page, NOTHING_LEFT)


def test_words_of_a_new_beginning_stay_while_the_server_is_slow(full: Full) -> None:
    held: list[Route] = []
    full.page.context.route("**/api/v1/shares/*", lambda route: held.append(route))
    with full.page.expect_request("**/api/v1/shares/*"):
        full.erase()
    other = full.page.context.new_page()
    other.goto(address(full.reach.origin, "da", "write"))
    box(other, PARTS[0]).fill(f"{MARK} igen")
    expect_saved(other)
    for route in held:
        route.continue_()
    full.state("share").to_contain_text("Væk")
    full.page.wait_for_load_state("networkidle")
    assert f"{MARK} igen" in stored(other)


def test_the_answers_to_each_question_are_seen_above_the_bar_of_a_small_phone(light: Full) -> None:
    page = light.page
    page.set_viewport_size(SMALL_PHONE)
    with_vault(light)
    page.goto(address(light.reach.origin, "da", "erase"))
    for question, answer in (("Slet alt", "Slet også boksen"), ("Behold boksen", "Nej, behold det hele")):
        press(page, question)
        button = page.get_by_role("button", name=answer)
        expect(button).to_be_visible()
        place, bar = button.bounding_box(), page.locator(".foot").bounding_box()
        assert place and bar
        assert place["y"] + place["height"] <= bar["y"], answer


def test_a_copy_can_be_saved_first_and_no_keeps_everything(light: Full) -> None:
    page = light.page
    page.goto(address(light.reach.origin, "da", "erase"))
    with page.expect_download() as copy:
        press(page, "Gem en kopi først")
    assert MARK in copy.value.path().read_text("utf-8")
    page.get_by_text("Kopien er gemt.").wait_for()
    press(page, "Slet alt")
    press(page, "Nej, behold det hele")
    expect(page.get_by_role("button", name="Slet alt", exact=True)).to_be_focused()
    assert MARK in stored(page)
