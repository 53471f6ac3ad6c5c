// Notes without a goal in the vault: only ticked notes are sent, and unticking one deletes it nowhere.
import { Phone, openedVault, purge, syncedHere, write } from './vault_phones.js';
import { DONE, another, begun, documents, help, idAt, state, texts } from './vault_begun.js';
import { noteWith } from './explorations.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentText } from '../../webapp/static/js/core/sync/document.js';
import { allNotes, binNote, getNote, saveNote } from '../../webapp/static/js/data/documents/explorations.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

const ID = idAt(100);
/** Write some fields of the note on the current phone. */
async function writeNote(fields, id = ID) {
  const stored = (await getNote(id)) ?? null;
  return saveNote(stored, { ...(stored ?? noteWith({ id })), ...fields });
}
const inVault = async (world) =>
  [...(await documents(world)).values()].find(({ kind }) => kind === 'exploration');
/** Two phones with one statement and one ticked note; the first is the current phone. */
async function phonesWithNote(fields = {}) {
  const world = await begun();
  await writeNote({ text: 'Jeg sover. Min søster ringer.', in_vault: true, ...fields });
  assert.deepEqual(await sync(), DONE);
  const second = await another(world);
  await world.phone.take();
  return { ...world, second };
}
/**
 * Sync one phone after the other.
 * @returns the note's text, whether it is ticked and whether it is binned, on each phone
 */
async function syncedNotes(...phones) {
  const found = [];
  for (const phone of phones) {
    await phone.take();
    assert.deepEqual(await sync(), DONE);
    const stored = await getNote(ID);
    found.push(stored && [stored.text, stored.in_vault, Boolean(stored.deleted)]);
  }
  return found;
}

test('an unticked note is in no request, and no record shows that it exists', async () => {
  const world = await begun();
  const requests = world.network.log.length;
  await writeNote({ text: 'Risskov.' });
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    world.network.log.slice(requests).map(({ method }) => method),
    ['GET'],
  );
  assert.equal(world.vault().records.size, 1);
  assert.deepEqual(
    (await syncedHere()).map(({ kind }) => kind),
    ['statement'],
  );
});

test('a ticked note reaches the other phone, to the byte, and no request shows its words', async () => {
  const world = await phonesWithNote();
  const here = await getNote(ID);
  await world.second.take();
  assert.deepEqual(await getNote(ID), here);
  assert.equal(
    (await openedVault(world.server, world.secret)).get(ID).document,
    documentText('exploration', here),
  );
  for (const marker of ['søster', 'exploration', 'helps'])
    assert.equal(JSON.stringify(world.network.log).includes(marker), false, marker);
});

test('an unticked note leaves the vault and stays on both phones; then nothing more is pushed', async () => {
  const world = await phonesWithNote();
  await writeNote({ in_vault: false });
  const stays = ['Jeg sover. Min søster ringer.', false, false];
  assert.deepEqual(await syncedNotes(world.phone, world.second), [stays, stays]);
  const { at, ...deletion } = await inVault(world);
  assert.deepEqual(deletion, { deleted: true, kind: 'exploration', version: 1 });
  world.network.log.length = 0;
  assert.deepEqual(await syncedNotes(world.phone, world.second), [stays, stays]);
  assert.deepEqual(
    world.network.log.map(({ method }) => method),
    ['GET', 'GET'],
  );
  assert.deepEqual(await texts(), ['Jeg vil sove, 0.']);
});

test('a note unticked here and edited there keeps both edits, and leaves the vault on both', async () => {
  const world = await phonesWithNote();
  await writeNote({ in_vault: false, text: 'Jeg sover godt. Min søster ringer.' });
  await world.second.take();
  await writeNote({ text: 'Jeg sover. Min søster ringer. Hver dag.' });
  assert.deepEqual(await sync(), DONE);
  const [first, second] = await syncedNotes(world.phone, world.second);
  assert.deepEqual(first, ['Jeg sover godt. Min søster ringer. Hver dag.', false, false]);
  assert.deepEqual(second, ['Jeg sover. Min søster ringer. Hver dag.', false, false]);
  assert.ok((await inVault(world)).deleted);
});

