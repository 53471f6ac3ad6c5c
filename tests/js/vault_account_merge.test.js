// The account of a vault: merging is the same in whatever order, reading never fails, and its text fits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ACCOUNT_MAX_BYTES,
  DEVICES_MAX,
  NO_ACCOUNT,
  accountText,
  bounded,
  isOlder,
  mergeAccounts,
} from '../../webapp/static/js/core/sync/account.js';
import {
  countedAnew,
  givenUp,
  isLacking,
  lacksOf,
  nextAccount,
  nextRow,
  titleOf,
} from '../../webapp/static/js/core/sync/account_rows.js';
import { deviceKind } from '../../webapp/static/js/core/sync/device_kind.js';
import { readDocument } from '../../webapp/static/js/core/sync/document.js';
import { readAccount } from '../../webapp/static/js/core/sync/read_account.js';
import { idAt } from './vault_begun.js';
import { diceFrom } from './vault_world.js';
import { runsOf } from './sweep.js';

const NOW = '2026-11-27T10:00:00.000Z';
const nameOf = (n) => `v${n}`.padEnd(22, '_');
const at = (day) => new Date(Date.parse(NOW) - day * 86_400_000).toISOString();

/** A random account of few ids, so that two of them often speak of the same. */
function randomAccount(dice) {
  const some = (most, make) => [...Array(most).keys()].filter(() => dice(2)).map(make);
  return {
    rows: some(5, (i) => ({
      id: idAt(i),
      count: dice(4),
      name: nameOf(dice(3)),
      title: `Titel ${dice(2)}`,
      day: dice(3),
    })),
    total: { era: dice(3), records: dice(9), revs: dice(20) },
    devices: some(4, (i) => ({
      id: `device-${i}`,
      label: 'android',
      at: at(dice(3)),
      n: dice(4),
      records: dice(5),
      revs: dice(9),
      heard: { 'device-9': dice(2) },
    })),
    more: Object.fromEntries(some(2, (i) => [`new${i}`, dice(2)])),
  };
}

test('accounts merge to the same, in whatever order and however often', () => {
  for (let seed = 1; seed <= runsOf(4000); seed += 1) {
    const dice = diceFrom(seed);
    const [a, b, c] = [0, 1, 2].map(() => randomAccount(dice));
    const merged = mergeAccounts(a, b);
    assert.deepEqual(merged, mergeAccounts(b, a), `seed ${seed}`);
    assert.deepEqual(mergeAccounts(merged, c), mergeAccounts(a, mergeAccounts(b, c)), `seed ${seed}`);
    for (const again of [a, b, merged]) assert.deepEqual(mergeAccounts(merged, again), merged);
    assert.equal(isOlder(merged, a) || isOlder(merged, b), false);
    assert.deepEqual(mergeAccounts(a, NO_ACCOUNT), mergeAccounts(a, a));
  }
});

test('what is written is read back, and always fits the smallest body', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const dice = diceFrom(seed);
    const devices = Array.from({ length: dice(20) }, (_, i) => ({
      id: `device${String(i).padStart(2, '0')}`,
      label: 'computer',
      at: at(dice(900)),
      n: dice(2 ** 31),
      records: dice(2000),
      revs: dice(2 ** 31),
      heard: Object.fromEntries(Array.from({ length: 16 }, (_, j) => [`device${j + 10}`, dice(2 ** 31)])),
    }));
    const rows = Array.from({ length: dice(300) }, (_, i) => ({
      id: nameOf(i),
      count: dice(2 ** 31),
      name: nameOf(i),
      title: 'æ🙂"'.repeat(8),
      day: dice(20_000),
    }));
    const text = accountText(bounded({ ...NO_ACCOUNT, rows, devices, more: { x: 'y'.repeat(300) } }), NOW);
    assert.ok(new TextEncoder().encode(text).length <= ACCOUNT_MAX_BYTES);
    const read = readAccount(text);
    assert.ok(read.devices.length <= DEVICES_MAX);
    const oldest = Math.min(...read.rows.map(({ day }) => day));
    const left = rows.filter(({ id }) => !read.rows.some((row) => row.id === id));
    assert.ok(read.rows.length === Math.min(rows.length, read.rows.length));
    assert.ok(
      left.every(({ day }) => day <= oldest),
      'the newest first',
    );
    assert.ok(read.rows.length > 10 || read.rows.length === rows.length);
    assert.deepEqual(readAccount(accountText(read, NOW)), read);
  }
});

