"""Visible controls do not move while the phone is still drawing the words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from .chromium import PHONE, open_phone
from .journey import PARTS
from .meeting_journey import WHERE, day, make_meeting
from .real_server import RealServer
from .screens import OF_A_MEETING, SCREENS, address
from .seeds import seed
from .waiting import wait_until

TALL: ViewportSize = {"width": 390, "height": 2400}
"""Tall enough for every screen to show a control."""
SLOW_MEMORY_MS = 100
"""Delay of each database read, as on an old phone or one that has just woken up."""
SLOWED = f"""(() => {{
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...args) {{
    const request = open.apply(this, args);
    const listen = request.addEventListener;
    request.addEventListener = (name, listener) =>
      // fixed wait: a slow memory is what is tested
      listen.call(request, name, (event) => setTimeout(listener, {SLOW_MEMORY_MS}, event));
    return request;
  }};
}})();"""
WATCHED = """(() => {
  const seen = globalThis.seenAt = new Map();
  const measure = () => {
    const all = ':is(main, .foot) :is(a, button, summary, label, select)';
    for (const control of document.querySelectorAll(all)) {
      if (!control.checkVisibility({ checkVisibilityCSS: true }) || control.closest('.unseen')) continue;
      const { top, height } = control.getBoundingClientRect();
      if (top > innerHeight) continue;
      const name = control.getAttribute('aria-label') || control.textContent.trim();
      const places = seen.get(control)?.places ?? new Set();
      if (height) seen.set(control, { name, places: places.add(Math.round(top + scrollY)) });
    }
    requestAnimationFrame(measure);
  };
  requestAnimationFrame(measure);
})();"""
MOVED = """() => [...seenAt.values()].filter(({ places }) => places.size > 1)
  .map(({ name, places }) => `${name}: ${[...places].join(' → ')}`)"""
SEEN = "() => seenAt.size"
SHIFTS = """globalThis.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
  .observe({ type: 'layout-shift', buffered: true });"""


@pytest.fixture(scope="module")
def without_worker(browser: Browser, server: RealServer) -> Iterator[tuple[BrowserContext, str, str]]:
    """A browser without a service worker, with words and a meeting: the page draws them itself."""
    with open_phone(browser, reduced_motion="reduce", service_workers="block", viewport=TALL) as context:
        page = context.new_page()
        long = " ".join(f"Det her er sætning nummer {number}, og den er her." for number in range(1, 30))
        for number in range(5):
            statement = seed(page, server.url, {PARTS[0]: long, PARTS[2]: long}, title=f"Nummer {number}")
        meeting = make_meeting(page, server.url, f"{day(1)}T10:00", {WHERE: "Rådhuset"})
        page.close()
        yield context, statement, meeting


def moved_controls(page: Page, where: str, expected: str) -> list[str]:
    """The controls that moved after they were visible, with a slow database."""
    # Animations are frozen: on a slow machine, the page may reveal after a second what it still holds back.
    devtools = page.context.new_cdp_session(page)
    devtools.send("Animation.enable")
    devtools.send("Animation.setPlaybackRate", {"playbackRate": 0})
    page.add_init_script(SLOWED)
    page.add_init_script(WATCHED)
    page.goto(where, wait_until="networkidle")
    wait_until(page, expected)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(SEEN) > 0
    return list(page.evaluate(MOVED))


GROW = {"write", "remind"}
"""Excepted: fields grow with their text, and the server's list of reminders comes when it comes."""


@pytest.mark.parametrize("name", [name for name in SCREENS if name not in GROW])
def test_controls_stay_where_they_are(
    without_worker: tuple[BrowserContext, str, str], server: RealServer, name: str
) -> None:
    context, statement, meeting = without_worker
    page = context.new_page()
    if name == "start":
        page.set_viewport_size(PHONE)  # cards below the first view are laid out only when one comes near them
    about = meeting if name in OF_A_MEETING else statement
    drawn = (
        "() => [...document.querySelectorAll('[data-holds]')].every((view) => view.matches('[data-painted]'))"
    )
    found = moved_controls(page, address(server.url, "da", name, about), drawn)
    assert found == [], "\n".join(found)
    page.close()


def test_the_bar_stays_where_it_is_without_words(browser: Browser, server: RealServer) -> None:
    with open_phone(browser, reduced_motion="reduce", service_workers="block") as context:
        page = context.new_page()
        page.goto(address(server.url, "da", "start"), wait_until="networkidle")  # makes the database
        page.add_init_script(SLOWED)
        page.add_init_script(SHIFTS)
        page.goto(address(server.url, "da", "five"), wait_until="networkidle")
        page.locator(".short-view .empty").wait_for()
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("() => shifts") == []
