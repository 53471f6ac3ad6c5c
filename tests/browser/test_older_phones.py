"""Phones as earlier versions of the app left them, recorded: everything opens, and is the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Phones
from .explore_journey import HAPPENED, boxes
from .journey import PARTS, box, sentences
from .meeting_journey import WHERE, open_about, question
from .real_server import ROOT, RealServer
from .screens import address
from .vault_journey import kept

RECORDED = sorted((ROOT / "tests" / "vectors").glob("phone-*.json"))
RESTORE = """async (databases) => {
  for (const { name, version, stores } of databases) {
    const database = await new Promise((done, refused) => {
      const request = indexedDB.open(name, version);
      request.onerror = () => refused(request.error);
      request.onsuccess = () => done(request.result);
      request.onupgradeneeded = () => {
        for (const [store, { keyPath, autoIncrement, indexes }] of Object.entries(stores)) {
          const made = request.result.createObjectStore(store, { keyPath, autoIncrement });
          for (const [index, path] of indexes) made.createIndex(index, path);
        }
      };
    });
    const transaction = database.transaction(Object.keys(stores), 'readwrite');
    for (const [store, { keys, rows }] of Object.entries(stores))
      rows.forEach((row, at) => transaction.objectStore(store).put(row, keys?.[at]));
    await new Promise((done, refused) => {
      transaction.oncomplete = done;
      transaction.onabort = () => refused(transaction.error);
    });
    database.close();
  }
}"""
SENTENCES = [
    "Jeg hedder Åse.",
    "Jeg holder af at gå tidligt om morgenen.",
    "Jeg vil sove om natten.",
    "Og have ro.",
    "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8.",
    "Bare nogle dage.",
    "Se min søster igen.",
    "Lave mad til os begge to.",
    "Kladden her.",
]


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_everything_on_an_older_phone_opens_and_is_the_same(
    phone: Phones, server: RealServer, file: Any
) -> None:
    databases = json.loads(file.read_text("utf-8"))["databases"]
    rows = {name: store["rows"] for found in databases for name, store in found["stores"].items()}
    (statement,) = [row for row in rows["statements"] if row["title"] == "Til lægen"]
    (coming,) = [row for row in rows["meetings"] if row["place"] == "Rådhuset"]
    (past,) = [row for row in rows["meetings"] if row["place"] == "Risskov"]
    (draft,) = rows["drafts"]
    page, url = phone().new_page(), server.url
    page.goto(f"{url}/healthz")
    page.evaluate(RESTORE, databases)
    page.goto(address(url, "da", "write", statement["id"]))
    expect(box(page, PARTS[3])).to_have_value(draft["mine"]["parts"]["so_that"])
    open_about(page, url, "five", statement["id"])
    assert sentences(page) == SENTENCES
    expect(page.locator("html")).to_have_attribute("data-text", "largest")
    open_about(page, url, "meeting", coming["id"])
    expect(box(page, WHERE)).to_have_value("Rådhuset")
    expect(question(page, 1)).to_have_value("Hvem er der?")
    open_about(page, url, "after", past["id"])
    expect(page.get_by_label("Gør hvad?")).to_have_value("ringer")
    open_about(page, url, "explore")
    expect(boxes(page, HAPPENED).first).to_have_value("Det var en svær uge.")
    for store in ("meetings", "explorations"):
        assert kept(page, store) == rows[store]
    found = {row["id"]: row for row in kept(page)}
    for row in rows["statements"]:
        now = {name: found[row["id"]][name] for name in row}
        if row == statement:
            assert now == {**row, "parts": draft["mine"]["parts"], "updated": now["updated"]}
        else:
            assert now == row
