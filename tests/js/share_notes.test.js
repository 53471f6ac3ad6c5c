// Notes sent back through a link: each is kept once, unreadable ones are counted, and they outlive the link.
import {
  DONE,
  HOUR,
  WIPED,
  advance,
  allShares,
  flushOutbox,
  freshPhone,
  liveShare,
  secretsOf,
  sendNote,
  stateOf,
  storedShare,
  takeMethods,
  withdrawShare,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { sealNote } = await import('../../webapp/static/js/data/share/note.js');
const { noteText } = await import('../../webapp/static/js/core/sharing/document.js');

const AT = '2026-11-26T10:00:00.000Z';
const textsOf = async (id) => (await storedShare(id)).notes.map(({ text }) => text);
const askForNotes = () => flushOutbox({ notes: true });
const sealedFor = async (id, document) => sealNote(id, (await storedShare(id)).notes_to, document);
const notesOnServer = ({ server }, id) => server.shares.get(id).notes;

test('notes arrive in order and once each, however often the phone asks', async () => {
  const world = await freshPhone();
  const id = await liveShare();
  const first = await sendNote(world, id, 'Tak.');
  assert.deepEqual(
    [await askForNotes(), (await storedShare(id)).notes],
    [DONE, [{ sealed: first, text: 'Tak.', at: AT }]],
  );
  await sendNote(world, id, 'Vi ses.');
  await askForNotes();
  const before = await storedShare(id);
  await askForNotes();
  assert.deepEqual([await textsOf(id), await storedShare(id)], [['Tak.', 'Vi ses.'], before]);
});

test('two readers may send the same text', async () => {
  const world = await freshPhone();
  const id = await liveShare();
  await sendNote(world, id);
  await sendNote(world, id);
  await askForNotes();
  assert.deepEqual(await textsOf(id), ['Tak.', 'Tak.']);
});

test('the server is asked only on request, and only for links that take notes', async () => {
  const world = await freshPhone();
  await liveShare({ notes: false });
  await liveShare();
  takeMethods(world);
  await flushOutbox();
  assert.equal(takeMethods(world), '');
  await askForNotes();
  assert.equal(takeMethods(world), 'GET');
});

test('notes that cannot be opened or read are counted and do not block the others', async () => {
  const world = await freshPhone();
  const [id, other] = [await liveShare(), await liveShare()];
  await sendNote(world, id, 'Først.');
  const readable = notesOnServer(world, id)[0];
  const unreadable = [
    `${readable.slice(0, -1)}${readable.endsWith('A') ? 'Q' : 'A'}`,
    'AQ',
    '',
    'Ag',
    '+',
    await sendNote(world, other),
    await sealedFor(id, noteText('Tak.', 'i går')),
    await sealedFor(id, 'ikke JSON'),
    await sealedFor(id, '{"kind":"note","version":2}'),
    await sealedFor(id, '{"kind":"drawing","version":1}'),
  ];
  for (const sealed of unreadable) {
    notesOnServer(world, id).splice(0, Infinity, sealed, readable, sealed);
    await askForNotes();
    assert.deepEqual(
      [await textsOf(id), (await storedShare(id)).unreadable, await stateOf(id)],
      [['Først.'], 1, 'live'],
      sealed.slice(0, 20),
    );
  }
  notesOnServer(world, id).splice(0, Infinity, unreadable[0], unreadable[1], readable);
  await askForNotes();
  assert.equal((await storedShare(id)).unreadable, 2);
  const before = await storedShare(id);
  await askForNotes();
  assert.deepEqual(await storedShare(id), before);
});

test('a note that the server no longer returns is kept', async () => {
  const world = await freshPhone();
  const id = await liveShare();
  await sendNote(world, id);
  await askForNotes();
  notesOnServer(world, id).length = 0;
  await askForNotes();
  assert.deepEqual(await textsOf(id), ['Tak.']);
});

test('notes stay when the link is withdrawn, expires, or is lost by the server', async () => {
  for (const [over, act] of Object.entries({
    withdrawn: (_world, id) => withdrawShare(id),
    expired: () => advance(HOUR),
    'withdrawn ': (world, id) => world.server.shares.delete(id),
  })) {
    const world = await freshPhone();
    const id = await liveShare();
    await sendNote(world, id);
    await askForNotes();
    await act(world, id);
    assert.deepEqual(
      [await askForNotes(), await stateOf(id), await textsOf(id)],
      [DONE, `over/${over.trim()}`, ['Tak.']],
    );
    assert.deepEqual(secretsOf(await storedShare(id)), WIPED);
  }
});

test('a link that ends on the server during the request is expired', async () => {
  const world = await freshPhone();
  const id = await liveShare();
  world.network.next = () => {
    advance(HOUR);
    return 'fine';
  };
  await askForNotes();
  assert.equal(await stateOf(id), 'over/expired');
});

test('a link withdrawn while its notes arrive is withdrawn, and the notes are kept', async () => {
  const world = await freshPhone();
  const id = await liveShare();
  await sendNote(world, id);
  world.network.next = async ({ method }) => {
    if (method === 'GET') await withdrawShare(id);
    return 'fine';
  };
  await askForNotes();
  assert.deepEqual([await stateOf(id), await textsOf(id)], ['withdrawing', ['Tak.']]);
  await askForNotes();
  assert.deepEqual([await stateOf(id), await textsOf(id)], ['over/withdrawn', ['Tak.']]);
});

test('a refused request for notes does not end a link that is being withdrawn', async () => {
  const world = await freshPhone();
  const id = await liveShare();
  world.network.next = async ({ method }) => {
    if (method === 'GET') {
      await withdrawShare(id);
      world.server.shares.delete(id);
    }
    return 'fine';
  };
  await askForNotes();
  assert.equal(await stateOf(id), 'withdrawing');
});

test('more notes than a share can hold are a bad answer', async () => {
  const world = await freshPhone();
  const id = await liveShare();
  world.server.notesMax = 6;
  for (let i = 0; i < 6; i += 1) await sendNote(world, id, `${i}`);
  await askForNotes();
  assert.deepEqual([await stateOf(id), (await allShares())[0].notes], ['live, later', []]);
});

test('a link is shown as offline only while it is', async () => {
  const world = await freshPhone();
  const id = await liveShare();
  world.network.plan('GET', 'lost');
  await askForNotes();
  assert.equal(await stateOf(id), 'live, offline');
  await askForNotes();
  assert.equal(await stateOf(id), 'live');
});
