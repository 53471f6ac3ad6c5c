// The worker hands the app lock's key on: to a hasty next page, and to nobody once the app is locked or closed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forget, keep, keyOfPages, relayKey } from '../../webapp/static/js/worker/key_relay.js';
import { newDataKey } from '../../webapp/static/js/data/lock/wrapped_key.js';

const KEY = await newDataKey();
const SILENT = { matchAll: async () => [{ postMessage() {} }] };
const NONE = { matchAll: async () => [] };

/** What a page asks the worker, and how it says that it has the answer. @param {null | false} what */
async function asked(what, clients = SILENT) {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((done) => (port1.onmessage = ({ data }) => done(data)));
  await relayKey({ data: { key: what }, ports: [port2] }, clients);
  const key = await answer;
  const say = async () => {
    port1.postMessage('here');
    await new Promise((done) => setTimeout(done)); // fixed wait: the message is delivered in the next turn
  };
  return { key, say, close: () => port1.close() };
}

test('a page that is left before it has the key leaves it to the next one', async () => {
  keep(KEY);
  assert.equal(await keyOfPages(SILENT), KEY, 'left before it asked');
  const first = await asked(null);
  assert.equal(keep(await keyOfPages(SILENT)), KEY, 'left before it had the answer');
  await first.say();
  const next = await asked(null);
  assert.ok(next.key, 'the page before said only now that it had the key');
  await next.say();
  assert.equal(await keyOfPages(SILENT), null);
  first.close();
  next.close();
});

test('a navigation that finds no key takes none from a page that is about to ask', async () => {
  keep(KEY);
  keep(null);
  const page = await asked(null);
  assert.ok(page.key);
  forget();
  page.close();
});

test('once the app is locked or closed, the worker has no key', async () => {
  keep(KEY);
  const locking = await asked(false);
  assert.equal(locking.key, null);
  assert.equal(await keyOfPages(SILENT), null);
  locking.close();
  keep(KEY);
  assert.equal(await keyOfPages(NONE), null);
  assert.equal(await keyOfPages(SILENT), null);
});

test('a page that says nothing for too long, or a clock that went back, ends it', async ({ mock }) => {
  for (const shift of [60_000, -60_000]) {
    keep(KEY);
    const now = Date.now();
    const clock = mock.method(Date, 'now', () => now + shift);
    assert.equal(await keyOfPages(SILENT), null);
    clock.mock.restore();
  }
});

test('a page that was too busy to answer at once gives its key to the page that was opened without it', async () => {
  assert.equal(keep(await keyOfPages(SILENT)), null, 'the navigation goes on');
  await relayKey({ data: { key: KEY }, ports: [] }, SILENT);
  const page = await asked(null);
  assert.equal(page.key === null, false);
  await page.say();
  page.close();
  await relayKey({ data: { key: KEY }, ports: [] }, SILENT);
  assert.equal(await keyOfPages(SILENT), null, 'a key that nobody waits for is not kept');
});

test('a key that comes after the app was locked is not kept', async () => {
  await keyOfPages(SILENT);
  const locking = await asked(false);
  locking.close();
  await relayKey({ data: { key: KEY }, ports: [] }, SILENT);
  assert.equal(await keyOfPages(SILENT), null);
});

test('a navigation that got its key in time keeps none that comes later', async () => {
  const navigation = keyOfPages(SILENT);
  await new Promise((done) => setTimeout(done)); // fixed wait: it is waiting from the next turn on
  await relayKey({ data: { key: KEY }, ports: [] }, SILENT);
  assert.equal(await navigation, KEY);
  assert.equal(await keyOfPages(SILENT), null); // takes longer than the first one would have waited
  forget();
  const next = keyOfPages(SILENT);
  await new Promise((done) => setTimeout(done)); // fixed wait: as above
  await relayKey({ data: { key: KEY }, ports: [] }, SILENT);
  await next;
  await new Promise((done) => setTimeout(done, 400)); // fixed wait: past the time that it would have waited
  await relayKey({ data: { key: KEY }, ports: [] }, SILENT);
  assert.equal(await keyOfPages(SILENT), null);
});
