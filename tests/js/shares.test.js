// The links of a phone: what is stored of each, how many there may be, and the link that is given away.
import {
  HOUR,
  allShares,
  flushOutbox,
  freshPhone,
  linkOf,
  makeShare,
  putShare,
  storedShare,
  takeMethods,
  waitingShare,
  withdrawShare,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedWith } from './share_texts.js';
import { fromBase64url } from '../../webapp/static/js/data/sealing/base64url.js';

const { ShareError, readShare, shareText } = await import('../../webapp/static/js/core/sharing/document.js');
const { readFragment } = await import('../../webapp/static/js/data/share/link.js');
const { openShare } = await import('../../webapp/static/js/data/share/sealed_share.js');
const { SHARES_MAX } = await import('../../webapp/static/js/data/share/shares.js');
const { StorageError } = await import('../../webapp/static/js/data/storage/storage_error.js');

const WANTED = { name: 'Lægen', expiresIn: HOUR, notes: true };
const refusedAs = (code, promise) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof ShareError, String(error));
    assert.equal(error.code, code);
    return true;
  });

test('a link is made without a network, and waits', async () => {
  const world = await freshPhone();
  const share = await makeShare(sharedWith(), WANTED);
  assert.equal(takeMethods(world), '');
  assert.deepEqual(await allShares(), [share]);
  const { id, key, token, sealed, notes_key, notes_to, made: at, ...rest } = share;
  assert.deepEqual(rest, {
    name: 'Lægen',
    expires_in: HOUR,
    expires: null,
    state: 'waiting',
    sent: false,
    over: null,
    wait: null,
    notes: [],
    unreadable: 0,
  });
  assert.deepEqual(
    [id, token].map((text) => fromBase64url(text).length),
    [16, 32],
  );
  assert.deepEqual(
    [key.length, fromBase64url(notes_to).length, notes_key.crv, Date.parse(at)],
    [32, 65, 'P-256', Date.now()],
  );
  assert.deepEqual(readShare(await openShare(id, key, sealed)), { shared: sharedWith(), notesTo: notes_to });
});

test('a link that takes no notes has no key for them, stored or sealed', async () => {
  await freshPhone();
  const { id, key, sealed, notes_key, notes_to } = await makeShare(sharedWith(), { ...WANTED, notes: false });
  assert.deepEqual([notes_key, notes_to], [null, null]);
  assert.deepEqual(readShare(await openShare(id, key, sealed)), { shared: sharedWith(), notesTo: null });
});

test('two links of the same text have nothing in common', async () => {
  await freshPhone();
  const two = [await makeShare(sharedWith(), WANTED), await makeShare(sharedWith(), WANTED)];
  for (const name of ['id', 'token', 'sealed', 'notes_to', 'key'])
    assert.notDeepEqual(two[0][name], two[1][name], name);
});

test('a text that is too long is refused by its code, and nothing is stored', async () => {
  await freshPhone();
  const room = 65_532 - new TextEncoder().encode(shareText(sharedWith({ title: '' }), null)).length;
  const notes = { ...WANTED, notes: false };
  await refusedAs('too-long', makeShare(sharedWith({ title: 'a'.repeat(room + 1) }), notes));
  const meeting = { ...sharedWith().meeting, questions: Array(501).fill('?') };
  await refusedAs('too-long', makeShare(sharedWith({ meeting }), notes));
  assert.deepEqual(await allShares(), []);
  await makeShare(sharedWith({ title: 'a'.repeat(room) }), notes);
  assert.equal((await allShares()).length, 1);
});

test('the twenty-first link is refused until one of the others is over', async () => {
  assert.equal(SHARES_MAX, 20);
  const world = await freshPhone();
  const ids = [];
  for (let i = 0; i < SHARES_MAX; i += 1) ids.push(await waitingShare({ notes: false }));
  await refusedAs('too-many', makeShare(sharedWith(), WANTED));
  await flushOutbox();
  await refusedAs('too-many', makeShare(sharedWith(), WANTED));
  world.network.next = () => 'lost';
  await withdrawShare(ids[0]);
  await refusedAs('too-many', makeShare(sharedWith(), WANTED));
  world.network.next = () => 'fine';
  await flushOutbox();
  await makeShare(sharedWith(), WANTED);
  assert.equal((await allShares()).length, SHARES_MAX + 1);
  await refusedAs('too-many', makeShare(sharedWith(), WANTED));
});

test('links made concurrently never exceed twenty', async () => {
  await freshPhone();
  const tries = await Promise.allSettled(
    Array.from({ length: SHARES_MAX + 4 }, () => makeShare(sharedWith(), { ...WANTED, notes: false })),
  );
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, SHARES_MAX);
  assert.equal((await allShares()).length, SHARES_MAX);
});

test('the newest link comes first', async () => {
  await freshPhone();
  const ids = [await waitingShare(), await waitingShare(), await waitingShare()];
  assert.deepEqual(
    (await allShares()).map(({ id }) => id),
    ids.reverse(),
  );
});

test('a link can be given away only while the server has it, and leads to the text', async () => {
  const world = await freshPhone();
  const id = await waitingShare();
  await assert.rejects(linkOf(await storedShare(id), 'https://egneord.example'), TypeError);
  await flushOutbox();
  const link = await linkOf(await storedShare(id), 'https://egneord.example');
  assert.match(link, /^https:\/\/egneord\.example\/d#[\w-]{22}\.[\w-]{43}\.[\w-]{4}$/);
  const { id: readId, key } = await readFragment(new URL(link).hash);
  assert.deepEqual(
    readShare(await openShare(readId, key, world.server.shares.get(readId).sealed)).shared,
    sharedWith(),
  );
  await withdrawShare(id);
  await assert.rejects(linkOf(await storedShare(id), 'https://egneord.example'), TypeError);
  await flushOutbox();
  await assert.rejects(linkOf(await storedShare(id), 'https://egneord.example'), TypeError);
});

test('a link that cannot be stored is not made', async () => {
  await freshPhone();
  const { id } = await makeShare(sharedWith(), WANTED);
  const { getRandomValues } = crypto;
  const usedId = fromBase64url(id);
  crypto.getRandomValues = (bytes) =>
    bytes.length === 16 ? (bytes.set(usedId), bytes) : getRandomValues.call(crypto, bytes);
  try {
    await assert.rejects(makeShare(sharedWith(), WANTED), StorageError);
  } finally {
    delete crypto.getRandomValues;
  }
  assert.equal((await allShares()).length, 1);
});

test('a late change never brings back a removed row', async () => {
  await freshPhone();
  const { changeShare } = await import('../../webapp/static/js/data/share/shares.js');
  assert.equal(await changeShare('A'.repeat(22), (share) => ({ ...share, state: 'live' })), undefined);
  assert.deepEqual(await allShares(), []);
  const id = await waitingShare();
  await putShare({ ...(await storedShare(id)), name: 'Anne' });
  assert.equal((await changeShare(id, (share) => ({ ...share, wait: 'later' }))).name, 'Anne');
});
