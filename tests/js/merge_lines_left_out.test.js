// Lines left out.
import { BASE, edits } from './meeting_merges.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from './texts.js';

const LINE = { part: 'help', text: 'at sove.' };
const MORE = { part: 'help', text: 'at gå.' };
const ground = (help) => partsOf(['', '', help, '']);
const outOf = (help, ...left_out) => ({ left_out, left_from: ground(help) });
const TEXT = 'at sove. at gå. at spise.';

test('a line that one left out anew stays out, and one taken in again is in', () => {
  const from = { ...BASE, ...outOf(TEXT, LINE) };
  assert.deepEqual(edits(outOf(TEXT, LINE, MORE), outOf(TEXT), from).left_out, [MORE]);
  assert.deepEqual(edits(outOf(TEXT), { place: 'Skejby' }, from).left_out, []);
  assert.deepEqual(
    edits(outOf(TEXT, MORE), outOf(TEXT, LINE)).left_out.map(({ text }) => text),
    ['at gå.', 'at sove.'],
  );
});

test('a line that was taken in again is in, also where its sentence was edited on the other phone', () => {
  const from = { ...BASE, ...outOf(TEXT, LINE) };
  const edited = outOf('at sove godt. at gå. at spise.', { part: 'help', text: 'at sove godt.' });
  assert.deepEqual(edits(outOf(TEXT), edited, from).left_out, []);
  assert.deepEqual(edits(edited, outOf(TEXT), from).left_out, []);
});

test('a line left out here stands out on the text that the other phone wrote', () => {
  const edited = { ...outOf('at sove godt. at gå.'), statement: 'A'.repeat(22) };
  const next = edits({ ...outOf(TEXT, LINE), statement: 'A'.repeat(22) }, edited);
  assert.deepEqual(next.left_from, ground('at sove godt. at gå.'));
  assert.deepEqual(next.left_out, [LINE, { part: 'help', text: 'at sove godt.' }]);
});
