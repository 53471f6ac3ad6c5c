// Merging the lines that two phones left out of a meeting.
import { BASE, edits } from './meeting_merges.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from './texts.js';

const LINE = { part: 'help', text: 'at sove.' };
const MORE = { part: 'help', text: 'at gå.' };
const textBefore = (help) => partsOf(['', '', help, '']);
const leftOutOf = (help, ...left_out) => ({ left_out, left_from: textBefore(help) });
const TEXT = 'at sove. at gå. at spise.';

test('a line newly left out by one side stays out, and one put back is in', () => {
  const from = { ...BASE, ...leftOutOf(TEXT, LINE) };
  assert.deepEqual(edits(leftOutOf(TEXT, LINE, MORE), leftOutOf(TEXT), from).left_out, [MORE]);
  assert.deepEqual(edits(leftOutOf(TEXT), { place: 'Skejby' }, from).left_out, []);
  assert.deepEqual(
    edits(leftOutOf(TEXT, MORE), leftOutOf(TEXT, LINE)).left_out.map(({ text }) => text),
    ['at gå.', 'at sove.'],
  );
});

test('a line put back is in, even if its sentence was edited on the other phone', () => {
  const from = { ...BASE, ...leftOutOf(TEXT, LINE) };
  const edited = leftOutOf('at sove godt. at gå. at spise.', { part: 'help', text: 'at sove godt.' });
  assert.deepEqual(edits(leftOutOf(TEXT), edited, from).left_out, []);
  assert.deepEqual(edits(edited, leftOutOf(TEXT), from).left_out, []);
});

test('a line left out here is left out of the text that the other phone wrote', () => {
  const edited = { ...leftOutOf('at sove godt. at gå.'), statement: 'A'.repeat(22) };
  const next = edits({ ...leftOutOf(TEXT, LINE), statement: 'A'.repeat(22) }, edited);
  assert.deepEqual(next.left_from, textBefore('at sove godt. at gå.'));
  assert.deepEqual(next.left_out, [LINE, { part: 'help', text: 'at sove godt.' }]);
});
