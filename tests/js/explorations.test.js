// Notes without a goal on one phone: two tabs, the bin, and copies.
import { fresh, taken } from './copies.js';
import { seenOn } from './clock.js';
import { LATER, noteWith } from './explorations.js';
import { NOW } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { livingNotes } from '../../webapp/static/js/core/exploration/fields.js';
import { writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { exportAll } from '../../webapp/static/js/data/backup/export.js';
import { change } from '../../webapp/static/js/data/storage/database.js';
import {
  allNotes,
  binNote,
  forgetIfEmpty,
  getNote,
  restoreNote,
  saveNote,
} from '../../webapp/static/js/data/documents/explorations.js';
import { emptyOldBin } from '../../webapp/static/js/data/documents/bin.js';

const ID = 'E'.repeat(22);
const put = (note) => change((transaction) => transaction.objectStore('explorations').put(note));

test('two tabs that write in one note both keep their text', async () => {
  await fresh();
  const base = await saveNote(null, noteWith({ text: 'Jeg sover.' }));
  assert.ok(base.updated > NOW && base.created === NOW);
  await saveNote(base, { ...base, text: 'Jeg sover. Godt.' });
  await saveNote(base, { ...base, text: 'Min søster ringer. Jeg sover.', in_vault: true });
  const next = await saveNote(base, { ...base, text: 'Jeg går.' });
  assert.equal(next.text, 'Min søster ringer. Jeg går. Godt.');
  const last = await saveNote(next, { ...next, text: 'Min søster ringer. Jeg løber. Godt.' });
  assert.equal(
    (await saveNote(next, { ...next, text: 'Min søster ringer. Jeg svømmer. Godt.' })).text,
    'Min søster ringer. Jeg svømmer. Godt.\n\nJeg løber.',
  );
  assert.ok(last.in_vault);
});

test('a binned note can be restored; after thirty days it is gone, and the others stay', async () => {
  await fresh();
  await saveNote(null, noteWith({ text: 'Jeg sover.' }));
  await binNote(ID);
  assert.ok((await getNote(ID)).deleted);
  await emptyOldBin();
  await restoreNote(ID);
  assert.equal((await getNote(ID)).deleted, null);
  await put(noteWith({ id: 'B'.repeat(22), deleted: new Date().toISOString() }));
  await seenOn(1, emptyOldBin);
  await put(noteWith({ id: 'C'.repeat(22), deleted: new Date().toISOString() }));
  await seenOn(29, emptyOldBin);
  assert.deepEqual(
    (await allNotes()).map(({ id }) => id[0]),
    ['C', 'E'],
  );
});

test('an empty note is discarded, one with a word is kept', async () => {
  await fresh();
  await saveNote(null, noteWith({ text: ' \n' }));
  await saveNote(null, noteWith({ id: 'F'.repeat(22), text: 'Ja' }));
  for (const name of ['E', 'F', 'G']) await forgetIfEmpty(name.repeat(22));
  assert.deepEqual(
    (await allNotes()).map(({ id }) => id[0]),
    ['F'],
  );
});

test('notes are listed oldest first, and those of one moment in one order; not blank or deleted ones', () => {
  const note = (name, created, fields = {}) =>
    noteWith({ id: name.repeat(22), created, text: name, ...fields });
  const notes = [
    note('D', LATER),
    note('C', NOW),
    note('A', LATER),
    note('B', NOW, { text: ' \n' }),
    note('F', NOW, { deleted: LATER }),
    note('B', NOW),
  ];
  for (const order of [notes, notes.toReversed()])
    assert.deepEqual(
      livingNotes(order).map(({ text }) => text),
      ['B', 'C', 'A', 'D'],
    );
});

test('a copy holds the notes; importing it removes nothing, and a second time changes nothing', async () => {
  await fresh();
  await put(noteWith({ text: 'Jeg sover.', in_vault: true }));
  const copy = readCopy(writeCopy(await exportAll(), NOW));
  assert.deepEqual(copy.explorations, await allNotes());
  assert.deepEqual(await taken(copy), { same: 1 });
  const newer = { ...copy, explorations: [noteWith({ text: 'Jeg går.', updated: LATER, in_vault: false })] };
  assert.deepEqual(await taken(newer), { joined: 1 });
  const [now] = await allNotes();
  assert.deepEqual([now.text, now.in_vault], ['Jeg sover.\n\nJeg går.', true]);
  for (const again of [newer, copy]) assert.deepEqual(await taken(again), { same: 1 });
  assert.deepEqual(await allNotes(), [now]);
  await fresh();
  assert.deepEqual(await taken(newer), { added: 1 });
  assert.deepEqual(await allNotes(), newer.explorations);
});
