"""Listens in every page and worker of Chromium to reports of the content policy and of Trusted Types."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

REPORT = "securitypolicyviolation"
LISTEN = f"""addEventListener('{REPORT}', (event) =>
  console.error('{REPORT}', event.effectiveDirective, event.blockedURI, event.sample), true);"""
SAID_BY_BROWSER = re.compile(rf"{REPORT}|Content Security Policy|Trusted ?(?:Type|HTML|Script)")


class Violations:
    """What was heard since a test began."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.is_expected = False

    def listen(self, context: BrowserContext) -> None:
        """Hear every page and service worker of a phone, those that it opens later too."""
        context.add_init_script(LISTEN)
        context.on("console", self._hear)
        context.on("serviceworker", lambda worker: worker.on("console", self._hear))

    def _hear(self, message: ConsoleMessage) -> None:
        if SAID_BY_BROWSER.search(message.text):
            self.heard.append(message.text)

    def expect(self) -> list[str]:
        """Reports until the end of the test are its own doing; returns the list that they go to."""
        self.is_expected = True
        return self.heard

    def end(self) -> list[str]:
        """What a test heard and did not expect; the next one begins with nothing."""
        heard, self.heard = ([] if self.is_expected else self.heard), []
        self.is_expected = False
        return heard


violations = Violations()
"""One for all phones of a test process."""

LOOKS, LOOK_MS = 200, 50


def expect_heard(page: Page, heard: list[str], directive: str) -> None:
    """Wait until a report names a directive. Raises AssertionError."""
    for _ in range(LOOKS):
        if any(directive in report for report in heard):
            return
        page.wait_for_timeout(LOOK_MS)  # fixed wait: between two looks
    raise AssertionError(f"{directive} is in none of {heard}")
