// Ending a link: withdrawn, expired or removed, and who is notified.
import {
  HOUR,
  WIPED,
  advance,
  allShares,
  flushOutbox,
  forgetShare,
  freshPhone,
  hasShareWork,
  liveShare,
  makeShare,
  secretsOf,
  stateOf,
  storedShare,
  takeMethods,
  waitingShare,
  whenSharesChange,
  withdrawShare,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedWith } from './share_texts.js';

const WANTED = { name: 'Lægen', expiresIn: HOUR, notes: true };

test('a link that was never sent is over as soon as it is withdrawn, and its secrets are wiped', async () => {
  const world = await freshPhone();
  const id = await waitingShare();
  await withdrawShare(id);
  assert.equal(await stateOf(id), 'over/withdrawn');
  assert.deepEqual(secretsOf(await storedShare(id)), WIPED);
  await flushOutbox();
  assert.equal(takeMethods(world), '');
});

test('a link that may have reached the server is withdrawn there, even if no answer ever came', async () => {
  for (const word of ['lost', 'unanswered']) {
    const world = await freshPhone();
    const id = await waitingShare();
    world.network.next = () => word;
    await flushOutbox();
    assert.equal(await stateOf(id), 'waiting, offline');
    await withdrawShare(id);
    assert.equal(await stateOf(id), 'withdrawing');
    world.network.next = () => 'fine';
    world.network.log.length = 0;
    await flushOutbox();
    assert.deepEqual(
      [takeMethods(world), await stateOf(id), world.server.shares.size],
      ['DELETE', 'over/withdrawn', 0],
    );
  }
});

test('withdrawing a link that is over, unknown or already being withdrawn changes nothing', async () => {
  await freshPhone();
  const id = await liveShare();
  await withdrawShare(id);
  const before = await storedShare(id);
  await withdrawShare(id);
  assert.deepEqual(await storedShare(id), before);
  await flushOutbox();
  const over = await storedShare(id);
  await withdrawShare(id);
  await withdrawShare('A'.repeat(22));
  assert.deepEqual(await allShares(), [over]);
});

test('only a link that is over can be removed', async () => {
  const { network } = await freshPhone();
  const ids = [await liveShare(), await liveShare(), await waitingShare()];
  await withdrawShare(ids[1]);
  network.next = () => 'lost';
  for (const id of ids) await forgetShare(id);
  assert.equal((await allShares()).length, 3);
  await withdrawShare(ids[2]);
  await forgetShare(ids[2]);
  await forgetShare('A'.repeat(22));
  assert.deepEqual(
    (await allShares()).map(({ state }) => state),
    ['withdrawing', 'live'],
  );
});

test('there is work while a link waits, and when its expiry has come', async () => {
  await freshPhone();
  assert.equal(await hasShareWork(), false);
  const id = await waitingShare();
  assert.equal(await hasShareWork(), true);
  await flushOutbox();
  assert.equal(await hasShareWork(), false);
  advance(HOUR);
  assert.equal(await hasShareWork(), true);
  await flushOutbox();
  assert.deepEqual([await stateOf(id), await hasShareWork()], ['over/expired', false]);
  await withdrawShare(await liveShare());
  assert.equal(await hasShareWork(), true);
});

test('this page is notified of every change, and only of changes', async () => {
  const { network } = await freshPhone();
  let changes = 0;
  whenSharesChange(() => {
    changes += 1;
  });
  const changesDuring = async (act) => {
    const before = changes;
    await act();
    return changes - before;
  };
  let id = '';
  assert.equal(
    await changesDuring(async () => {
      id = (await makeShare(sharedWith(), WANTED)).id;
    }),
    1,
  );
  network.next = () => 'lost';
  assert.ok(await changesDuring(flushOutbox));
  assert.equal(await changesDuring(flushOutbox), 0, 'still offline');
  network.next = () => 'fine';
  assert.ok(await changesDuring(flushOutbox));
  for (const wanted of [{}, { notes: true }])
    assert.equal(await changesDuring(() => flushOutbox(wanted)), 0, 'nothing changed');
  assert.equal(await changesDuring(() => withdrawShare(id)), 1);
  assert.equal(await changesDuring(() => withdrawShare(id)), 0);
  assert.equal(await changesDuring(flushOutbox), 1);
  assert.equal(await changesDuring(() => forgetShare(id)), 1);
});
