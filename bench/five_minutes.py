"""Time from opening the five-minute view offline to its last word painted, compared with a bare page.

Both pages have the same words. Both servers are stopped, every measurement has a new tab, and the two pages
take turns, so that other load on the machine cancels out. `--way` says how the page is opened: in an empty
tab, from the start screen, or straight, as from an icon or a reminder.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from statistics import median, quantiles

from bench.bare_page import BarePage, Look
from bench.devtools import Chromium, SlowedBrowser
from bench.quiet import wait_until_quiet
from bench.results import store
from bench.statements import seed
from tests.browser.real_server import RealServer

RATIO_MAX = {"asleep": 1.5, "awake": 1.25}
"""The largest median ratio, by whether the service worker sleeps."""
SLOWED_TIMES = 4
STATEMENTS = (1, 1000)
WAYS = ("tab", "start", "straight")
"""`straight` needs `--whole`: the protocol cannot slow a tab that is not there yet."""
HOME_SECONDS = 1.5
"""Long enough for the start screen to do all its work."""
SETTLE_SECONDS = 0.7
"""Send no command to a page during this time: a command would start its script engine early."""
WORKER_READY = """async (url) => {
  if (url) await navigator.serviceWorker.register(url);
  const { active } = await navigator.serviceWorker.ready;
  while (active.state !== 'activated') await new Promise((done) => setTimeout(done, 50));
}"""
LOOK = """async () => {
  while (!document.querySelector('[data-sentence]')) await new Promise(requestAnimationFrame);
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  const paragraphs = [...document.querySelectorAll('.say-now')].map((p) => ({
    stem: p.querySelector('.stem')?.textContent ?? '',
    words: [...p.querySelectorAll('[data-sentence]')].map((s) => s.textContent).join(' '),
  }));
  const words = style('[data-sentence]');
  return { app_font: style('body').fontFamily, words_font: words.fontFamily, words_size: words.fontSize,
    line_height: words.lineHeight, paragraphs };
}"""
# Element Timing: when the last paragraph with words was first painted, and the steps before that.
PAINTED = """async (expected) => {
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ type: 'element', buffered: true });
  const until = performance.now() + 15_000;
  while (entries.length < expected && performance.now() < until) {
    await new Promise((done) => setTimeout(done, 50));
  }
  const paints = entries.map(({ renderTime }) => renderTime).sort((a, b) => a - b);
  const [page] = performance.getEntriesByType('navigation');
  const { workerStart, fetchStart, responseStart, responseEnd, domInteractive } = page;
  const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null;
  const painted = paints[expected - 1] ?? null;
  return { painted, first, workerStart, fetchStart, responseStart, responseEnd, domInteractive };
}"""
Steps = dict[str, float]


def home_of(url: str) -> str:
    """The app's start screen; beside it another address of the bare page, which has no start screen."""
    origin, language, _ = url.partition("/da/")
    return f"{origin}{language}" if language else f"{url}start"


def opened(
    browser: Chromium,
    url: str,
    paragraphs: int,
    asleep: bool,
    way: str,
    slowed: AbstractContextManager[object],
) -> Steps:
    """Open `url` in a new tab; return its steps in milliseconds since the navigation began."""
    tab = other = browser.tab()
    try:
        if way == "start":
            tab.goto(home_of(url))
            tab.loaded()
            time.sleep(HOME_SECONDS)
        if asleep:
            tab.call("ServiceWorker.enable")
            tab.call("ServiceWorker.stopAllWorkers")
        tab.call(
            "Emulation.setCPUThrottlingRate", rate=1 if isinstance(slowed, SlowedBrowser) else SLOWED_TIMES
        )
        busy = wait_until_quiet()
        with slowed:
            if way == "straight":
                tab = browser.tab_at(url)
            else:
                tab.goto(url)
            time.sleep(SETTLE_SECONDS)
            steps: Steps = {**tab.evaluate(PAINTED, paragraphs), "busy": busy}
    finally:
        for each in {tab, other}:
            each.close()
    if steps["painted"] is None:
        raise SystemExit(f"{url}: not every paragraph was painted with an elementtiming attribute: {steps}")
    return steps


