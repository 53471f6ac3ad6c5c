"""Documents put straight into a phone's database, for tests that are not about typing."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

from .journey import PARTS, WORDS
from .screens import address

NAMES = ("introduce", "important", "help", "so_that")
"""The parts' names in the database, in the order of their headings."""
PUT = """async ([store, document]) => {
  const isMade = ({ name, version }) => name === 'egne-ord' && version > 1;
  const ready = async () => (await indexedDB.databases()).some(isMade);
  // fixed wait: between two looks at the databases
  while (!(await ready())) await new Promise((done) => setTimeout(done, 10));
  const database = await new Promise((done, refused) => {
    const request = indexedDB.open('egne-ord');
    request.onsuccess = () => done(request.result);
    request.onerror = () => refused(request.error);
  });
  const now = new Date().toISOString();
  const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
  const put = transaction.objectStore(store).put({ ...document, created: now, updated: now });
  await new Promise((done, refused) => {
    transaction.oncomplete = done;
    transaction.onabort = () => refused(transaction.error ?? put.error);
  });
  database.close();
}"""
"""Waits for the app's database: a script that opens it before the app does would create an empty one."""


def new_id() -> str:
    """An id like the app's: 16 random bytes in base64url, 22 characters."""
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")


def seed(
    page: Page, origin: str, words: Mapping[str, str] = WORDS, title: str = "", lang: str = "da", **more: Any
) -> str:
    """Put a statement on the phone without typing; returns its id. `more` replaces other members of it.

    Takes the same arguments as `journey.write`; leaves the page where it is, or opens the start screen.
    """
    if not page.url.startswith(f"{origin}/"):
        page.goto(address(origin, lang, "start"))
    statement = new_id()
    put(page, "statements", {**blank(statement), "title": title, "parts": parts_of(words), **more})
    return statement


def put(page: Page, store: str, document: Mapping[str, Any]) -> None:
    """Put one document into a store of the phone's database; its times are now."""
    page.evaluate(PUT, [store, document])


def parts_of(words: Mapping[str, str]) -> dict[str, str]:
    """The database's parts from texts by heading; lines end as a text area ends them."""
    return {
        name: words.get(label, "").replace("\r\n", "\n") for name, label in zip(NAMES, PARTS, strict=True)
    }


def blank(statement: str) -> dict[str, Any]:
    """A blank statement, as `blankStatement` (core/statement/fields.js) makes it, except its times."""
    return {
        "id": statement,
        "title": "",
        "kind": "",
        "parts": dict.fromkeys(NAMES, ""),
        "marks": [],
        "order": list(NAMES),
        "first": None,
        "spoken_words": 170,
        "alternatives": [],
        "deleted": None,
    }
