// Devices that are silent: after two weeks "Boksen" says what to do, and after two years they are forgotten.
import { another, begun, DONE, help, idAt, state, texts as written } from './vault_begun.js';
import { FINE, accountOf, aDayLater, lacks } from './vault_account_phones.js';
import { write } from './vault_phones.js';
import { DAY_MS, setClock } from './clock.js';
import { words } from './every_view.js';
import { diceFrom } from './vault_world.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountDevices } from '../../webapp/static/js/core/views/vault_account.js';
import { toHtml } from '../../webapp/static/js/core/markup/tree.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

const NOW = Date.parse('2026-11-26T09:00:00.000Z');
const LONG_AGO = 'Er det længe siden?';
const before = (ms) => new Date(NOW - ms).toISOString();

/** A device that wrote so long before NOW. */
const silent = (id, ms, label = 'iphone') => ({
  ...{ id, label, at: before(ms), n: 1 },
  ...{ records: 1, revs: 1, heard: {} },
});
/** The vault's screen on device `own`, as markup. */
const shown = (devices, heard = before(0)) => {
  const account = { device: 'own-own-', known: { devices }, lacks: FINE, joined: null };
  return toHtml(accountDevices({ account, heard }, words));
};
const lines = (html) => [...html.matchAll(/<li>(.*?)<\/li>/g)].map(([, line]) => line);

test('a device that wrote within fourteen days is listed, without a word about what to do', () => {
  for (const ms of [0, DAY_MS, 14 * DAY_MS, -DAY_MS]) {
    const html = shown([silent('device-1', ms)]);
    assert.match(html, /Sidst hørt fra en iPhone: \d+\. november 2026/);
    assert.ok(!html.includes(LONG_AGO), `${ms}`);
  }
});

test('after fourteen days of silence, one line says what to do', () => {
  const html = shown([silent('device-1', 14 * DAY_MS + 1), silent('device-2', 0, 'android')]);
  assert.deepEqual(lines(html).length, 2);
  assert.match(lines(html)[0], /Android/, 'the last one to write comes first');
  assert.match(lines(html)[1], /iPhone: 12\. november 2026/);
  assert.equal(html.split(LONG_AGO).length, 2);
  assert.match(html, /Åbn appen på den enhed, så ved du, at alt er med\./);
});

test('the silence is counted by the time of the last sync, and not by when the screen is opened', () => {
  const device = silent('device-1', 10 * DAY_MS);
  assert.ok(!shown([device], before(0)).includes(LONG_AGO));
  assert.ok(shown([device], before(-5 * DAY_MS)).includes(LONG_AGO));
});

test('this device is never listed, however long ago it wrote', () => {
  const html = shown([silent('own-own-', 400 * DAY_MS)]);
  assert.deepEqual([lines(html), html.includes(LONG_AGO)], [[], false]);
});

test('the line is there exactly when a listed device is silent for more than fourteen days', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const dice = diceFrom(seed);
    const days = Array.from({ length: dice(5) }, () => [dice(30), dice(800), dice(16)][dice(3)]);
    const html = shown(days.map((day, i) => silent(`device-${i}`, day * DAY_MS)));
    const listed = days.filter((day) => day < 731);
    assert.equal(lines(html).length, listed.length, `seed ${seed}: ${days}`);
    assert.equal(
      html.includes(LONG_AGO),
      listed.some((day) => day > 14),
      `seed ${seed}: ${days}`,
    );
  }
});

/** Two phones of a vault; the second one is silent from then on. */
async function oneFallsSilent() {
  setClock(NOW);
  const world = await begun(2);
  world.network.clock = () => Date.now();
  const second = await another(world);
  await world.phone.take();
  assert.deepEqual(await sync(), DONE);
  return { ...world, second };
}

/** The current phone syncs so many days later, and writes the account. */
async function syncedAfter(days) {
  setClock(NOW + days * DAY_MS);
  await aDayLater();
  assert.deepEqual(await sync(), DONE);
}

/** What "Boksen" shows on the current phone. */
async function screenHere() {
  const { account, heard } = await readVault();
  return toHtml(accountDevices({ account, heard }, words));
}

test('phones forget a device that is silent for two years, and lose nothing of it', async () => {
  const world = await oneFallsSilent();
  await syncedAfter(730);
  assert.equal((await accountOf(world)).devices.length, 2);
  assert.equal(lines(await screenHere()).length, 1);
  await syncedAfter(731);
  assert.deepEqual(
    (await accountOf(world)).devices.map(({ n, heard }) => [n > 1, heard]),
    [[true, {}]],
  );
  assert.deepEqual([lines(await screenHere()), await lacks()], [[], FINE]);
  assert.ok(!(await screenHere()).includes(LONG_AGO));
  await another(world);
  assert.equal(lines(await screenHere()).length, 1, 'a new phone hears of the first one alone');
  assert.equal((await written()).length, 2);
});

test('a device that was forgotten is heard again once it comes back, without a stop or a loss', async () => {
  const world = await oneFallsSilent();
  await write(help('Jeg vil hjem.'), idAt(0));
  await syncedAfter(800);
  await world.second.take();
  await write(help('Jeg vil sove længe.'), idAt(1));
  await syncedAfter(801);
  assert.deepEqual([await state(), await lacks()], [{ stop: null, wait: null }, FINE]);
  assert.deepEqual(await written(), ['Jeg vil hjem.', 'Jeg vil sove længe.']);
  assert.equal((await accountOf(world)).devices.length, 2);
  await world.phone.take();
  await syncedAfter(802);
  assert.deepEqual([await state(), await lacks()], [{ stop: null, wait: null }, FINE]);
  assert.deepEqual(await written(), ['Jeg vil hjem.', 'Jeg vil sove længe.']);
  assert.equal(lines(await screenHere()).length, 1);
});
