// Ending a link: withdrawn, expired or removed, and who is notified.
import {
  HOUR,
  WIPED,
  secretsOf,
  allShares,
  asked,
  begun,
  forgetShare,
  hasShareWork,
  here,
  flushOutbox,
  live,
  made,
  makeShare,
  pass,
  stand,
  whenSharesChange,
  withdrawShare,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedWith } from './share_texts.js';

const WANTED = { name: 'Lægen', expiresIn: HOUR, notes: true };

test('a link that was never sent is over as soon as it is withdrawn, and its secrets are wiped', async () => {
  const world = await begun();
  const id = await made();
  await withdrawShare(id);
  assert.equal(await stand(id), 'over/withdrawn');
  assert.deepEqual(secretsOf(await here(id)), WIPED);
  await flushOutbox();
  assert.equal(asked(world), '');
});

test('a link that may have reached the server is withdrawn there, even if no answer ever came', async () => {
  for (const word of ['lost', 'unanswered']) {
    const world = await begun();
    const id = await made();
    world.network.next = () => word;
    await flushOutbox();
    assert.equal(await stand(id), 'waiting, offline');
    await withdrawShare(id);
    assert.equal(await stand(id), 'withdrawing');
    world.network.next = () => 'fine';
    world.network.log.length = 0;
    await flushOutbox();
    assert.deepEqual(
      [asked(world), await stand(id), world.server.shares.size],
      ['DELETE', 'over/withdrawn', 0],
    );
  }
});

test('withdrawing a link that is over, unknown or already being withdrawn changes nothing', async () => {
  await begun();
  const id = await live();
  await withdrawShare(id);
  const before = await here(id);
  await withdrawShare(id);
  assert.deepEqual(await here(id), before);
  await flushOutbox();
  const over = await here(id);
  await withdrawShare(id);
  await withdrawShare('A'.repeat(22));
  assert.deepEqual(await allShares(), [over]);
});

test('only a link that is over can be removed', async () => {
  const { network } = await begun();
  const ids = [await live(), await live(), await made()];
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
  await begun();
  assert.equal(await hasShareWork(), false);
  const id = await made();
  assert.equal(await hasShareWork(), true);
  await flushOutbox();
  assert.equal(await hasShareWork(), false);
  pass(HOUR);
  assert.equal(await hasShareWork(), true);
  await flushOutbox();
  assert.deepEqual([await stand(id), await hasShareWork()], ['over/expired', false]);
  await withdrawShare(await live());
  assert.equal(await hasShareWork(), true);
});

test('this page is notified of every change, and only of changes', async () => {
  const { network } = await begun();
  let heard = 0;
  whenSharesChange(() => {
    heard += 1;
  });
  const heardSince = async (act) => {
    const before = heard;
    await act();
    return heard - before;
  };
  let id = '';
  assert.equal(
    await heardSince(async () => {
      id = (await makeShare(sharedWith(), WANTED)).id;
    }),
    1,
  );
  network.next = () => 'lost';
  assert.ok(await heardSince(flushOutbox));
  assert.equal(await heardSince(flushOutbox), 0, 'still no network');
  network.next = () => 'fine';
  assert.ok(await heardSince(flushOutbox));
  for (const wanted of [{}, { notes: true }])
    assert.equal(await heardSince(() => flushOutbox(wanted)), 0, 'nothing new');
  assert.equal(await heardSince(() => withdrawShare(id)), 1);
  assert.equal(await heardSince(() => withdrawShare(id)), 0);
  assert.equal(await heardSince(flushOutbox), 1);
  assert.equal(await heardSince(() => forgetShare(id)), 1);
});