def pairs(
    browser: Chromium,
    urls: dict[str, str],
    paragraphs: int,
    count: int,
    asleep: bool,
    whole: bool,
    way: str = "tab",
) -> list[dict[str, Steps]]:
    """Measure `count` pairs; the two pages take turns in going first. A warm-up pair is dropped."""
    measured = []
    for number in range(count + 1):
        pair = {}
        for name in sorted(urls, reverse=bool(number % 2)):
            slowed = SlowedBrowser(browser.process_group, SLOWED_TIMES) if whole else nullcontext()
            pair[name] = opened(browser, urls[name], paragraphs, asleep, way, slowed)
        measured.append(pair)
    return measured[1:]


def interval(ratios: list[float]) -> tuple[float, float]:
    """The 95 % interval of the median ratio, by bootstrap: resampling the pairs, with a fixed seed."""
    generator = random.Random(1)
    medians = sorted(median(generator.choices(ratios, k=len(ratios))) for _ in range(2000))
    return medians[50], medians[1949]


def summary(measured: list[dict[str, Steps]]) -> dict[str, object]:
    """Medians, spread and ratio of one series."""
    ratios = [pair["app"]["painted"] / pair["bare"]["painted"] for pair in measured]
    found: dict[str, object] = {"pairs": len(ratios), "ratio": median(ratios), "interval": interval(ratios)}
    for name in ("app", "bare"):
        low, middle, high = quantiles([pair[name]["painted"] for pair in measured], n=4)
        found[name] = {"ms": middle, "quartiles": [low, high]}
        found[f"{name}_steps"] = {
            step: round(median(pair[name][step] or 0 for pair in measured), 1) for step in measured[0][name]
        }
    return found


@contextmanager
def phone(folder: Path) -> Iterator[tuple[Chromium, str, Look, str]]:
    """A phone with the app, one statement and the bare page; both servers are stopped and no page is open.

    Yields the browser, the address of the five-minute view, its look, and the address of the bare page.
    """
    server = RealServer(folder)
    server.start()
    with Chromium(folder / "profile") as browser:
        tab = browser.tab()
        tab.goto(f"{server.url}/da/")
        tab.loaded()
        tab.evaluate(WORKER_READY, "")
        [name] = seed(tab, 0, 1)
        url = f"{server.url}/da/fem-minutter#{name}"
        tab.goto(url)
        look = Look(**tab.evaluate(LOOK))
        bare = BarePage(look)
        other = browser.tab()
        other.goto(bare.url)
        other.evaluate(WORKER_READY, "/sw.js")
        other.close()
        tab.close()
        server.stop()
        bare.stop()
        yield browser, url, look, bare.url


def add(browser: Chromium, url: str, first: int, last: int) -> None:
    """Add statements to the phone, through a page of the app that its service worker serves."""
    tab = browser.tab()
    tab.goto(url)
    tab.evaluate(LOOK)
    seed(tab, first, last)
    tab.close()


def main() -> int:
    """Print and store the figures; return 1 if a ratio is above the limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pairs", type=int, default=30)
    arguments.add_argument(
        "--whole", action="store_true", help="slow every process, the service worker's too"
    )
    arguments.add_argument("--way", choices=WAYS, default="tab", help="how the page is opened")
    options = arguments.parse_args()
    if options.way == "straight" and not options.whole:
        arguments.error("--way straight needs --whole")
    series: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as folder, phone(Path(folder)) as (browser, url, look, bare):
        seeded = 1
        for statements in STATEMENTS:
            if statements > seeded:
                add(browser, url, seeded, statements)
                seeded = statements
            for asleep in (True, False):
                name = f"{statements} statements, worker {'asleep' if asleep else 'awake'}"
                urls = {"app": url, "bare": bare}
                found = summary(
                    pairs(
                        browser, urls, len(look.paragraphs), options.pairs, asleep, options.whole, options.way
                    )
                )
                series[name] = found
                low, high = found["interval"]
                print(
                    f"{name:32} app {found['app']['ms']:6.1f} ms  bare {found['bare']['ms']:6.1f} ms  "
                    f"ratio {found['ratio']:.2f} ({low:.2f}–{high:.2f})",
                    flush=True,
                )
    kinds = [*(["whole"] if options.whole else []), *([options.way] if options.way != "tab" else [])]
    store("_".join(["five_minutes", *kinds]), series)
    return int(any(found["ratio"] > RATIO_MAX[name.split()[-1]] for name, found in series.items()))


if __name__ == "__main__":
    sys.exit(main())
