// The app lock's pure parts: sealed rows, wrapped keys, and how wrong codes slow down.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitAfter } from '../../webapp/static/js/data/lock/tries.js';
import { order } from '../../webapp/static/js/data/lock/row_indexes.js';
import {
  paddedLength,
  rowOfText,
  seal,
  textOfRow,
  unseal,
} from '../../webapp/static/js/data/lock/sealed_row.js';
import {
  newDataKey,
  unwrapByCode,
  unwrapBySecret,
  wrapByCode,
  wrapBySecret,
} from '../../webapp/static/js/data/lock/wrapped_key.js';
import { randomFrom } from './made_statements.js';

const CANARY = 'Kanariefugl 7431 æøå 👩‍👩‍👧';

test('a row comes back as it was: bytes, nothing, numbers, keys that look like ours', () => {
  const rows = [
    { id: 'a', secret: Uint8Array.of(0, 255, 128), old: null, seq: 3, names: ['bytes', 'row'] },
    { row: { bytes: ['row'] }, bytes: ['row'] },
    [1, 'to', null],
    'et valg',
    90,
    null,
    false,
    { text: `\u2028${CANARY}\u0000` },
  ];
  for (const row of rows) assert.deepEqual(rowOfText(textOfRow(row)), row);
});

test('a row opens in its own place only, and not once a bit is changed', async () => {
  const key = await newDataKey();
  const sealed = await seal(key, ['statements', 'a'], CANARY);
  assert.equal(await unseal(key, ['statements', 'a'], sealed), CANARY);
  for (const place of [
    ['statements', 'b'],
    ['meetings', 'a'],
    ['drafts', 'a'],
  ])
    await assert.rejects(unseal(key, place, sealed));
  await assert.rejects(unseal(await newDataKey(), ['statements', 'a'], sealed));
  const random = randomFrom(20261127);
  for (let i = 0; i < 50; i += 1) {
    const changed = sealed.slice();
    changed[Math.floor(random() * changed.length)] ^= 1 << Math.floor(random() * 8);
    await assert.rejects(unseal(key, ['statements', 'a'], changed));
  }
});

test('the same text is never sealed to the same bytes, and its length tells little', async () => {
  const key = await newDataKey();
  const [one, two] = await Promise.all([1, 2].map(() => seal(key, ['a', 'b'], CANARY)));
  assert.notDeepEqual(one, two);
  const lengths = new Set(Array.from({ length: 5_000 }, (_, i) => paddedLength(i * 40)));
  assert.ok(lengths.size < 12, `${lengths.size} lengths`);
  for (let i = 0; i < 200_000; i += 997) assert.ok(paddedLength(i) >= i + 4);
});

test('a code opens what it wrapped, however its letters are composed, and no other code does', async () => {
  const key = await newDataKey();
  const wrapped = await wrapByCode(key, 'blå cykel');
  assert.ok((wrapped.rounds ?? 0) >= 600_000);
  const sealed = await seal(key, ['a', 'b'], CANARY);
  const [same, composed, other] = await Promise.all(
    ['blå cykel', ' bla\u030a cykel ', 'blå Cykel'].map((code) => unwrapByCode(wrapped, code)),
  );
  assert.ok(same && composed);
  assert.equal(await unseal(same, ['a', 'b'], sealed), CANARY);
  assert.equal(await unseal(composed, ['a', 'b'], sealed), CANARY);
  assert.equal(other, null);
});

test('a secret of 128 bits wraps for one use only', async () => {
  const [key, secret] = [await newDataKey(), crypto.getRandomValues(new Uint8Array(16))];
  const wrapped = await wrapBySecret(key, secret, 'words');
  assert.ok(await unwrapBySecret(wrapped, secret, 'words'));
  assert.equal(await unwrapBySecret(wrapped, secret, 'passkey'), null);
  assert.equal(
    await unwrapBySecret(
      wrapped,
      secret.map((byte) => byte ^ 1),
      'words',
    ),
    null,
  );
});

test('wrong codes slow down, never past five minutes, and the first ones not at all', () => {
  const waits = Array.from({ length: 2_000 }, (_, wrong) => waitAfter(wrong));
  assert.deepEqual(waits.slice(0, 5), [0, 0, 0, 0, 0]);
  for (let i = 1; i < waits.length; i += 1) assert.ok((waits[i] ?? 0) >= (waits[i - 1] ?? 0));
  assert.equal(Math.max(...waits), 300_000);
  // Four digits by hand: 5,000 tries on average.
  assert.ok(5_000 * 300_000 > 17 * 24 * 3_600_000);
});

test('texts are in the order of IndexedDB: by UTF-16 code units', () => {
  const random = randomFrom(11);
  const letters = ['a', 'å', 'Z', '0', ' ', '\u0000', '\ud83d\udc69', '\uffee', '\ud800'];
  const text = () =>
    Array.from({ length: random() * 4 }, () => letters[Math.floor(random() * letters.length)]).join('');
  const units = (/** @type {string} */ from) =>
    Array.from({ length: from.length }, (_, i) => from.charCodeAt(i));
  /** The specification's own words. @param {string} a @param {string} b */
  const expected = (a, b) => {
    const at = units(a).findIndex((unit, i) => unit !== b.charCodeAt(i));
    if (at < 0) return Math.sign(a.length - b.length);
    return at >= b.length || a.charCodeAt(at) > b.charCodeAt(at) ? 1 : -1;
  };
  for (let n = 0; n < 2_000; n += 1) {
    const [a, b] = [text(), text()];
    assert.equal(order(a, b), expected(a, b), JSON.stringify([a, b]));
  }
});
