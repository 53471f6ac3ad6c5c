// Who is told of a change: other pages, the vault on this page, and the screen after a pull by the vault.
import assert from 'node:assert/strict';
import { test } from 'node:test';

// An open channel would keep the test process alive.
globalThis.BroadcastChannel = class extends BroadcastChannel {
  /** @param {string} name */
  constructor(name) {
    super(name);
    this.unref();
  }
};
const { listen, broadcast, broadcastHereToo, vaultParty } =
  await import('../../webapp/static/js/data/storage/channel.js');

/** @type {string[]} */
const messages = [];
listen((id) => messages.push(`screen ${id}`));
vaultParty.listen((id) => messages.push(`vault ${id}`));
const elsewhere = new BroadcastChannel('egne-ord');
elsewhere.addEventListener('message', ({ data }) => messages.push(`elsewhere ${data.changed}`));

/**
 * The messages after one change, sorted.
 * @param {() => void} act
 * @param {number} count how many to wait for
 */
async function messagesAfter(act, count) {
  messages.length = 0;
  act();
  // fixed wait: between two checks
  while (messages.length < count) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 20)); // fixed wait: an extra message would arrive by then
  return messages.toSorted();
}

test('a save by a screen reaches the vault on its page and other pages, but not the screen', async () => {
  assert.deepEqual(await messagesAfter(() => broadcast('a'), 2), ['elsewhere a', 'vault a']);
});

test('a pull by the vault reaches the screen and other pages, and starts no further sync', async () => {
  assert.deepEqual(await messagesAfter(() => vaultParty.broadcast('b'), 2), ['elsewhere b', 'screen b']);
});

test('a broadcast that includes this page reaches everyone', async () => {
  assert.deepEqual(await messagesAfter(() => broadcastHereToo('c'), 3), [
    'elsewhere c',
    'screen c',
    'vault c',
  ]);
});

test('a message from another page reaches the screen and the vault', async () => {
  assert.deepEqual(await messagesAfter(() => elsewhere.postMessage({ changed: 'd' }), 2), [
    'screen d',
    'vault d',
  ]);
});
