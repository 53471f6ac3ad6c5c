import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PACE_DEFAULT, learnPace, roundedTime, secondsFor } from '../../webapp/static/js/core/text/pace.js';
import { countWords } from '../../webapp/static/js/core/text/words.js';

test('words are runs between white space', () => {
  assert.equal(countWords(''), 0);
  assert.equal(countWords(' \n\u00a0'), 0);
  assert.equal(countWords(' Jeg  er\nher. '), 3);
});

test('time is words by pace', () => {
  assert.equal(secondsFor(110), 60);
  assert.equal(secondsFor(90, 90), 60);
  assert.equal(secondsFor(0), 0);
  assert.equal(secondsFor(110, 0), 60);
  assert.equal(secondsFor(110, NaN), 60);
  assert.equal(PACE_DEFAULT, 110);
});

test('a pace is learned from enough reading, within bounds', () => {
  assert.equal(learnPace(60, 30), 120);
  assert.equal(learnPace(19, 30), null);
  assert.equal(learnPace(60, 4), null);
  assert.equal(learnPace(NaN, NaN), null);
  assert.equal(learnPace(400, 10), 200);
  assert.equal(learnPace(20, 600), 60);
});

test('times are said as one says them', () => {
  const said = (seconds) => Object.values(roundedTime(seconds));
  assert.deepEqual(said(0), [0, 'seconds', false]);
  assert.deepEqual(said(1), [5, 'seconds', false]);
  assert.deepEqual(said(38), [40, 'seconds', false]);
  assert.deepEqual(said(57), [55, 'seconds', false]);
  assert.deepEqual(said(58), [1, 'minutes', false]);
  assert.deepEqual(said(74), [1, 'minutes', false]);
  assert.deepEqual(said(75), [1, 'minutes', true]);
  assert.deepEqual(said(105), [2, 'minutes', false]);
  assert.deepEqual(said(300), [5, 'minutes', false]);
});
