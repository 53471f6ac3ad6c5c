"""Opening a vault of 200 statements on a phone four times slower: from the last byte to the stored words."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.results import store
from bench.statements import PARTS, SEED
from tests.browser.chromium import launch_options, open_phone
from tests.browser.journey import WORKER_READY
from tests.browser.real_server import RealServer

STATEMENTS = 200
SLOWED_TIMES = 4
MS_MAX = 300
TIMEOUT_MS = 60_000
# From the end of the pull that brought the records to the moment when the page, with all words stored, leaves
# for the start screen, which says that they are here.
OPEN = """(words) => {
  navigation.addEventListener('navigate', () => {
    const end = performance.now();
    const pulls = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/records?'));
    const { responseEnd, encodedBodySize: bytes } =
      pulls.sort((a, b) => b.encodedBodySize - a.encodedBodySize)[0];
    const found = { opened: end - responseEnd, bytes, last: performance.timeOrigin + responseEnd };
    sessionStorage.setItem('found', JSON.stringify(found));
  });
  document.querySelector('#recovery').value = words;
  document.querySelector('[data-words-form]').requestSubmit();
}"""
SHOWN = """() => {
  const { opened, bytes, last } = JSON.parse(sessionStorage.getItem('found'));
  const first = performance.getEntriesByName('first-contentful-paint')[0].startTime;
  return { opened, bytes, shown: performance.timeOrigin + first - last };
}"""
LISTED = """() => new Promise((done) => {
  const seen = () => document.querySelectorAll('.card').length >= 200;
  const first = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
  const painted = () => setTimeout(() => done({ listed: performance.now(), first: first() }));
  const look = () => requestAnimationFrame(seen() ? painted : look);
  look();
})"""


def first_phone(browser: Browser, server: RealServer) -> str:
    """A phone whose statements are all in its vault; returns the twelve words."""
    page = open_phone(browser).new_page()
    page.goto(f"{server.url}/da/")
    page.evaluate(WORKER_READY)
    page.evaluate(f"(args) => ({SEED})(...args)", [PARTS, 0, STATEMENTS])
    page.goto(f"{server.url}/da/boks")
    page.get_by_role("button", name="Slå boksen til").click()
    words = " ".join(page.locator("[data-recovery-words]").inner_text().split())
    page.get_by_role("button", name="Jeg har gemt dem").click()
    page.get_by_text("Nu er alt i boksen").wait_for(timeout=TIMEOUT_MS)
    page.context.close()
    return words


def slowed(page: Page) -> None:
    """Slow the page's main thread; the protocol can slow no others."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED_TIMES})


def second_phone(browser: Browser, server: RealServer, words: str) -> dict[str, float]:
    """Fetch everything onto a new phone; return the figures, times in milliseconds."""
    with open_phone(browser) as context:
        page = context.new_page()
        page.goto(f"{server.url}/da/")
        page.evaluate(WORKER_READY)
        page.goto(f"{server.url}/da/hent")
        page.wait_for_load_state("networkidle")
        slowed(page)
        page.evaluate(OPEN, words)
        page.get_by_text("Nu er dine ord her.").wait_for(timeout=TIMEOUT_MS)
        found: dict[str, float] = page.evaluate(SHOWN)
        listed = context.new_page()
        slowed(listed)
        listed.goto(f"{server.url}/da/", wait_until="commit")
        return {**found, **listed.evaluate(LISTED)}


def main() -> int:
    """Print and store the figures; return 1 if opening takes longer than the limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--phones", type=int, default=7)
    count = arguments.parse_args().phones
    with (
        tempfile.TemporaryDirectory() as folder,
        RealServer(Path(folder)) as server,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(**launch_options())
        words = first_phone(browser, server)
        found = [second_phone(browser, server, words) for _ in range(count + 1)][1:]
        browser.close()
    figures = {name: median(phone[name] for phone in found) for name in found[0]}
    print(f"{STATEMENTS} statements, CPU slowed {SLOWED_TIMES} times, medians of {count} phones:")
    limit = f"(at most {MS_MAX})"
    print(f"  from the last byte of the pull to all words stored   {figures['opened']:.0f} ms {limit}")
    print(f"  from the last byte to the start screen with them     {figures['shown']:.0f} ms")
    print(f"  from opening the start screen to its first words     {figures['first']:.0f} ms {limit}")
    print(f"  from opening the start screen to the end of the list {figures['listed']:.0f} ms")
    store("phone_vault", figures)
    return int(max(figures["opened"], figures["first"]) > MS_MAX)


if __name__ == "__main__":
    sys.exit(main())
