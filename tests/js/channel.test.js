// Who hears of a change: every other page, the vault on this page, and the screen when the vault took something in.
import assert from 'node:assert/strict';
import { test } from 'node:test';

// An open channel must not keep this file from ending.
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
const heard = [];
listen((id) => heard.push(`screen ${id}`));
vaultParty.listen((id) => heard.push(`vault ${id}`));
const elsewhere = new BroadcastChannel('egne-ord');
elsewhere.addEventListener('message', ({ data }) => heard.push(`elsewhere ${data.changed}`));

/** What was heard of one change. @param {() => void} act @param {number} most */
async function heardOf(act, most) {
  heard.length = 0;
  act();
  while (heard.length < most) await new Promise((done) => setTimeout(done, 5)); // fixed wait: between two looks
  await new Promise((done) => setTimeout(done, 20)); // fixed wait: anything that is heard too often comes meanwhile
  return heard.toSorted();
}

test('what a screen saves is heard by the vault on its page and by other pages, and not by itself', async () => {
  assert.deepEqual(await heardOf(() => broadcast('a'), 2), ['elsewhere a', 'vault a']);
});

test('what the vault took in is heard by the screen and by other pages, and starts no sync of its own', async () => {
  assert.deepEqual(await heardOf(() => vaultParty.broadcast('b'), 2), ['elsewhere b', 'screen b']);
});

test('what all are told is heard by all', async () => {
  assert.deepEqual(await heardOf(() => broadcastHereToo('c'), 3), ['elsewhere c', 'screen c', 'vault c']);
});

test('what another page tells is heard by both', async () => {
  assert.deepEqual(await heardOf(() => elsewhere.postMessage({ changed: 'd' }), 2), ['screen d', 'vault d']);
});
