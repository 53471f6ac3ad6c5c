"""What a press brings: where its message stands, how it is announced, and which field it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from .chromium import SMALL_PHONE, open_phone
from .waiting import wait_until

PORTRAIT: ViewportSize = {"width": 360, "height": 740}

NEAR_PX = 120
"""From the edge of what was pressed to the edge of its message: a row of buttons lies between at most."""
MEASURE = """([line, pressed]) => {
  const foot = document.querySelector('.foot');
  const isDocked = foot && getComputedStyle(foot).position === 'fixed';
  const lower = isDocked && !foot.contains(line) ? foot.getBoundingClientRect().top : innerHeight;
  const { top, bottom, left, right } = line.getBoundingClientRect();
  const isThere = pressed?.isConnected && pressed.getClientRects().length;
  const there = isThere ? pressed.getBoundingClientRect() : null;
  const gap = there && Math.max(0, top - there.bottom, there.top - bottom);
  const list = line.parentElement.matches('ul, ol');
  return { top, bottom, left, right, lower, wide: innerWidth, gap, list };
}"""
RECORD = """() => {
  const live = '[role=status], [role=alert], [aria-live]';
  const regions = new WeakSet();
  // fixed wait: a screen reader sees a region some time after it was made
  const see = () => setTimeout(() => document.querySelectorAll(live).forEach((one) => regions.add(one)), 20);
  globalThis.spoken = [];
  see();
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(live);
      const text = region?.textContent.trim();
      if (text && regions.has(region)) globalThis.spoken.push(text);
    }
    see();
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""
"""Like a screen reader: hears texts that come into a live region which has been there for a moment."""

HEARD = "(text) => globalThis.spoken.some((spoken) => spoken.includes(text))"


@dataclass(frozen=True)
class Case:
    """A message that a press brings."""

    text: str
    field: str = ""
    """Selector of the field that the message is about."""


def press_and_measure(page: Page, pressed: Locator, case: Case, by_key: bool = False) -> list[str]:
    """Press a control; returns what is wrong with the place of its message."""
    handle = pressed.element_handle()
    page.evaluate(RECORD)
    if by_key:
        pressed.press("Enter")
    else:
        pressed.click()
    return faults(page, case, handle)


def faults(page: Page, case: Case, pressed: Any = None) -> list[str]:
    """Wait until a screen reader hears a message; returns what is wrong with its place and its field."""
    wait_until(page, HEARD, case.text)
    line = page.locator(".said").filter(has_text=case.text)
    expect(line).to_be_visible()
    where = page.evaluate(MEASURE, [line.element_handle(), pressed])
    wrong = []
    if where["top"] < 0 or where["bottom"] > where["lower"]:
        wrong.append(
            f"it stands from {where['top']:.0f} to {where['bottom']:.0f}, above {where['lower']:.0f}"
        )
    if where["left"] < 0 or where["right"] > where["wide"]:
        wrong.append("it is wider than the screen")
    if where["gap"] is not None and where["gap"] > NEAR_PX:
        wrong.append(f"it stands {where['gap']:.0f} px from what was pressed")
    if where["list"]:
        wrong.append("it is no item, and stands in a list")
    if case.field and not is_tied(page, case.field):
        wrong.append(f"it is not tied to {case.field}")
    return [f"{case.text!r}: {fault}" for fault in wrong]


def is_tied(page: Page, field: str) -> bool:
    """Whether a field is marked and names the message."""
    box = page.locator(field)
    said = page.locator(".said").get_attribute("id")
    named = (box.get_attribute("aria-describedby") or "").split()
    return box.get_attribute("aria-invalid") == "true" and said in named


@pytest.fixture(params=[PORTRAIT, SMALL_PHONE], ids=["360", "320"], scope="module")
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A phone of each size."""
    with open_phone(browser, viewport=request.param, service_workers="block") as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab on it."""
    opened = context.new_page()
    yield opened
    context.set_offline(False)
    context.clear_permissions()
    opened.close()