test('a device that was silent for two years is forgotten, and so is the one silent the longest', () => {
  const device = (i, day) => ({ ...randomDevice, id: `device-${i}`, at: at(day) });
  const randomDevice = { label: 'iphone', n: 1, records: 1, revs: 1, heard: { 'device-0': 4 } };
  const devices = [...Array(9).keys()].map((i) => device(i, i * 10 + 1));
  const kept = readAccount(accountText({ ...NO_ACCOUNT, devices }, NOW)).devices;
  assert.deepEqual(
    kept.map(({ id }) => id),
    devices.slice(0, 8).map(({ id }) => id),
  );
  const old = readAccount(accountText({ ...NO_ACCOUNT, devices: [device(0, 800), device(1, 1)] }, NOW));
  assert.deepEqual(
    old.devices.map(({ id, heard }) => [id, heard]),
    [['device-1', {}]],
  );
});

test('nonsense in an account is passed over, and the rest is read', () => {
  const good = { id: 'device-1', label: 'ipad', at: NOW, n: 1, records: 2, revs: 3, heard: {} };
  const bad = [null, 3, 'x', [], {}, { ...good, n: -1 }, { ...good, at: 'soon' }, { ...good, id: 'short' }];
  const row = [idAt(1), 2, nameOf(2), 'Titel', 20_000];
  const rows = [null, [], ['x', 1], [...row.slice(0, 3), 'x'.repeat(2000), 1], [idAt(2), 2 ** 60, '', '', 1]];
  const account = { rows: [...rows, row], total: { era: 'x' }, devices: [...bad, good], newer: [1] };
  const read = readAccount(JSON.stringify({ kind: 'account', version: 7, account }));
  assert.deepEqual([read.rows.length, read.devices, read.more], [1, [good], { newer: [1] }]);
  assert.deepEqual(read.total, NO_ACCOUNT.total);
  for (const text of ['', '{', 'null', '[]', '{"kind":"account"}', '{"kind":"account","account":[]}'])
    assert.equal(readAccount(text), null);
  assert.deepEqual(readAccount('{"kind":"account","account":{"rows":7,"devices":{}}}'), NO_ACCOUNT);
});

test('members that newer apps added never make an account outgrow the smallest body', () => {
  let known = NO_ACCOUNT;
  for (let i = 0; i < 20; i += 1)
    known = bounded(mergeAccounts(known, { ...NO_ACCOUNT, more: { [`new${i}`]: 'x'.repeat(200) } }));
  assert.ok(JSON.stringify(known.more).length <= 400);
  const [most, ids] = [2 ** 50, [...Array(8).keys()].map((i) => `device-${i}`)];
  const numbers = { n: most, records: most, revs: most };
  const heard = Object.fromEntries(ids.map((id) => [id, most]));
  const devices = ids.map((id) => ({ id, label: 'l'.repeat(16), at: NOW, ...numbers, heard }));
  const full = { ...NO_ACCOUNT, devices, more: { newer: 'ะ'.repeat(380) } };
  const text = accountText(full, NOW);
  assert.ok(new TextEncoder().encode(text).length <= ACCOUNT_MAX_BYTES);
  assert.deepEqual([readAccount(text).devices, readAccount(text).more], [devices, {}]);
});

test('an app that knows no account reads a deletion of something it does not have', () => {
  const text = accountText(NO_ACCOUNT, NOW);
  assert.deepEqual(readDocument(text, idAt(1)), { kind: null, document: null, parents: null });
});

