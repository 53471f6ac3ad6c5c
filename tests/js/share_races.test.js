// What a person or another tab does during a request: nothing is lost, and nothing comes back.
import {
  WIPED,
  allShares,
  flushOutbox,
  forgetShare,
  freshPhone,
  liveShare,
  secretsOf,
  stateOf,
  storedShare,
  takeMethods,
  waitingShare,
  withdrawShare,
  withLocks,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { change } = await import('../../webapp/static/js/data/storage/database.js');
const { changeShare, ended } = await import('../../webapp/static/js/data/share/shares.js');

const REFUSED = () => new Response('{}', { status: 400 });

for (const outcome of ['fine', 'unanswered', 'lost', 'refused']) {
  test(`a link withdrawn while it is being sent never becomes live (${outcome})`, async () => {
    const { server, network } = await freshPhone();
    const id = await waitingShare();
    network.next = async ({ method }) => {
      if (method !== 'PUT') return 'fine';
      await withdrawShare(id);
      return outcome === 'refused' ? REFUSED() : outcome;
    };
    await flushOutbox();
    const isOver = outcome === 'fine' || outcome === 'refused';
    assert.equal(await stateOf(id), isOver ? 'over/withdrawn' : 'withdrawing, offline');
    await flushOutbox();
    assert.deepEqual(
      [await stateOf(id), server.shares.size, secretsOf(await storedShare(id))],
      ['over/withdrawn', 0, WIPED],
    );
  });
}

test('a link withdrawn between the read of the outbox and its request is not sent', async () => {
  const { server, network } = await freshPhone();
  const [first, second] = [await waitingShare(), await waitingShare()];
  network.next = async ({ path }) => {
    if (path.endsWith(second)) await withdrawShare(first);
    return 'fine';
  };
  await flushOutbox();
  assert.deepEqual(
    [await stateOf(first), await stateOf(second), network.log.length, server.shares.size],
    ['over/withdrawn', 'live', 1, 1],
  );
});

test('no request is sent for a link that ends before its turn', async () => {
  for (const [state, method] of [
    ['withdrawing', 'DELETE'],
    ['live', 'GET'],
  ]) {
    const world = await freshPhone();
    const [second, first] = [await liveShare(), await liveShare()];
    if (state === 'withdrawing') for (const id of [first, second]) await withdrawShare(id);
    world.network.log.length = 0;
    world.network.next = async ({ path }) => {
      if (path.includes(first)) await changeShare(second, (share) => ended(share, 'withdrawn'));
      return 'fine';
    };
    await flushOutbox({ notes: true });
    assert.deepEqual([takeMethods(world), await stateOf(second)], [method, 'over/withdrawn']);
  }
});

test('an answer that arrives after the row was removed brings nothing back', async () => {
  const { network } = await freshPhone();
  const id = await waitingShare();
  await withdrawShare(id);
  await forgetShare(id);
  const other = await liveShare();
  await withdrawShare(other);
  network.next = async ({ method }) => {
    if (method === 'DELETE') await change((transaction) => transaction.objectStore('shares').delete(other));
    return 'fine';
  };
  await flushOutbox();
  assert.deepEqual(await allShares(), []);
});

test('concurrent runs take turns where the browser has locks', () =>
  withLocks(async () => {
    const world = await freshPhone();
    const ids = [await waitingShare(), await waitingShare()];
    let open = 0;
    let most = 0;
    world.network.next = async () => {
      open += 1;
      most = Math.max(most, open);
      // fixed wait: a run that did not wait for its turn would begin during it
      await new Promise((done) => setTimeout(done, 5));
      open -= 1;
      return 'fine';
    };
    await Promise.all([flushOutbox(), flushOutbox(), flushOutbox({ notes: true })]);
    assert.deepEqual(
      [most, takeMethods(world), await Promise.all(ids.map(stateOf))],
      [1, 'PUT PUT GET GET', ['live', 'live']],
    );
  }));

test('concurrent runs do no harm without locks', async () => {
  const { server } = await freshPhone();
  const ids = [await waitingShare(), await waitingShare()];
  const back = await liveShare();
  await withdrawShare(back);
  await Promise.all([flushOutbox(), flushOutbox({ notes: true }), flushOutbox()]);
  assert.deepEqual(await Promise.all([...ids, back].map(stateOf)), ['live', 'live', 'over/withdrawn']);
  assert.equal(server.shares.size, 2);
});
