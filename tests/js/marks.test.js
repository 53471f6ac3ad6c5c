// Marks: set, ranked by what they hide, kept while dormant; and the picked first line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DORMANT_MARKS_MAX,
  carryFirst,
  carryMarks,
  markOf,
  marksOf,
  setMark,
  stricter,
} from '../../webapp/static/js/core/statement/marks.js';

const hidden = (...texts) => texts.map((text) => ({ part: 'help', text, mark: 'hidden' }));

test('marks are set, changed and removed, and the given list is not changed', () => {
  const none = Object.freeze([]);
  const marks = Object.freeze(setMark(none, 'help', 'Ja.', 'always'));
  assert.equal(markOf(marks, 'help', 'Ja.'), 'always');
  assert.equal(markOf(marks, 'help', { text: 'Ja.' }), 'always');
  assert.equal(markOf(marks, 'important', 'Ja.'), null);
  assert.deepEqual(setMark(marks, 'help', 'Ja.', 'hidden'), hidden('Ja.'));
  assert.deepEqual(setMark(marks, 'help', 'Ja.', null), []);
});

test('of two marks the stricter one counts, whichever comes first', () => {
  const order = [null, 'always', 'hidden', 'private'];
  for (const a of order)
    for (const b of order)
      assert.equal(stricter(a, b) ?? null, order[Math.max(order.indexOf(a), order.indexOf(b))]);
  const twice = ['private', 'always', 'hidden'].map((mark) => ({ part: 'help', text: 'Ja.', mark }));
  for (const marks of [twice, twice.toReversed()])
    assert.deepEqual([...marksOf(marks, 'help')], [['Ja.', 'private']]);
});

test('the oldest dormant marks are dropped when there are too many', () => {
  let marks = [];
  for (let i = 0; i < DORMANT_MARKS_MAX + 20; i++) {
    const text = `Hemmelighed nummer ${i} her.`;
    marks = carryMarks(text, '', setMark(marks, 'help', text, 'hidden'), 'help');
  }
  assert.equal(marks.length, DORMANT_MARKS_MAX);
  assert.equal(markOf(marks, 'help', 'Hemmelighed nummer 19 her.'), null);
  assert.equal(markOf(marks, 'help', 'Hemmelighed nummer 69 her.'), 'hidden');
});

test('a picked first line follows its sentence', () => {
  const first = { part: 'help', text: 'Jeg vil sove.' };
  assert.deepEqual(carryFirst('Ja. Jeg vil sove.', 'Ja. Jeg vil sove nu.', first), {
    part: 'help',
    text: 'Jeg vil sove nu.',
  });
  assert.equal(carryFirst('Ja. Jeg vil sove.', 'Ja.', first), first);
  assert.equal(carryFirst('Ja.', 'Nej.', null), null);
});
