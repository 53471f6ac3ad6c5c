"""What every frame of a page shows, from the very first one, also of pages that last a moment."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

SLOWED_TIMES = 6
RECORD = """(() => {
  let last = null;
  const look = () => {
    const { dataset } = document.documentElement ?? { dataset: {} };
    const text = document.body?.innerText.trim() ?? '';
    const seen = JSON.stringify([location.pathname, dataset.screen ?? '', text]);
    if (seen !== last) recordFrame(last = seen);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
"""`innerText` leaves out what is hidden. The loop runs before each paint, so it sees what is painted."""


@dataclass
class Frames:
    """The frames of all pages of a context, as (path, screen, visible text); doubles in a row count once."""

    seen: list[tuple[str, str, str]] = field(default_factory=list)

    def others(self, screen: str) -> list[tuple[str, str, str]]:
        """Frames with any text that are not of this screen."""
        return [frame for frame in self.seen if frame[2] and frame[1] != screen]

    def clear(self) -> None:
        """Forget what was seen so far."""
        self.seen.clear()


def record(context: BrowserContext) -> Frames:
    """Record every page that the context opens from now on."""
    frames = Frames()
    context.expose_function("recordFrame", lambda seen: frames.seen.append(tuple(json.loads(seen))))
    context.add_init_script(RECORD)
    return frames


def slow(page: Page) -> None:
    """Slow the processor of a page, as on a phone of some years ago."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED_TIMES})


PAINTED = (
    """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""
)
"""Resolves when what is on the page has been painted."""
