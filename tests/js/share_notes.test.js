// Notes that come back: each is kept once, what cannot be read is counted, and they stay when the link is over.
import {
  DONE,
  WIPED,
  secretsOf,
  HOUR,
  allShares,
  answered,
  asked,
  begun,
  here,
  flushOutbox,
  live,
  pass,
  stand,
  withdrawShare,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { sealNote } = await import('../../webapp/static/js/data/share/note.js');
const { noteText } = await import('../../webapp/static/js/core/sharing/document.js');

const AT = '2026-11-26T10:00:00.000Z';
const textsOf = async (id) => (await here(id)).notes.map(({ text }) => text);
const ask = () => flushOutbox({ notes: true });
const sealedFor = async (id, document) => sealNote(id, (await here(id)).notes_to, document);
const keptBy = ({ server }, id) => server.shares.get(id).notes;

test('notes arrive in order and once each, however often the phone asks', async () => {
  const world = await begun();
  const id = await live();
  const first = await answered(world, id, 'Tak.');
  assert.deepEqual([await ask(), (await here(id)).notes], [DONE, [{ sealed: first, text: 'Tak.', at: AT }]]);
  await answered(world, id, 'Vi ses.');
  await ask();
  const before = await here(id);
  await ask();
  assert.deepEqual([await textsOf(id), await here(id)], [['Tak.', 'Vi ses.'], before]);
});

test('two readers may send the same text', async () => {
  const world = await begun();
  const id = await live();
  await answered(world, id);
  await answered(world, id);
  await ask();
  assert.deepEqual(await textsOf(id), ['Tak.', 'Tak.']);
});

test('the server is asked only on request, and only for links that take notes', async () => {
  const world = await begun();
  await live({ notes: false });
  await live();
  asked(world);
  await flushOutbox();
  assert.equal(asked(world), '');
  await ask();
  assert.equal(asked(world), 'GET');
});

test('notes that cannot be opened or read are counted and do not block the others', async () => {
  const world = await begun();
  const [id, other] = [await live(), await live()];
  await answered(world, id, 'Først.');
  const good = keptBy(world, id)[0];
  const bad = [
    `${good.slice(0, -1)}${good.endsWith('A') ? 'Q' : 'A'}`,
    'AQ',
    '',
    'Ag',
    '+',
    await answered(world, other),
    await sealedFor(id, noteText('Tak.', 'i går')),
    await sealedFor(id, 'ikke JSON'),
    await sealedFor(id, '{"kind":"note","version":2}'),
    await sealedFor(id, '{"kind":"drawing","version":1}'),
  ];
  for (const sealed of bad) {
    keptBy(world, id).splice(0, Infinity, sealed, good, sealed);
    await ask();
    assert.deepEqual(
      [await textsOf(id), (await here(id)).unreadable, await stand(id)],
      [['Først.'], 1, 'live'],
      sealed.slice(0, 20),
    );
  }
  keptBy(world, id).splice(0, Infinity, bad[0], bad[1], good);
  await ask();
  assert.equal((await here(id)).unreadable, 2);
  const before = await here(id);
  await ask();
  assert.deepEqual(await here(id), before);
});

test('a note that the server no longer returns is kept', async () => {
  const world = await begun();
  const id = await live();
  await answered(world, id);
  await ask();
  keptBy(world, id).length = 0;
  await ask();
  assert.deepEqual(await textsOf(id), ['Tak.']);
});

test('notes stay when the link is withdrawn, expires, or is lost by the server', async () => {
  for (const [over, act] of Object.entries({
    withdrawn: (_world, id) => withdrawShare(id),
    expired: () => pass(HOUR),
    'withdrawn ': (world, id) => world.server.shares.delete(id),
  })) {
    const world = await begun();
    const id = await live();
    await answered(world, id);
    await ask();
    await act(world, id);
    assert.deepEqual(
      [await ask(), await stand(id), await textsOf(id)],
      [DONE, `over/${over.trim()}`, ['Tak.']],
    );
    assert.deepEqual(secretsOf(await here(id)), WIPED);
  }
});

test('a link that ends on the server during the request is expired', async () => {
  const world = await begun();
  const id = await live();
  world.network.next = () => {
    pass(HOUR);
    return 'fine';
  };
  await ask();
  assert.equal(await stand(id), 'over/expired');
});

test('a link withdrawn while its notes arrive is withdrawn, and the notes are kept', async () => {
  const world = await begun();
  const id = await live();
  await answered(world, id);
  world.network.next = async ({ method }) => {
    if (method === 'GET') await withdrawShare(id);
    return 'fine';
  };
  await ask();
  assert.deepEqual([await stand(id), await textsOf(id)], ['withdrawing', ['Tak.']]);
  await ask();
  assert.deepEqual([await stand(id), await textsOf(id)], ['over/withdrawn', ['Tak.']]);
});

test('a refused request for notes does not end a link that is being withdrawn', async () => {
  const world = await begun();
  const id = await live();
  world.network.next = async ({ method }) => {
    if (method === 'GET') {
      await withdrawShare(id);
      world.server.shares.delete(id);
    }
    return 'fine';
  };
  await ask();
  assert.equal(await stand(id), 'withdrawing');
});

test('more notes than a share can hold are a bad answer', async () => {
  const world = await begun();
  const id = await live();
  world.server.notesMax = 6;
  for (let i = 0; i < 6; i += 1) await answered(world, id, `${i}`);
  await ask();
  assert.deepEqual([await stand(id), (await allShares())[0].notes], ['live, later', []]);
});

test('a link is shown as offline only while it is', async () => {
  const world = await begun();
  const id = await live();
  world.network.plan('GET', 'lost');
  await ask();
  assert.equal(await stand(id), 'live, offline');
  await ask();
  assert.equal(await stand(id), 'live');
});
