// What a person or another tab does while a request is under way: nothing is lost, and nothing comes back.
import {
  allShares,
  asked,
  begun,
  forgetShare,
  here,
  flushOutbox,
  live,
  made,
  stand,
  withLocks,
  withdrawShare,
} from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { change } = await import('../../webapp/static/js/data/storage/database.js');
const { changeShare, ended } = await import('../../webapp/static/js/data/share/shares.js');

const WIPED = { key: null, token: '', sealed: '', notes_key: null };
const secretsOf = ({ key, token, sealed, notes_key }) => ({ key, token, sealed, notes_key });
const REFUSED = () => new Response('{}', { status: 400 });

for (const word of ['fine', 'unanswered', 'lost', 'refused']) {
  test(`a link that is taken back while it is being made never lives (${word})`, async () => {
    const { server, network } = await begun();
    const id = await made();
    network.next = async ({ method }) => {
      if (method !== 'PUT') return 'fine';
      await withdrawShare(id);
      return word === 'refused' ? REFUSED() : word;
    };
    await flushOutbox();
    const isOver = word === 'fine' || word === 'refused';
    assert.equal(await stand(id), isOver ? 'over/withdrawn' : 'withdrawing, offline');
    await flushOutbox();
    assert.deepEqual(
      [await stand(id), server.shares.size, secretsOf(await here(id))],
      ['over/withdrawn', 0, WIPED],
    );
  });
}

test('a link that is taken back between the look and the request is not even sent', async () => {
  const { server, network } = await begun();
  const [first, second] = [await made(), await made()];
  network.next = async ({ path }) => {
    if (path.endsWith(second)) await withdrawShare(first);
    return 'fine';
  };
  await flushOutbox();
  assert.deepEqual(
    [await stand(first), await stand(second), network.log.length, server.shares.size],
    ['over/withdrawn', 'live', 1, 1],
  );
});

test('a link that is over before its turn comes is not asked for any more', async () => {
  for (const [state, method] of [
    ['withdrawing', 'DELETE'],
    ['live', 'GET'],
  ]) {
    const world = await begun();
    const [second, first] = [await live(), await live()];
    if (state === 'withdrawing') for (const id of [first, second]) await withdrawShare(id);
    world.network.log.length = 0;
    world.network.next = async ({ path }) => {
      if (path.includes(first)) await changeShare(second, (share) => ended(share, 'withdrawn'));
      return 'fine';
    };
    await flushOutbox({ notes: true });
    assert.deepEqual([asked(world), await stand(second)], [method, 'over/withdrawn']);
  }
});

test('an answer that comes after the row was let go of brings nothing back', async () => {
  const { network } = await begun();
  const id = await made();
  await withdrawShare(id);
  await forgetShare(id);
  const other = await live();
  await withdrawShare(other);
  network.next = async ({ method }) => {
    if (method === 'DELETE') await change((transaction) => transaction.objectStore('shares').delete(other));
    return 'fine';
  };
  await flushOutbox();
  assert.deepEqual(await allShares(), []);
});

test('runs that begin together are one after the other, where a browser has locks', () =>
  withLocks(async () => {
    const world = await begun();
    const ids = [await made(), await made()];
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
      [most, asked(world), await Promise.all(ids.map(stand))],
      [1, 'PUT PUT GET GET', ['live', 'live']],
    );
  }));

test('runs that begin together do no harm where there are no locks', async () => {
  const { server } = await begun();
  const ids = [await made(), await made()];
  const back = await live();
  await withdrawShare(back);
  await Promise.all([flushOutbox(), flushOutbox({ notes: true }), flushOutbox()]);
  assert.deepEqual(await Promise.all([...ids, back].map(stand)), ['live', 'live', 'over/withdrawn']);
  assert.equal(server.shares.size, 2);
});
