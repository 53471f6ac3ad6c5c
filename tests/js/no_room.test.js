// A server without room, and a new vault that takes no more today: nothing is lost, the person is told why,
// and the phone goes on by itself once there is room.
import { write } from './vault_phones.js';
import { DONE, begun, documents, help, state, texts } from './vault_begun.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../webapp/static/js/core/language/catalogue.js';
import { toHtml } from '../../webapp/static/js/core/markup/tree.js';
import { linkStatus } from '../../webapp/static/js/core/views/share_link.js';
import { vault as vaultView } from '../../webapp/static/js/core/views/vault.js';
import { vaultStatus } from '../../webapp/static/js/core/views/vault_status.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import { NOW } from './texts.js';

const words = catalogue({
  lang: 'da',
  version: '',
  paths: /** @type {any} */ (new Proxy({}, { get: (_, name) => `/da/${String(name)}` })),
  switch: {},
  words: {},
});
const HERE = /Dine ord er her på telefonen/;

/** @param {number} status @param {string} type @param {number} seconds */
const refused = (status, type, seconds) =>
  new Response(JSON.stringify({ type, title: '', status }), {
    status,
    headers: { 'Retry-After': String(seconds), 'Content-Type': 'application/problem+json' },
  });

/** What the screen of the vault shows. */
async function shown() {
  const vault = /** @type {any} */ (await readVault());
  const view = { vault: { ...vault, saved: true }, recovery: [], shown: false, asks: null, now: NOW };
  return { line: vaultStatus(view.vault, NOW, words), screen: toHtml(vaultView(view, words)) };
}

const REFUSALS = [
  [429, 'no-room', 80_000, 'Serveren har ikke plads lige nu.'],
  [503, 'no-room', 3600, 'Serveren har ikke plads lige nu.'],
  [429, 'full-today', 3600, 'Resten kommer i boksen i morgen.'],
];
for (const [status, code, seconds, sentence] of REFUSALS) {
  test(`${status} ${code} waits ${seconds} seconds, says so, and loses nothing`, async () => {
    const world = await begun();
    const id = await write(help('Jeg er ny.'));
    const before = await texts();
    world.network.next = ({ method }) =>
      method === 'POST' ? refused(status, `urn:egne-ord:${code}`, seconds) : 'fine';
    assert.deepEqual(await sync(), { done: false, retryAfter: seconds });
    assert.deepEqual([await state(), await texts()], [{ stop: null, wait: code }, before]);
    const { line, screen } = await shown();
    assert.equal(line, `Gemt på din telefon. ${sentence}`);
    assert.match(screen, HERE);
    assert.equal(screen.includes('link-row"></p>'), false, 'no empty row of buttons');
    world.network.next = () => 'fine';
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
    assert.equal((await documents(world)).get(id).statement.parts.help, 'Jeg er ny.');
    assert.doesNotMatch((await shown()).screen, HERE);
  });
}

const OTHERS = [
  ['of a kind that this app does not know', JSON.stringify({ type: 'urn:egne-ord:new' })],
  ['that is no JSON', '<html>'],
  ['that is too long', JSON.stringify({ type: 'urn:egne-ord:no-room', detail: 'x'.repeat(5000) })],
  ['with a type that is no text', JSON.stringify({ type: ['urn:egne-ord:no-room'] })],
  ['with the name of a property of every object', JSON.stringify({ type: 'constructor' })],
];
for (const [what, body] of OTHERS) {
  test(`a refusal ${what} goes by its status`, async () => {
    const { network } = await begun();
    await write(help('Jeg er ny.'));
    network.plan('POST', new Response(body, { status: 503 }));
    assert.deepEqual(await sync(), { done: false, retryAfter: 0 });
    assert.deepEqual(await state(), { stop: null, wait: 'later' });
    assert.equal((await shown()).line, 'Gemt på din telefon. Boksen svarer ikke lige nu.');
  });
}

test('where only the account finds no room, the documents go without it', async () => {
  const world = await begun(3);
  const id = await write(help('Jeg er ny.'));
  world.network.next = ({ method, body }) =>
    method === 'POST' && body.records.length > 1 ? refused(429, 'urn:egne-ord:full-today', 60) : 'fine';
  await sync();
  assert.equal((await documents(world)).get(id).statement.parts.help, 'Jeg er ny.');
});

test('a link that waits for room says so', () => {
  const link = { id: 'S', name: '', made: NOW, expires: null, over: null, notes: [], unreadable: 0 };
  const status = (/** @type {any} */ wait) => linkStatus({ ...link, state: 'waiting', wait }, words);
  assert.equal(status('no-room'), 'Serveren har ikke plads lige nu. Linket bliver lavet, når der er plads.');
  assert.notEqual(status('no-room'), status('later'));
});
