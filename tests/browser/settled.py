"""Waiting until a page is still after a press."""

from __future__ import annotations

from playwright.sync_api import Error, Page

SETTLED = """() => new Promise((done) => {
  let timer = 0;
  const watcher = new MutationObserver(() => wait());
  const wait = () => {
    clearTimeout(timer);
    // fixed wait: nothing changes any more
    timer = setTimeout(() => {
      if (/øjeblik/.test(document.querySelector('.said')?.textContent ?? '')) return wait();
      watcher.disconnect();
      done();
    }, 250);
  };
  const changes = { childList: true, characterData: true, attributeFilter: ['hidden'] };
  watcher.observe(document, { subtree: true, ...changes });
  wait();
})"""
"""Waits until the page has been still for a moment, and no message asks for patience."""


def settle(page: Page) -> None:
    """Wait until the page is still; a press may lead to another one."""
    for _ in range(3):
        try:
            page.evaluate(SETTLED)
        except Error:  # the page has been left
            page.wait_for_load_state()
        else:
            return