test('an edit made there after unticking stays there, and does not return to the vault', async () => {
  const world = await phonesWithNote();
  await writeNote({ in_vault: false });
  await sync();
  await world.second.take();
  await writeNote({ text: 'Jeg går.' });
  assert.deepEqual(await syncedNotes(world.second, world.phone), [
    ['Jeg går.', false, false],
    ['Jeg sover. Min søster ringer.', false, false],
  ]);
  assert.ok((await inVault(world)).deleted);
});

test('a note unticked there before the first push here is answered does not come back', async () => {
  const world = await begun();
  const second = await another(world);
  await world.phone.take();
  await writeNote({ text: 'Jeg sover.', in_vault: true });
  world.network.plan('POST', 'unanswered');
  await sync();
  await second.take();
  await sync();
  await writeNote({ in_vault: false });
  const stays = ['Jeg sover.', false, false];
  assert.deepEqual(await syncedNotes(second, world.phone), [stays, stays]);
  assert.ok((await inVault(world)).deleted);
});

test('unticking many notes at once does not stop the sync, because nothing is deleted', async () => {
  const world = await phonesWithNote();
  for (let i = 0; i < 6; i += 1) await writeNote({ text: `${i}`, in_vault: true }, idAt(110 + i));
  await syncedNotes(world.phone, world.second);
  await world.phone.take();
  for (const { id } of await allNotes()) await writeNote({ in_vault: false }, id);
  await syncedNotes(world.phone, world.second);
  assert.deepEqual(
    [await state(), (await allNotes()).filter(({ deleted, in_vault }) => !deleted && !in_vault).length],
    [{ stop: null, wait: null }, 7],
  );
});

test('notes outside the vault make a mass deletion no smaller', async () => {
  const world = await begun(4);
  const second = await another(world);
  for (let i = 0; i < 20; i += 1) await writeNote({ text: `${i}` }, idAt(110 + i));
  await world.phone.take();
  for (let i = 0; i < 3; i += 1) await purge(idAt(i));
  await sync();
  await second.take();
  await sync();
  assert.equal((await state()).stop, 'mass-delete', 'three of four statements are gone');
});

test('a binned note is binned everywhere, and deleted from one bin it goes from all', async () => {
  const world = await phonesWithNote();
  await binNote(ID);
  assert.deepEqual(
    (await syncedNotes(world.phone, world.second)).map(([, , isBinned]) => isBinned),
    [true, true],
  );
  await world.phone.take();
  await purge(ID);
  assert.deepEqual(await syncedNotes(world.phone, world.second), [undefined, undefined]);
});

test('a note ticked again is sent again, together with what was written elsewhere meanwhile', async () => {
  const world = await phonesWithNote();
  await writeNote({ in_vault: false });
  await syncedNotes(world.phone, world.second);
  await writeNote({ text: 'Jeg går.' });
  await world.phone.take();
  await writeNote({ in_vault: true });
  const [, second, first] = await syncedNotes(world.phone, world.second, world.phone);
  assert.deepEqual(second, first);
  assert.ok(
    first[1] &&
      ['Jeg går.', 'Jeg sover.', 'Min søster ringer.'].every((sentence) => first[0].includes(sentence)),
    first[0],
  );
});

test('two edits of one sentence are both in the note on both phones; then nothing is pushed', async () => {
  const world = await phonesWithNote({ text: 'Jeg sover.' });
  await writeNote({ text: 'Jeg går.' });
  await sync();
  await world.second.take();
  await writeNote({ text: 'Jeg løber.' });
  const [second, first] = await syncedNotes(world.second, world.phone);
  assert.deepEqual([first, second], [second, ['Jeg løber.\n\nJeg går.', true, false]]);
  world.network.log.length = 0;
  await syncedNotes(world.second, world.phone);
  assert.deepEqual(
    world.network.log.map(({ method }) => method),
    ['GET', 'GET'],
  );
});

test('a note that is too long is reported, and stays here whole', async () => {
  const world = await begun();
  await writeNote({ text: 'a'.repeat(70_000), in_vault: true });
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    [(await readVault()).too_long, world.vault().records.size, (await getNote(ID)).text.length],
    [[ID], 1, 70_000],
  );
});

test('without a vault not even a ticked note is sent', async () => {
  const { network } = await begun();
  await new Phone(network).take();
  await writeNote({ text: 'Risskov', in_vault: true });
  await write(help('Hjem.'), idAt(50));
  network.log.length = 0;
  assert.deepEqual([await sync(), network.log], [DONE, []]);
});
