"""How soon each press and key of the journey is answered on a slow phone, and what shifts on its screens.

The journey goes from start over writing, the five minutes, "Sig det" and hand-over to meetings, with words on
the phone and the CPU slowed four times. Every control is pressed by real input, and letters are typed. Event
Timing says how long it took from the input to the next paint; Layout Instability, what moved by itself.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from playwright.sync_api import Error, Locator, Page

from bench.invented_phone import browser_and_server
from bench.results import store
from tests.browser.filled_phone import FilledPhone, fill_phone
from tests.browser.journey import own_again
from tests.browser.screens import address

INTERACTION_MAX_MS = 100
SHIFT_MAX = 0.0
SLOWED_TIMES = 4
JOURNEY = ("start", "write", "five", "say", "handover", "meetings", "meeting", "ready", "after", "more")
PRESSED = ", ".join(
    f"{place} {control}"
    for place in ("main", ".foot", ".top")
    for control in ("button", "summary", "label:has(input)")
)
LEFT_OUT = "[data-act=bin], [data-act=remove], [data-act=delete], [data-act=leave], [data-way-out]"
"""Controls that would take away what the next screen shows."""
PRESSES_MAX = 40
SAME_ACT_MAX = 3
"""How often one act is pressed on a screen: each press of "add" brings new controls."""
TIMES = 3
"""How often each screen is measured; the fastest of these counts for a press, so that other load does not."""
PRESS_TIMEOUT_MS = 5_000
SETTLE_MS = 400
LETTERS = " Det er vigtigt. Jeg vil"
OBSERVE = """
window.seen = { presses: [], shifts: [] };
const name = (node) => {
  const near = node?.closest?.('[data-act], [id]') ?? node;
  return near?.dataset?.act ?? (near?.id ? `#${near.id}` : node?.className || node?.nodeName || '?');
};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.interactionId)
    window.seen.presses.push({ what: `${entry.name} ${name(entry.target)}`, ms: entry.duration,
      waited: entry.processingStart - entry.startTime, ran: entry.processingEnd - entry.processingStart });
}).observe({ type: 'event', durationThreshold: 16, buffered: true });
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    const what = sources.map(({ node }) => name(node));
    window.seen.shifts.push({ value, after_input: hadRecentInput, what });
  }
}).observe({ type: 'layout-shift', buffered: true });
"""


@dataclass
class Seen:
    """What one screen did: each slow press, and each shift."""

    presses: list[dict[str, Any]] = field(default_factory=list)
    shifts: list[dict[str, Any]] = field(default_factory=list)
    pressed: int = 0

    def add(self, page: Page) -> None:
        """Take over what a page has seen since it was opened."""
        found = page.evaluate("() => window.seen")
        self.presses += found["presses"]
        self.shifts += found["shifts"]

    @property
    def numbered(self) -> dict[tuple[str, int], float]:
        """The milliseconds of each press, by what was pressed and how often before; not below 16 ms."""
        times: Counter[str] = Counter()
        found = {}
        for press in self.presses:
            times[press["what"]] += 1
            found[press["what"], times[press["what"]]] = press["ms"]
        return found

    @property
    def shifted(self) -> float:
        """All shifts that no input explains."""
        return sum((float(shift["value"]) for shift in self.shifts if not shift["after_input"]), 0.0)


def slowest(passes: list[Seen]) -> tuple[float, str]:
    """The press whose fastest time is the longest, of those that every pass reports."""
    all_times = [seen.numbered for seen in passes]
    shared = set(all_times[0]).intersection(*all_times[1:])
    fastest = [(min(times[key] for times in all_times), key[0]) for key in shared]
    return max(fastest, default=(0.0, "below 16 ms"))


def slow(page: Page) -> None:
    """Slow the processor of a page."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED_TIMES})


def opened(filled: FilledPhone, lang: str, name: str) -> Page:
    """A screen in its own tab, slowed, when its network is idle."""
    page = filled.context.new_page()
    page.add_init_script(OBSERVE)
    slow(page)
    page.goto(address(filled.origin, lang, name, filled.about(name)))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE_MS)
    return page


def press(control: Locator) -> bool:
    """Press a control if it can be seen; whether it was."""
    if not control.is_visible() or not control.is_enabled():
        return False
    try:
        control.click(timeout=PRESS_TIMEOUT_MS)
    except Error:
        return False  # something covers it, or it is gone
    return True


def type_letters(page: Page) -> None:
    """Type into the first visible box for words."""
    box = page.locator("main textarea:visible").first
    if box.count():
        box.click()
        page.keyboard.type(LETTERS, delay=40)
        page.wait_for_timeout(SETTLE_MS)


def controls(page: Page) -> int:
    """How many controls a screen has."""
    return page.locator(PRESSED).count()


def pressed(filled: FilledPhone, lang: str, name: str) -> Seen:
    """Type, then press each control of a screen; open it again when a press led away."""
    seen, page, number = Seen(), opened(filled, lang, name), 0
    acts: Counter[str] = Counter()
    home = page.url.partition("#")[0]
    type_letters(page)
    while number < min(controls(page), PRESSES_MAX):
        control = page.locator(PRESSED).nth(number)
        number += 1
        act = control.evaluate("(node, left) => node.matches(left) ? null : node.dataset.act ?? ''", LEFT_OUT)
        if act is None or (act and acts[act] >= SAME_ACT_MAX) or not press(control):
            continue
        acts[act] += 1
        seen.pressed += 1
        page.wait_for_timeout(SETTLE_MS)
        if page.url.partition("#")[0] != home:
            own_again(page)
            page.close()
            page = opened(filled, lang, name)
    seen.add(page)
    own_again(page)
    page.close()
    return seen


def measured(lang: str, names: list[str]) -> Iterator[tuple[str, list[Seen]]]:
    """Each screen of the journey in order, several times."""
    with browser_and_server() as (browser, server):
        filled = fill_phone(browser, server)
        for name in names:
            yield name, [pressed(filled, lang, name) for _ in range(TIMES)]


def report(name: str, passes: list[Seen]) -> bool:
    """Print the figures of one screen; whether they are within the bars."""
    ms, what = slowest(passes)
    shifted = min(seen.shifted for seen in passes)
    print(f"{name:10} {passes[0].pressed:3} pressed, slowest {ms:4.0f} ms ({what}), shift {shifted:.4f}")
    for shift in passes[0].shifts:
        if not shift["after_input"]:
            print(f"           {shift['value']:.4f} {', '.join(shift['what'])}")
    return ms <= INTERACTION_MAX_MS and shifted <= SHIFT_MAX


def main() -> int:
    """Print and store the figures; return 1 if a press is too slow or something shifts."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("screens", nargs="*", default=list(JOURNEY))
    arguments.add_argument("--lang", default="da")
    options = arguments.parse_args()
    figures, is_good = {}, True
    for name, passes in measured(options.lang, options.screens):
        figures[name] = [asdict(seen) for seen in passes]
        is_good = report(name, passes) and is_good
    store("interactions", figures)
    return int(not is_good)


if __name__ == "__main__":
    sys.exit(main())
