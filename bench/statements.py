"""Statements to measure with, written to the phone's database through a page of the app."""

from __future__ import annotations

from typing import Any

from bench.devtools import Tab

PARTS = {
    "introduce": "Jeg hedder Åse og er 42 år. Jeg holder af at gå en tur tidligt om morgenen. "
    "Jeg har arbejdet som bager i elleve år, og det vil jeg gerne igen.",
    "important": "Det er vigtigt for mig, at vi taler roligt, og at jeg må tale ud. Jeg sover dårligt, når "
    "der er for mange aftaler på én uge. Skriv det ned, vi bliver enige om, så jeg kan læse det bagefter.",
    "help": "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8. Bare tre dage om ugen til at "
    "begynde med. Ring hellere end at skrive, hvis en aftale bliver flyttet.",
    "so_that": "Så jeg kan se min søster igen. Og lave mad til os begge to om søndagen.",
}

SEED = """async (parts, first, last) => {
  const database = await new Promise((done, refused) => {
    const request = indexedDB.open('egne-ord');
    request.onsuccess = () => done(request.result);
    request.onerror = () => refused(request.error);
  });
  const transaction = database.transaction('statements', 'readwrite');
  const ids = [];
  for (let number = first; number < last; number += 1) {
    const id = `bench${String(number).padStart(16, '0')}A`; // 22 characters of base64url, as every id
    const day = new Date(Date.UTC(2026, 0, 1) - number * 3_600_000).toISOString();
    transaction.objectStore('statements').add({
      id, title: `Møde ${number}`, kind: 'job_centre', parts, marks: [], first: null, spoken_words: 170,
      order: ['introduce', 'important', 'help', 'so_that'], created: day, updated: day, deleted: null,
    });
    ids.push(id);
  }
  await new Promise((done, refused) => {
    transaction.oncomplete = done;
    transaction.onabort = () => refused(transaction.error);
  });
  database.close();
  return ids;
}"""


def seed(tab: Tab, first: int, last: int) -> list[str]:
    """Add the statements numbered `first` up to, not including, `last`; return their ids."""
    ids: list[Any] = tab.evaluate(SEED, PARTS, first, last)
    return [str(name) for name in ids]
