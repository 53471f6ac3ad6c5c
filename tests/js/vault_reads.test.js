// What a sync spares a slow phone: reading everything again and again, and waiting with nothing to do.
import { Phone, statementsHere, turnOn } from './vault_phones.js';
import { DONE, begun } from './vault_begun.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PULL_RECORDS } from '../../webapp/static/js/data/vault/api.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

/**
 * Count the transactions during some work that change something, and how often all rows of a store are read.
 * @param {() => Promise<unknown>} work
 */
async function costOf(work) {
  const { transaction } = IDBDatabase.prototype;
  const { getAll } = IDBObjectStore.prototype;
  const cost = { changes: 0, reads: 0 };
  IDBDatabase.prototype.transaction = function (names, mode, ...rest) {
    if (mode === 'readwrite') cost.changes += 1;
    return transaction.call(this, names, mode, ...rest);
  };
  IDBObjectStore.prototype.getAll = function (...range) {
    if (this.name === 'synced') cost.reads += 1;
    return getAll.apply(this, range);
  };
  try {
    await work();
  } finally {
    IDBDatabase.prototype.transaction = transaction;
    IDBObjectStore.prototype.getAll = getAll;
  }
  return cost;
}

test('a phone that opens a vault reads all rows before, while and after it applies records', async () => {
  const { network, secret } = await begun(3);
  await new Phone(network).take();
  await turnOn(secret);
  // Changes: the vault is there; the records; how far they go; the account's number; the end.
  assert.deepEqual(await costOf(sync), { changes: 5, reads: 3 });
});

test('a sync with nothing new reads all rows as often', async () => {
  await begun(3);
  // Changes: the records; how far they go; the end.
  assert.deepEqual(await costOf(sync), { changes: 3, reads: 3 });
});

test('a page of records is opened while the next one is on its way', async () => {
  const { network, secret } = await begun(PULL_RECORDS); // and the account, on a page of its own
  await new Phone(network).take();
  await turnOn(secret);
  const { decrypt } = crypto.subtle;
  const begins = [];
  let count = 0;
  crypto.subtle.decrypt = (...all) => (count += 1) && decrypt.apply(crypto.subtle, all);
  globalThis.fetch = (path, ...rest) => {
    const answer = network.fetch(path, ...rest);
    if (!path.includes('/records?')) return answer;
    const before = count;
    return answer.finally(() => begins.push([before, count]));
  };
  try {
    assert.deepEqual(await sync(), DONE);
  } finally {
    delete crypto.subtle.decrypt;
    globalThis.fetch = network.fetch;
  }
  assert.deepEqual(begins, [
    [0, 0],
    [0, PULL_RECORDS],
  ]);
  assert.equal((await statementsHere()).length, PULL_RECORDS);
});
