// The outbox of links: what waits is done once, whatever the network, the server and the clock do meanwhile.
import {
  DONE,
  HOUR,
  NOT_DONE,
  WIPED,
  advance,
  flushOutbox,
  freshPhone,
  liveShare,
  secretsOf,
  stateOf,
  storedShare,
  takeMethods,
  waitingShare,
  withdrawShare,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { storageError } = await import('../../webapp/static/js/data/storage/storage_error.js');

const secondsAhead = (seconds) => `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;
const refusal = (status, seconds) =>
  Response.json(
    { type: 'urn:egne-ord:x' },
    { status, headers: seconds ? { 'Retry-After': String(seconds) } : {} },
  );
const GARBAGE = [
  () => new Response('<html>'),
  () => new Response('{"expires_at": "20'),
  () => Response.json({ expires_at: 'i morgen' }),
  () => new Response(null, { status: 204 }),
];
const NEVER_TAKEN = [400, 401, 403, 404, 405, 409, 413, 415];
const LATER = [
  [408, 0],
  [429, 17],
  [500, 0],
  [502, 0],
  [503, 3600],
  [504, 3],
  [507, 0],
  [521, 0],
];

test('a waiting link is sent, and is live until the expiry that the server sets', async () => {
  const world = await freshPhone();
  const id = await waitingShare({ expiresIn: 7 * 24 * HOUR });
  assert.deepEqual(await flushOutbox(), DONE);
  const { sealed, token } = await storedShare(id);
  assert.deepEqual(world.network.log, [
    { method: 'PUT', path: `/api/v1/shares/${id}`, token, body: { sealed, expires_in: 604_800 } },
  ]);
  assert.deepEqual([await stateOf(id), (await storedShare(id)).expires], ['live', secondsAhead(604_800)]);
  assert.deepEqual([await flushOutbox(), await stateOf(id), world.network.log.length], [DONE, 'live', 1]);
});

test('after a lost request or answer the same request is sent, and the first expiry counts', async () => {
  const world = await freshPhone();
  const id = await waitingShare();
  const end = secondsAhead(HOUR);
  for (const word of ['lost', 'unanswered', 'unanswered']) {
    world.network.next = () => word;
    assert.deepEqual([await flushOutbox(), await stateOf(id)], [NOT_DONE, 'waiting, offline']);
  }
  advance(60);
  world.network.next = () => 'fine';
  assert.deepEqual(
    [await flushOutbox(), await stateOf(id), (await storedShare(id)).expires],
    [DONE, 'live', end],
  );
  assert.equal(new Set(world.network.log.map((request) => JSON.stringify(request))).size, 1);
});

test('a phone stopped before it recorded an answer sends the identical request again', async () => {
  const world = await freshPhone();
  const id = await waitingShare();
  const stopped = storageError(new Error('stopped'));
  world.network.next = () => {
    IDBObjectStore.prototype.put = () => {
      throw stopped;
    };
    return 'fine';
  };
  const { put } = IDBObjectStore.prototype;
  await assert.rejects(flushOutbox(), (error) => error === stopped);
  IDBObjectStore.prototype.put = put;
  assert.deepEqual(
    [await stateOf(id), (await storedShare(id)).sent, world.server.shares.size],
    ['waiting', true, 1],
  );
  world.network.next = () => 'fine';
  assert.deepEqual([await flushOutbox(), await stateOf(id)], [DONE, 'live']);
  assert.equal(new Set(world.network.log.map((request) => JSON.stringify(request))).size, 1);
});

for (const status of NEVER_TAKEN) {
  test(`a link that the server refuses with ${status} is over, and its secrets are wiped`, async () => {
    const { network } = await freshPhone();
    const id = await waitingShare();
    network.plan('PUT', refusal(status));
    assert.deepEqual(
      [await flushOutbox(), await stateOf(id), secretsOf(await storedShare(id))],
      [DONE, 'over/refused', WIPED],
    );
    network.log.length = 0;
    assert.deepEqual([await flushOutbox(), network.log], [DONE, []]);
  });
}

// The request that each state sends, and the state after it succeeds.
const REQUESTS = {
  waiting: { method: 'PUT', begin: waitingShare, end: 'live', only: {} },
  withdrawing: {
    method: 'DELETE',
    begin: async () => {
      const id = await liveShare();
      await withdrawShare(id);
      return id;
    },
    end: 'over/withdrawn',
    only: {},
  },
  live: { method: 'GET', begin: liveShare, end: 'live', only: { notes: true } },
};

for (const [state, { method, begin, end, only }] of Object.entries(REQUESTS)) {
  test(`${state}: a ${method} that must wait changes nothing, shows why, and is sent again`, async () => {
    const { network } = await freshPhone();
    const id = await begin();
    const { wait: _, sent: __, ...before } = await storedShare(id);
    for (const [answer, seconds] of [
      ...LATER.map(([status, seconds]) => [refusal(status, seconds), seconds]),
      ...GARBAGE.filter((_, i) => method !== 'DELETE' || i < 3).map((make) => [make(), 0]),
    ]) {
      network.plan(method, answer);
      assert.deepEqual(
        [await flushOutbox(only), await stateOf(id)],
        [{ done: false, retryAfter: seconds }, `${state}, later`],
      );
      const { wait, sent, ...after } = await storedShare(id);
      assert.deepEqual(after, before);
    }
    network.plan(method, 'lost');
    assert.deepEqual([await flushOutbox(only), await stateOf(id)], [NOT_DONE, `${state}, offline`]);
    network.next = () => 'fine';
    assert.deepEqual([await flushOutbox(only), await stateOf(id)], [DONE, end]);
  });
}

for (const method of ['DELETE', 'GET']) {
  test(`a ${method} refused for any reason but a missing link is sent again`, async () => {
    const { network } = await freshPhone();
    const id = await liveShare();
    if (method === 'DELETE') await withdrawShare(id);
    const state = (await storedShare(id)).state;
    for (const status of [400, 403, 404, 405, 409, 413, 415]) {
      network.plan(method, refusal(status));
      assert.deepEqual(
        [await flushOutbox({ notes: true }), await stateOf(id)],
        [NOT_DONE, `${state}, later`],
      );
    }
    assert.ok((await storedShare(id)).key);
  });
}

test('a link is withdrawn; after a lost answer, the refusal of the next request means the same', async () => {
  for (const word of ['fine', 'unanswered']) {
    const world = await freshPhone();
    const id = await liveShare();
    await withdrawShare(id);
    world.network.plan('DELETE', word);
    await flushOutbox();
    assert.equal(world.server.shares.size, 0);
    if (word === 'unanswered') assert.equal(await stateOf(id), 'withdrawing, offline');
    assert.deepEqual(
      [await flushOutbox(), await stateOf(id), secretsOf(await storedShare(id))],
      [DONE, 'over/withdrawn', WIPED],
    );
  }
});

test('without a network only one call is made, and every waiting link is shown as offline', async () => {
  const { network } = await freshPhone();
  const live = await liveShare();
  const ids = [await waitingShare(), await waitingShare(), await waitingShare()];
  await withdrawShare(live);
  network.log.length = 0;
  network.next = () => 'lost';
  assert.deepEqual(await flushOutbox({ notes: true }), NOT_DONE);
  assert.equal(network.log.length, 1);
  assert.deepEqual(await Promise.all([live, ...ids].map(stateOf)), [
    'withdrawing, offline',
    ...Array(3).fill('waiting, offline'),
  ]);
});

test('a link that must wait does not hold up the others, and the longest wait counts', async () => {
  const { network } = await freshPhone();
  const ids = [await waitingShare(), await waitingShare(), await waitingShare()];
  network.plan('PUT', refusal(503, 60), refusal(429, 17));
  assert.deepEqual(await flushOutbox(), { done: false, retryAfter: 60 });
  assert.deepEqual(await Promise.all(ids.map(stateOf)), ['live', 'waiting, later', 'waiting, later']);
});

test('withdrawals are sent before new links', async () => {
  const world = await freshPhone();
  await withdrawShare(await liveShare());
  await waitingShare();
  world.network.log.length = 0;
  await flushOutbox();
  assert.equal(takeMethods(world), 'DELETE PUT');
});
