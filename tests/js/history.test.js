// Earlier versions: one is kept when text would be lost, and versions are thinned out where they are
// densest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  SNAPSHOTS_MAX,
  sameWords,
  positionsToRemove,
  isWorthKeeping,
} from '../../webapp/static/js/core/statement/history.js';
import { anyText, NOW, partsOf, statementWith } from './texts.js';

const minutes = (count, from = NOW) => new Date(Date.parse(from) + count * 60_000).toISOString();
const words = (count) => Array.from({ length: count }, (_, i) => `ord${i}`).join(' ');
const saying = (...texts) => statementWith({ parts: partsOf(texts) });
const LONG = saying(words(20));

test('sameWords compares the title and all four parts, and nothing else', () => {
  assert.ok(
    sameWords(LONG, {
      ...LONG,
      updated: minutes(9),
      marks: [{ part: 'help', text: 'a', mark: 'always' }],
      kind: 'doctor',
    }),
  );
  assert.ok(!sameWords(LONG, { ...LONG, title: 'Til lægen' }));
  for (const [i] of LONG.order.entries())
    assert.ok(
      !sameWords(
        LONG,
        saying(...Array.from({ length: 4 }, (_, j) => LONG.parts[LONG.order[j]] + (i === j ? ' ' : ''))),
      ),
    );
});

test('an unchanged or empty statement is not worth keeping', () => {
  assert.ok(!isWorthKeeping(LONG, { ...LONG, updated: minutes(60) }, undefined, minutes(60)));
  assert.ok(!isWorthKeeping(saying(' \n'), LONG, undefined, minutes(60)));
});

test('a version that is already kept is not kept again', () => {
  assert.ok(!isWorthKeeping(LONG, saying(''), { at: minutes(-60), document: LONG }, NOW));
});

test('a version is kept at once if an edit deletes eight words, as by a slip of the finger', () => {
  assert.ok(isWorthKeeping(LONG, saying(''), undefined, minutes(1)));
  assert.ok(isWorthKeeping(LONG, saying(words(12)), undefined, minutes(1)));
  assert.ok(!isWorthKeeping(LONG, saying(words(13)), undefined, minutes(1)));
  assert.ok(isWorthKeeping(LONG, saying(''), { at: NOW, document: saying('før') }, minutes(0)));
});

test('words moved between parts do not count as deleted', () => {
  assert.ok(!isWorthKeeping(LONG, saying('', words(20)), undefined, minutes(1)));
});

test('otherwise a version is kept ten minutes after the last one, or after creation', () => {
  const more = saying(words(21));
  assert.ok(!isWorthKeeping(LONG, more, undefined, minutes(9.99)));
  assert.ok(isWorthKeeping(LONG, more, undefined, minutes(10)));
  const last = { at: minutes(30), document: saying('før') };
  assert.ok(!isWorthKeeping(LONG, more, last, minutes(39)));
  assert.ok(isWorthKeeping(LONG, more, last, minutes(40)));
});

test('a version is kept before any edit that deletes all words', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const before = saying(`${words(8)} ${text}`);
      assert.ok(isWorthKeeping(before, saying(''), undefined, NOW));
      assert.ok(!isWorthKeeping(before, before, undefined, minutes(600)));
    }),
  );
});

const times = fc
  .array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 90 })
  .map((found) => [...found].sort((a, b) => a - b).map((count) => minutes(count)));

test('up to the limit all versions are kept', () => {
  fc.assert(
    fc.property(times, (found) => {
      assert.deepEqual(positionsToRemove(found, found.length), []);
      assert.deepEqual(positionsToRemove(found, found.length + 1), []);
    }),
  );
  assert.deepEqual(positionsToRemove([]), []);
});

test('above the limit as many as allowed stay, with the first and last, and each is dropped once', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: 2, max: 50 }), (found, most) => {
      const gone = positionsToRemove(found, most);
      assert.equal(new Set(gone).size, gone.length);
      assert.equal(found.length - gone.length, Math.min(found.length, most));
      assert.ok(gone.every((at) => Number.isInteger(at) && at > 0 && at < found.length - 1));
    }),
  );
});

test('the first and the last stay even if the limit is lower', () => {
  const found = [0, 1, 2, 3].map((count) => minutes(count));
  for (const most of [0, 1, 2, -5]) assert.deepEqual([...positionsToRemove(found, most)].sort(), [1, 2]);
});

test('the version closest to its neighbours is dropped first', () => {
  assert.deepEqual(
    positionsToRemove(
      [0, 100, 101, 102, 200, 300].map((count) => minutes(count)),
      5,
    ),
    [2],
  );
  assert.deepEqual(
    positionsToRemove(
      [0, 10, 500, 1000].map((count) => minutes(count)),
      3,
    ),
    [1],
  );
});

test('one version a day for 400 days, thinned out daily, stays evenly spread', () => {
  let kept = [];
  for (let day = 0; day < 400; day += 1) {
    kept.push(minutes(day * 24 * 60));
    const gone = new Set(positionsToRemove(kept));
    kept = kept.filter((_, i) => !gone.has(i));
  }
  const days = kept.map((at) => (Date.parse(at) - Date.parse(NOW)) / 86_400_000);
  const gaps = days.slice(1).map((at, i) => at - days[i]);
  assert.equal(kept.length, SNAPSHOTS_MAX);
  assert.deepEqual([days[0], days.at(-1)], [0, 399]);
  assert.ok(Math.max(...gaps) <= 3 * (399 / (SNAPSHOTS_MAX - 1)), `${Math.max(...gaps)} days between two`);
});
