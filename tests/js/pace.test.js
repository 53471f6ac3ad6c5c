// Reading times: how words are counted, how a pace is learned, and how a time is rounded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PACE_DEFAULT, learnPace, roundedTime, secondsFor } from '../../webapp/static/js/core/text/pace.js';
import { countWords } from '../../webapp/static/js/core/text/words.js';

test('words are separated by white space', () => {
  assert.equal(countWords(''), 0);
  assert.equal(countWords(' \n\u00a0'), 0);
  assert.equal(countWords(' Jeg  er\nher. '), 3);
});

test('reading time is words divided by pace', () => {
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

test('times are rounded as people say them', () => {
  const rounded = (seconds) => Object.values(roundedTime(seconds));
  assert.deepEqual(rounded(0), [0, 'seconds', false]);
  assert.deepEqual(rounded(1), [5, 'seconds', false]);
  assert.deepEqual(rounded(38), [40, 'seconds', false]);
  assert.deepEqual(rounded(57), [55, 'seconds', false]);
  assert.deepEqual(rounded(58), [1, 'minutes', false]);
  assert.deepEqual(rounded(74), [1, 'minutes', false]);
  assert.deepEqual(rounded(75), [1, 'minutes', true]);
  assert.deepEqual(rounded(105), [2, 'minutes', false]);
  assert.deepEqual(rounded(300), [5, 'minutes', false]);
});
