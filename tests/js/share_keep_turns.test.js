// Tabs that keep their links at the same time: one after the other where there are locks, and without harm where there are none.
import { asked, begun, keepShares, live, made, stand, withLocks, withdrawShare } from './share_phone.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

test('runs that begin together are one after the other, where a browser has locks', () => withLocks(async () => {
  const world = await begun();
  const ids = [await made(), await made()];
  let open = 0;
  let most = 0;
  world.network.next = async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((done) => setTimeout(done, 5));
    open -= 1;
    return 'fine';
  };
  await Promise.all([keepShares(), keepShares(), keepShares({ notes: true })]);
  assert.deepEqual([most, asked(world), await Promise.all(ids.map(stand))], [1, 'PUT PUT GET GET', ['live', 'live']]);
}));

test('runs that begin together do no harm where there are no locks', async () => {
  const { server } = await begun();
  const ids = [await made(), await made()];
  const back = await live();
  await withdrawShare(back);
  await Promise.all([keepShares(), keepShares({ notes: true }), keepShares()]);
  assert.deepEqual(await Promise.all([...ids, back].map(stand)), ['live', 'live', 'over/withdrawn']);
  assert.equal(server.shares.size, 2);
});
