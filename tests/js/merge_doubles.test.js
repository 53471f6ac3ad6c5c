// Random merges: no sentence is in the result more often than on either side, and both devices get the same
// text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeText } from '../../webapp/static/js/core/text/merge.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { randomEdits } from './random_edits.js';
import { runsOf } from './sweep.js';

const MERGES = 200_000;
/** `bin/test` runs a twentieth. */
const SHARE = 0.2;

/** @param {string} text @returns {Map<string, number>} how often each sentence is in it */
function countsOf(text) {
  const counts = new Map();
  for (const { text: sentence } of segment(text)) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  return counts;
}

/**
 * @param {string} merged
 * @param {string[]} sides
 * @returns {string[]} sentences that it has more often than each side
 */
function doubled(merged, sides) {
  const [a, b] = sides.map(countsOf);
  return [...countsOf(merged)]
    .filter(([sentence, count]) => count > Math.max(a.get(sentence) ?? 1, b.get(sentence) ?? 1))
    .map(([sentence]) => sentence);
}

test('one lost answer, an edit of the same sentence, and a copy that both imported double nothing', () => {
  const merged = (base, mine, theirs) => mergeText(base, mine, theirs).text;
  assert.equal(merged('', 'Jeg synger i kor.', 'Jeg synger i kor. Og sover.'), 'Jeg synger i kor. Og sover.');
  assert.equal(merged('Vi X her.', 'Vi X Y. Og her.', 'Vi X. Og her.'), 'Vi X Y. Og her.');
  assert.equal(merged('', 'A er. B er. C er.', 'X er. A er. B er. C er.'), 'X er. A er. B er. C er.');
  assert.equal(merged('', 'A er. B er. Mit.', 'A er. Dit. B er.'), 'A er. Dit. B er. Mit.');
  assert.equal(merged('A er.', 'A er. B er.', 'B er. A er.').trim(), 'B er. A er.');
});

test('no random merge has a sentence more often than the side that has it most often', () => {
  const share = process.env.RUNS === '1' ? 1 : SHARE;
  let clashes = 0;
  for (const [at, { base, mine, theirs }] of randomEdits(Math.ceil(runsOf(MERGES) * share), 1).entries()) {
    const { text, other, clash } = mergeText(base, mine, theirs);
    clashes += Number(clash);
    for (const merged of [text, ...(other === null ? [] : [other])])
      assert.deepEqual(
        doubled(merged, [mine, theirs]),
        [],
        `${at} ${JSON.stringify({ base, mine, theirs, merged })}`,
      );
    if (!clash) assert.equal(mergeText(base, theirs, mine).text, text, `${at} the sides swapped`);
  }
  assert.ok(clashes > 0);
});
