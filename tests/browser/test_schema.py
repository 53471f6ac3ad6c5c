"""The app upgrades a database from before meetings or notes, and the phone's vault keeps working."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .conftest import Phones
from .explore_journey import HELPS, tick, unfold, write_notes
from .outside_client import NOW, OutsideClient, new_statement
from .real_server import RealServer
from .screens import address
from .vault_journey import kept, sync

FIRST = "Jeg hedder Åse. Jeg holder af at svømme."
MEETING_ID = "MMMMMMMMMMMMMMMMMMMMMA"
MEETING: dict[str, Any] = {
    "id": MEETING_ID,
    **dict.fromkeys(["kind", "at", "statement", "said", "heard"], ""),
    "zone": "Europe/Copenhagen",
    **dict.fromkeys(["people", "about", "companion", "my_goal", "their_goal", "next_time"], ""),
    "place": "Risskov",
    **{name: [] for name in ("questions", "left_out", "agreements", "alternatives")},
    "left_from": None,
    "asked": None,
    "created": NOW,
    "updated": NOW,
    "deleted": None,
}


OLDER = """async ({ schema, rows, secret }) => {
  const database = await new Promise((done, refused) => {
    const request = indexedDB.open('egne-ord', schema);
    request.onerror = () => refused(request.error);
    request.onsuccess = () => done(request.result);
    request.onupgradeneeded = () => {
      const made = request.result;
      made.createObjectStore('vault');
      made.createObjectStore('synced', { keyPath: 'id' });
      const statements = made.createObjectStore('statements', { keyPath: 'id' });
      statements.createIndex('updated', 'updated');
      const snapshots = made.createObjectStore('snapshots', { keyPath: 'key', autoIncrement: true });
      snapshots.createIndex('statement', ['statement', 'at']);
      made.createObjectStore('settings');
      for (const name of schema === 3 ? ['meetings', 'reminders'] : []) {
        made.createObjectStore(name, { keyPath: 'id' });
      }
    };
  });
  const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
  for (const [name, all] of Object.entries(rows)) {
    for (const row of all) transaction.objectStore(name).put(row);
  }
  transaction.objectStore('settings').put('large', 'text');
  transaction.objectStore('vault').put({
    secret: new Uint8Array(secret), made: true, saved: true, seq: 3, old: null, leaving: false,
    synced: null, wait: null, stop: null, too_long: [], unreadable: [],
  }, 'vault');
  await new Promise((done, refused) => {
    transaction.oncomplete = done;
    transaction.onerror = () => refused(transaction.error);
  });
  database.close();
}"""


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Rows of a database or a vault, by id."""
    return {row["id"]: row for row in rows}


def test_the_database_of_an_older_app_is_upgraded_without_loss(phone: Phones, server: RealServer) -> None:
    outside = OutsideClient(server.url)
    outside.call("PUT")
    agreed, gone = new_statement(FIRST), new_statement("Slettet for længst.")
    sent = {**agreed, "title": "Sendt, men svaret kom ikke"}
    here = {**agreed, "title": "Skrevet, da der ikke var net", "updated": "2026-02-02T10:00:00.000Z"}
    alone = new_statement("Kun på telefonen.")
    outside.push(agreed)
    outside.delete(gone["id"])
    outside.push_document(MEETING_ID, {"kind": "meeting", "version": 1, "meeting": MEETING})
    outside.push(sent)
    there = {record["id"]: record for record in outside.records()}
    unread = {name: there[MEETING_ID][name] for name in ("rev", "seq", "sealed")} | {
        "code": "unknown-document"
    }
    tries = [{"sealed": there[agreed["id"]]["sealed"], "statement": sent}]
    version = {"key": 1, "statement": agreed["id"], "at": NOW, "document": agreed}
    rows = {
        "statements": [here, alone],
        "snapshots": [version],
        "synced": [
            {"id": agreed["id"], "rev": 1, "statement": agreed, "sent": tries},
            {"id": gone["id"], "rev": 1, "statement": None},
            {"id": MEETING_ID, "rev": 0, "statement": None, "unreadable": unread},
        ],
    }
    page = phone().new_page()
    page.goto(f"{server.url}/ud")  # a page of the same site that opens no database
    page.evaluate(OLDER, {"schema": 2, "rows": rows, "secret": list(outside.secret)})

    page.goto(address(server.url, "da", "start"))
    expect(page.get_by_role("heading", name=here["title"])).to_be_visible()
    sync(page, server.url)
    assert by_id(kept(page)) == by_id([here, alone]), "another version appeared"
    assert kept(page, "snapshots") == [version]
    assert kept(page, "settings") == ["large"]
    assert kept(page, "meetings") == [MEETING], "the record that the older app could not read is missing"
    documents = {here["id"]: here, alone["id"]: alone, gone["id"]: None, MEETING_ID: MEETING}
    found = by_id(kept(page, "synced"))
    assert {name: row["document"] for name, row in found.items()} == documents
    assert [found[name]["kind"] for name in documents] == ["statement", "statement", "statement", "meeting"]
    revisions = {name: record["rev"] for name, record in by_id(outside.records()).items()}
    expected = {name: {here["id"]: 3}.get(name, 1) for name in documents}
    assert revisions.items() >= expected.items()
    assert len(revisions) == len(documents) + 1, "all that is there besides is the account"
    assert stores(page) == NOW_THERE


NOW_THERE = [
    *("explorations", "meetings", "reminders", "settings"),
    *("shares", "snapshots", "statements", "synced", "vault"),
]
STORES = """async () => {
  const request = indexedDB.open('egne-ord');
  await new Promise((done) => { request.onsuccess = done; });
  const names = [...request.result.objectStoreNames];
  request.result.close();
  return names.sort();
}"""


def stores(page: Page) -> list[str]:
    """The stores of the phone's database."""
    return list(page.evaluate(STORES))


def test_the_database_from_before_notes_is_upgraded_without_loss(phone: Phones, server: RealServer) -> None:
    outside = OutsideClient(server.url)
    outside.call("PUT")
    agreed = new_statement(FIRST)
    for statement in (new_statement(FIRST) | {"id": agreed["id"]}, agreed):
        outside.push(statement)
    outside.push_document(MEETING_ID, {"kind": "meeting", "version": 1, "meeting": MEETING})
    here = {**agreed, "title": "Skrevet, da der ikke var net", "updated": "2026-02-02T10:00:00.000Z"}
    synced = [
        {"id": agreed["id"], "rev": 2, "kind": "statement", "document": agreed},
        {"id": MEETING_ID, "rev": 1, "kind": "meeting", "document": MEETING},
    ]
    rows = {"statements": [here], "meetings": [MEETING], "synced": synced}
    page = phone().new_page()
    page.goto(f"{server.url}/ud")
    page.evaluate(OLDER, {"schema": 3, "rows": rows, "secret": list(outside.secret)})
    write_notes(page, server.url, {HELPS: "Min søster ringer."})
    tick(unfold(page, HELPS))
    sync(page, server.url)
    assert (kept(page), kept(page, "meetings")) == ([here], [MEETING])
    assert stores(page) == NOW_THERE
    (note,) = kept(page, "explorations")
    document = {"kind": "exploration", "version": 1, "exploration": note}
    assert outside.documents()[note["id"]] == document
    assert {row["kind"] for row in kept(page, "synced")} == {"statement", "meeting", "exploration"}
