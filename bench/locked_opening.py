"""From the right code to the first word, with the CPU slowed four times and 300 statements."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.results import store
from tests.browser.chromium import launch_options, open_phone
from tests.browser.journey import PARTS, box, expect_saved, first_visit, second_visit, start_writing
from tests.browser.lock_journey import CODE, code_box, lock_now, turn_on
from tests.browser.real_server import RealServer
from tests.browser.screens import address
from tests.browser.test_app_lock_disk import MANY
from tests.browser.waiting import wait_until

STATEMENTS = 300
SLOWED_TIMES = 4
ROUNDS = 9
MS_MAX = 300
DERIVE = """async () => {
  const begin = performance.now();
  const code = new TextEncoder().encode('en kode');
  const source = await crypto.subtle.importKey('raw', code, 'PBKDF2', false, ['deriveKey']);
  const rule = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(16), iterations: 600_000 };
  await crypto.subtle.deriveKey(rule, source, { name: 'AES-GCM', length: 256 }, false, ['wrapKey']);
  return performance.now() - begin;
}"""
UNLOCK = """() => {
  sessionStorage.setItem('asked', performance.timeOrigin + performance.now());
  document.querySelector('[data-unlock]').requestSubmit();
}"""
PAINTED = """() => new Promise((done) => {
  new PerformanceObserver((list) => {
    const { renderTime, loadTime } = list.getEntries()[0];
    const at = performance.timeOrigin + (renderTime || loadTime);
    done(at - Number(sessionStorage.getItem('asked')));
  }).observe({ type: 'element', buffered: true });
})"""


def opened(page: Page, origin: str) -> tuple[float, float]:
    """Milliseconds of one derivation, and from the code to the first word."""
    lock_now(page, origin)
    page.goto(address(origin, "da", "five"))
    code_box(page).fill(CODE)
    derived = page.evaluate(DERIVE)
    page.evaluate(UNLOCK)
    wait_until(page, "() => document.querySelector('main [elementtiming]') !== null")
    return derived, page.evaluate(PAINTED)


def main() -> int:
    """Print and store the medians; return 1 if the rest takes longer than its bar."""
    with (
        tempfile.TemporaryDirectory() as folder,
        RealServer(Path(folder) / "home") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options())
        page = first_visit(open_phone(browser), server.url)
        second_visit(page)
        start_writing(page, server.url)
        box(page, PARTS[0]).fill("Jeg hedder Åse. Jeg holder af at svømme. " * 20)
        expect_saved(page)
        page.evaluate(MANY, STATEMENTS)
        turn_on(page, server.url)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED_TIMES})
        rounds = [opened(page, server.url) for _ in range(ROUNDS)]
        browser.close()
    rest = median(whole - derived for derived, whole in rounds)
    print(f"derivation {median(d for d, _ in rounds):.0f} ms; the rest {rest:.0f} ms (bar {MS_MAX} ms)")
    store("locked_opening", {"rounds": rounds, "rest": rest})
    return int(rest > MS_MAX)


if __name__ == "__main__":
    sys.exit(main())
