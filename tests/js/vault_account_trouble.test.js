// The account in trouble: lost answers, other devices at the same time, a full vault, damage.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { applyRecords } from '../../webapp/static/js/data/vault/pull.js';
import { beginVault, changeVault, readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import { FINE, aDayLater, accountOf, lacks, posts, writeAndSync } from './vault_account_phones.js';
import { DONE, another, assertAllInVault, begun, help, idAt, state } from './vault_begun.js';
import { Phone, statementsHere, syncedHere, turnOn, write } from './vault_phones.js';

for (const what of ['lost', 'unanswered', 'twice', 'late']) {
  test(`a push with the account that is ${what} loses nothing and makes no second version`, async () => {
    const world = await begun(2);
    await aDayLater();
    await write(help('Jeg vil hjem.'), idAt(0));
    world.network.plan('POST', what);
    await sync();
    world.network.deliver();
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
    await assertAllInVault(world);
    await aDayLater();
    assert.deepEqual([await sync(), await lacks()], [DONE, FINE]);
    assert.equal((await accountOf(world)).devices.length, 1);
  });
}

test('another device writes the account first: documents go without it, and it follows', async () => {
  const world = await begun(2);
  const second = await another(world);
  await world.phone.take();
  await aDayLater();
  await write(help('Jeg vil hjem.'), idAt(0));
  let isFirst = true;
  world.network.next = async ({ method }) => {
    if (method !== 'POST' || !isFirst) return 'fine';
    isFirst = false;
    await second.take();
    await writeAndSync('Jeg vil ud.', idAt(1));
    await world.phone.take();
    return 'fine';
  };
  assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  assert.deepEqual([await sync(), await lacks()], [DONE, FINE]);
  await assertAllInVault(world);
  const { devices } = await accountOf(world);
  assert.deepEqual(devices.map(({ n }) => n).sort(), [2, 3]);
});

test('a vault that is full of records takes the documents without the account', async () => {
  const world = await begun(1);
  world.server.recordsMax = 2;
  await write(help('Jeg vil hjem.'), idAt(1));
  assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  await assertAllInVault(world);
  assert.equal(await accountOf(world), null);
});

test('an account that cannot be opened stops nothing, and is written anew', async () => {
  const world = await begun(2);
  const { record } = await accountOf(world);
  world.vault().seq += 1;
  world.vault().records.set(record.id, { ...record, rev: 2, seq: world.vault().seq });
  assert.deepEqual(
    [await sync(), await state(), (await readVault()).unreadable],
    [DONE, { stop: null, wait: null }, []],
  );
  await writeAndSync('Jeg vil hjem.', idAt(0));
  assert.equal((await accountOf(world)).rows.length, 2);
});

/** The current phone as an app from before v1.1 left it: it knows no names, and no account. */
async function asBeforeUpdate() {
  await change(async (transaction) => {
    const store = transaction.objectStore('synced');
    for (const { id, rev, kind, document } of await store.getAll())
      await store.put({ id, rev, kind, document });
  });
  await changeVault({ account: undefined, compared: new Date().toISOString().slice(0, 10) });
}

test('what a phone that was just updated knew is named while the vault has an older version', async () => {
  const world = await begun(3);
  const { record } = await accountOf(world);
  const old = structuredClone(world.vault().records.get(idAt(1)));
  await writeAndSync('Jeg vil hjem nu.', idAt(1));
  const newest = structuredClone(world.vault().records.get(idAt(1)));
  for (const n of [1, 2, 3, 4]) await writeAndSync(`Nu ${n}.`, idAt(2));
  await asBeforeUpdate();
  world.vault().records.delete(record.id);
  assert.deepEqual(await sync(), DONE);
  assert.equal((await accountOf(world)).rows.find(({ id }) => id === idAt(1)).name, '');
  world.vault().records.set(idAt(1), { ...old, seq: newest.seq });
  await new Phone(world.network).take();
  await turnOn(world.secret);
  const older = { ...FINE, named: [{ title: 'Jeg vil hjem nu.', isOlder: true }] };
  for (let day = 0; day < 3; day += 1) {
    assert.deepEqual([await sync(), await lacks()], [DONE, older]);
    await aDayLater();
  }
  world.vault().records.set(idAt(1), newest);
  assert.deepEqual([await sync({ compares: true }), await lacks()], [DONE, FINE]);
  await world.phone.take();
  assert.deepEqual([await sync({ compares: true }), await lacks()], [DONE, FINE]);
});

test('a vault that is put back under a phone that was just updated lacks nothing', async () => {
  const world = await begun(2);
  const copy = structuredClone(world.vault());
  for (const n of [1, 2, 3, 4]) await writeAndSync(`Nu ${n}.`, idAt(0));
  await writeAndSync('Jeg er her.', idAt(1));
  await asBeforeUpdate();
  world.vault().records.delete((await accountOf(world)).record.id);
  assert.deepEqual(await sync(), DONE);
  Object.assign(world.vault(), copy, { epoch: world.server.newEpoch() });
  assert.deepEqual([await sync(), await lacks()], [DONE, FINE]);
  await aDayLater();
  assert.deepEqual([await sync(), await lacks()], [DONE, FINE]);
  await another(world);
  assert.deepEqual(await lacks(), FINE);
});

test('an account whose server lost it is written again', async () => {
  const world = await begun(2);
  world.vault().records.delete((await accountOf(world)).record.id);
  assert.deepEqual(await sync({ compares: true }), DONE);
  await writeAndSync('Jeg vil hjem.', idAt(0));
  assert.equal((await accountOf(world)).record.rev, 1);
});

test('an app that knows no account keeps a row without a document, and deletes, marks and sends nothing', async () => {
  const world = await begun(2);
  const { record } = await accountOf(world);
  const keys = await keysOf(world.secret);
  const before = await statementsHere();
  await applyRecords(keys, [record], { seen: 0, seq: 0 });
  const row = (await syncedHere()).find(({ id }) => id === record.id);
  assert.deepEqual([row.document, row.unreadable, row.rev], [null, undefined, record.rev]);
  assert.deepEqual(await statementsHere(), before);
  world.network.log.length = 0;
  // The app that knows it comes to this phone.
  assert.deepEqual([await sync(), posts(world), await lacks()], [DONE, [], FINE]);
  await writeAndSync('Jeg vil hjem.', idAt(0));
  await beginVault(undefined, world.secret);
  assert.deepEqual([await sync(), world.server.vaults.size], [DONE, 1]);
  assert.equal((await readVault()).old, null);
});
