// Earlier versions under a wrong clock: a version dated in the future counts as old,
// and never keeps a later version from being stored.
import { Phone, write } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';
import { DAY_MS, setClock } from './clock.js';
import { runsOf } from './sweep.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SNAPSHOTS_MAX, positionsToRemove } from '../../webapp/static/js/core/statement/history.js';
import { snapshotsOf } from '../../webapp/static/js/data/documents/save_statement.js';

const BEGAN = Date.parse('2026-11-26T09:00:00.000Z');
const MINUTE_MS = 60_000;
const fresh = () => new Phone(new Network(new ModelServer())).take();
const writeText = (id, text) => write({ parts: { help: text } }, id);
const versionTexts = async (id) => (await snapshotsOf(id)).map(({ document }) => document.parts.help);

/** Edit a statement on each of these days, under a right clock. */
async function editedOn(id, days) {
  for (const day of days) {
    setClock(BEGAN + day * DAY_MS);
    await writeText(id, `Jeg skriver på dag ${day}.`);
  }
}

for (const wrong of [
  '2031-05-01T09:00:00.000Z',
  '2027-01-01T09:00:00.000Z',
  '2015-01-01T00:10:00.000Z',
  '1970-01-01T00:00:10.000Z',
]) {
  test(`after an edit dated ${wrong.slice(0, 4)}, seven later days keep their seven versions`, async () => {
    await fresh();
    setClock(BEGAN);
    const id = await writeText(undefined, 'Jeg begynder.');
    setClock(wrong);
    await writeText(id, 'Jeg skriver i et forkert år.');
    await editedOn(id, [1, 2, 3, 4, 5, 6, 7, 8]);
    const days = [1, 2, 3, 4, 5, 6, 7].map((day) => `Jeg skriver på dag ${day}.`);
    const texts = await versionTexts(id);
    assert.deepEqual(
      days.filter((text) => texts.includes(text)),
      days,
    );
    assert.ok(
      texts.includes('Jeg begynder.') || wrong < '2026',
      'the text before the wrong year is kept too',
    );
  });
}

test('a wrong year does not store a version for every letter', async () => {
  await fresh();
  setClock('2031-05-01T09:00:00.000Z');
  const id = await writeText(undefined, 'Jeg begynder.');
  await writeText(id, 'Jeg begynder nu.');
  setClock(BEGAN);
  for (let letter = 0; letter < 60; letter += 1) {
    setClock(BEGAN + letter * 500);
    await writeText(id, `Jeg begynder nu${'.'.repeat(letter)}`);
  }
  assert.ok((await versionTexts(id)).length <= 2, 'half a minute of typing is one version');
});

test('versions stay spread over 200 days when the clock was ahead in between', async () => {
  await fresh();
  setClock(BEGAN);
  const id = await writeText(undefined, 'Jeg begynder.');
  for (let day = 1; day <= 200; day += 1) {
    setClock(BEGAN + day * DAY_MS + (day === 50 ? 1825 * DAY_MS : 0));
    await writeText(id, `Jeg skriver på dag ${day}.`);
  }
  const days = (await versionTexts(id))
    .map((text) => Number(/\d+/.exec(text)?.[0] ?? 0))
    .sort((a, b) => a - b);
  assert.equal(days.length, SNAPSHOTS_MAX);
  assert.equal(days.at(-1), 199, 'the newest version not from the future');
  assert.ok(
    days.every((day, i) => day - (days[i - 1] ?? 0) <= 16),
    `${days}`,
  );
});

const NOW = BEGAN + 365 * DAY_MS;
const iso = (ms) => new Date(ms).toISOString();
const past = fc.integer({ min: 0, max: 365 * 24 * 60 }).map((minutes) => iso(NOW - minutes * MINUTE_MS));
const future = fc
  .integer({ min: 1, max: 20 * 365 * 24 * 60 })
  .map((minutes) => iso(NOW + minutes * MINUTE_MS));

test('the newest version not from the future always stays, and as many as are allowed', () => {
  fc.assert(
    fc.property(
      fc.array(past, { minLength: 1, maxLength: 60 }),
      fc.array(future, { maxLength: 20 }),
      fc.integer({ min: 2, max: 50 }),
      (right, wrong, most) => {
        const times = [...right, ...wrong].sort();
        const gone = new Set(positionsToRemove(times, most, iso(NOW)));
        assert.equal(times.length - gone.size, Math.min(times.length, most));
        const newest = times.lastIndexOf([...right].sort().at(-1));
        assert.ok(!gone.has(newest), 'the newest version not from the future');
      },
    ),
    { numRuns: runsOf(400) },
  );
});

test('without versions from the future, thinning does not depend on the time', () => {
  fc.assert(
    fc.property(
      fc.array(past, { maxLength: 60 }).map((all) => all.sort()),
      fc.integer({ min: 2, max: 50 }),
      (times, most) => {
        assert.deepEqual(positionsToRemove(times, most, iso(NOW)), positionsToRemove(times, most));
      },
    ),
    { numRuns: runsOf(400) },
  );
});
