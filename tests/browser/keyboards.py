"""A keyboard that composes, as on a phone: each letter changes a word until it is put in."""

from __future__ import annotations

from playwright.sync_api import Locator

PAUSE_MS = 120


class Composing:
    """A word that is being composed in a box, at the caret."""

    def __init__(self, box: Locator) -> None:
        self._page = box.page
        self._devtools = box.page.context.new_cdp_session(box.page)
        box.focus()

    def type(self, word: str) -> None:
        """Compose the word letter by letter, from what is composed already or from nothing."""
        for end in range(1, len(word) + 1):
            self.show(word[:end])
            self._page.wait_for_timeout(PAUSE_MS)  # fixed wait: between two letters, as a person types

    def show(self, word: str) -> None:
        """Compose one more shape of the word."""
        caret = {"selectionStart": len(word), "selectionEnd": len(word)}
        self._devtools.send("Input.imeSetComposition", {"text": word, **caret})

    def end(self, word: str) -> None:
        """Put the word in."""
        self._devtools.send("Input.insertText", {"text": word})