const held = (rev, name, parents = [], more = {}) => ({
  id: idAt(0),
  rev,
  name,
  parents,
  document: { title: 'Til lægen', updated: NOW },
  isRead: true,
  ...more,
});

test('a version follows the one that it builds on, also where a vault was put back', () => {
  const row = nextRow(undefined, held(5, nameOf(5)));
  assert.deepEqual([row.count, row.title], [5, 'Til lægen']);
  assert.equal(nextRow(row, held(5, nameOf(5))), row);
  assert.equal(nextRow(row, held(6, nameOf(6))).count, 6);
  assert.deepEqual(nextRow(row, held(3, nameOf(9), [nameOf(5)])).count, 6, 'put back, and written on');
  assert.equal(nextRow(row, held(3, nameOf(3))), row, 'an older one changes nothing');
});

test('what the vault lacks is told by name, and what it has is not', () => {
  const known = nextAccount(NO_ACCOUNT, [held(5, nameOf(5))], { id: 'device-1', label: 'x', at: NOW, n: 1 });
  const lacking = (all) => lacksOf(known, all).named;
  assert.deepEqual(lacking([]), [{ title: 'Til lægen', isOlder: false }]);
  assert.deepEqual(lacking([held(4, nameOf(4))]), [{ title: 'Til lægen', isOlder: true }]);
  for (const fine of [held(5, nameOf(5)), held(6, nameOf(8)), held(2, nameOf(8), [nameOf(5)])])
    assert.deepEqual(lacking([fine]), []);
  const unread = held(5, nameOf(7), [], { isRead: false });
  assert.equal(isLacking(lacksOf(known, [unread])), false, 'it has one that cannot be opened');
  assert.equal(isLacking(lacksOf(givenUp(known, []), [])), false);
  const anew = countedAnew({ ...known, rows: [] }, []);
  assert.equal(isLacking(lacksOf(anew, [])), false);
  assert.deepEqual(lacksOf({ ...known, rows: [] }, []).more, 1);
  assert.equal(lacksOf({ ...known, rows: [] }, [held(4, nameOf(4))]).isOlder, true);
});

test('what was given up is known again when a device sends it', () => {
  const known = nextAccount(NO_ACCOUNT, [held(5, nameOf(5))], { id: 'device-1', label: 'x', at: NOW, n: 1 });
  const [row] = givenUp(known, []).rows;
  assert.deepEqual([row.day, row.name, row.title], [0, '', '']);
  assert.deepEqual(nextRow(row, held(1, nameOf(7))).name, nameOf(7));
});

test('a title is shortened to whole characters, and a document without one is named by its first words', () => {
  const family = '👩‍👩‍👧‍👦';
  assert.equal(titleOf({ title: family.repeat(30) }).length, family.length * 24 + 1);
  assert.equal(titleOf({ title: '  Til lægen ' }), 'Til lægen');
  assert.equal(
    titleOf({ title: '', parts: { introduce: '', help: 'Jeg vil sove.\nGodt.' } }),
    'Jeg vil sove.',
  );
  assert.deepEqual(
    [titleOf({ text: 'En note' }), titleOf({}), titleOf({ about: 'e\u0301' })],
    ['En note', '', 'e\u0301'],
  );
});

test('a device says what kind it is, and nothing more', () => {
  const kinds = {
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/140 Mobile': 'android',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)': 'iphone',
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0': 'computer',
    'Node.js/24': 'other',
  };
  for (const [agent, kind] of Object.entries(kinds)) assert.equal(deviceKind(agent, 5), kind);
  assert.equal(deviceKind('Mozilla/5.0 (Macintosh; Intel Mac OS X)', 5), 'ipad');
  assert.equal(deviceKind('Mozilla/5.0 (Macintosh; Intel Mac OS X)', 0), 'computer');
});
