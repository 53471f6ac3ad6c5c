"""Holds back the words on the phone: a person presses and types before a slow phone has read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from .waiting import wait_until

HOLD_STORAGE = """
const open = IDBFactory.prototype.open;
const held = new Promise((go) => { globalThis.letGo = go; });
IDBFactory.prototype.open = function (...given) {
  const request = open.apply(this, given);
  const add = request.addEventListener;
  request.addEventListener = function (kind, hear, ...rest) {
    globalThis.isAsked = true;
    const late = (event) => held.then(() => hear.call(this, event));
    add.call(this, kind, kind === 'success' ? late : hear, ...rest);
  };
  return request;
};
"""


@contextmanager
def held_words(page: Page, url: str) -> Iterator[None]:
    """Open a screen; the words on the phone are read only at the end of the block."""
    page.add_init_script(HOLD_STORAGE)
    page.goto("about:blank")
    page.goto(url, wait_until="load")
    wait_until(page, "() => globalThis.isAsked")
    yield
    page.evaluate("globalThis.letGo()")
