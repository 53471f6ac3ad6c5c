// Merging two edits of one text loses no sentence of either device.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeText } from '../../webapp/static/js/core/statement/merge.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { runsOf } from './sweep.js';
import { anyText, danishText, isKept, plainSentence } from './texts.js';

const textsOf = (text) => segment(text).map((sentence) => sentence.text);

/** Each sentence of both sides is in one of the texts: whole, continued, or by each of its new clauses. */
function assertNothingLost(base, mine, theirs) {
  const { text, clash, other } = mergeText(base, mine, theirs);
  const old = new Set(textsOf(base));
  for (const sentence of [...textsOf(mine), ...textsOf(theirs)]) {
    assert.ok(
      isKept(sentence, old, text) || other?.includes(sentence),
      `${JSON.stringify(sentence)} is lost`,
    );
  }
  assert.equal(clash, other !== null);
  const swapped = mergeText(base, theirs, mine);
  assert.equal(swapped.clash, clash);
  assert.equal(swapped.text, clash ? other : text);
  if (clash) assert.equal(swapped.other, text);
}

test('no sentence typed on either side is lost, and both devices agree', () => {
  fc.assert(fc.property(danishText, danishText, danishText, assertNothingLost), { numRuns: 300 });
  fc.assert(fc.property(anyText, anyText, anyText, assertNothingLost), { numRuns: 500 });
});

test('no sentence is lost when both sides insert and delete sentences in one text', () => {
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 2 }),
    put: fc.array(plainSentence, { maxLength: 2 }),
  });
  const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
  const edited = (sentences, list) =>
    list.reduce((now, { at, cut, put }) => now.toSpliced(at % (now.length + 1), cut, ...put), sentences);
  fc.assert(
    fc.property(
      fc.array(plainSentence, { maxLength: 8 }),
      edits,
      edits,
      fc.constantFrom(' ', '\n'),
      (base, a, b, gap) => {
        assertNothingLost(base.join(gap), edited(base, a).join(gap), edited(base, b).join(gap));
      },
    ),
    { numRuns: runsOf(2000) },
  );
});

test('no sentence is lost when both sides type anywhere in one text', () => {
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 12 }),
    put: fc.constantFrom('', 'x', ' ny. ', '\n', 'Så går jeg. ', '. Og ', ' og'),
  });
  const edited = (text, { at, cut, put }) =>
    text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + cut);
  fc.assert(
    fc.property(danishText, edit, edit, (base, a, b) =>
      assertNothingLost(base, edited(base, a), edited(base, b)),
    ),
    { numRuns: runsOf(2000) },
  );
});
