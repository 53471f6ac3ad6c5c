"""A composing keyboard, as on a phone: each letter changes a word that is not yet committed."""

from __future__ import annotations

from playwright.sync_api import Locator

PAUSE_MS = 120


class Composing:
    """A word being composed in a text box, at the caret."""

    def __init__(self, box: Locator) -> None:
        self._page = box.page
        self._devtools = box.page.context.new_cdp_session(box.page)
        box.focus()

    def type(self, word: str) -> None:
        """Compose the word letter by letter, starting from what is composed already."""
        for end in range(1, len(word) + 1):
            self.show(word[:end])
            self._page.wait_for_timeout(PAUSE_MS)  # fixed wait: between two letters, as a person types

    def show(self, word: str) -> None:
        """Replace the composed text by this word."""
        caret = {"selectionStart": len(word), "selectionEnd": len(word)}
        self._devtools.send("Input.imeSetComposition", {"text": word, **caret})

    def end(self, word: str) -> None:
        """Commit the word."""
        self._devtools.send("Input.insertText", {"text": word})
