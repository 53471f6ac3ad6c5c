// The expiry of a link: set by the server, confirmed by the server, and counted from when the link is sent.
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
  waitingShare,
  withdrawShare,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const secondsAhead = (seconds) => `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;

test('a link expires when the server says so, not by the phone alone; its secrets are wiped', async () => {
  const { network } = await freshPhone();
  const [short, long] = [await liveShare(), await liveShare({ expiresIn: 2 * HOUR })];
  network.next = () => 'lost';
  advance(HOUR - 2);
  await flushOutbox();
  assert.equal(await stateOf(short), 'live');
  advance(2);
  assert.deepEqual(
    [await flushOutbox(), await stateOf(short), await stateOf(long)],
    [NOT_DONE, 'live, offline', 'live'],
  );
  network.next = () => 'fine';
  assert.deepEqual(
    [await flushOutbox(), await stateOf(short), await stateOf(long)],
    [DONE, 'over/expired', 'live'],
  );
  assert.deepEqual(secretsOf(await storedShare(short)), WIPED);
});

test('a link that expires before its withdrawal ends as withdrawn, once the server agrees', async () => {
  const { network } = await freshPhone();
  const id = await liveShare();
  await withdrawShare(id);
  network.next = () => 'lost';
  advance(HOUR);
  await flushOutbox();
  assert.equal(await stateOf(id), 'withdrawing, offline');
  network.next = () => 'fine';
  await flushOutbox();
  assert.deepEqual([await stateOf(id), secretsOf(await storedShare(id))], ['over/withdrawn', WIPED]);
});

test('a link that waited for days still gets its full duration', async () => {
  const { network } = await freshPhone();
  const id = await waitingShare();
  network.next = () => 'lost';
  await flushOutbox();
  advance(3 * 24 * HOUR);
  assert.deepEqual([await flushOutbox(), await stateOf(id)], [NOT_DONE, 'waiting, offline']);
  network.next = () => 'fine';
  await flushOutbox();
  assert.deepEqual([await stateOf(id), (await storedShare(id)).expires], ['live', secondsAhead(HOUR)]);
});
