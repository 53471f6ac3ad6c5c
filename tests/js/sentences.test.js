import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { segment, splitPlainly } from '../../webapp/static/js/core/sentences.js';
import { DANISH_SENTENCES } from './danish_sentences.js';
import { assertGrowsWithText } from './growth.js';
import { anyText } from './texts.js';

const textsOf = (sentences) => sentences.map(({ text }) => text);

test('the table is long enough to trust', () => assert.ok(DANISH_SENTENCES.length >= 75));

for (const [text, ...sentences] of DANISH_SENTENCES) {
  test(`sentences of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(textsOf(segment(text)), sentences);
    assert.deepEqual(textsOf(segment(text, 'en')), sentences);
    assert.deepEqual(textsOf(splitPlainly(text)), sentences);
  });
}

test('sentences divide alike at the end of other text', () => {
  for (const [text, ...sentences] of DANISH_SENTENCES) {
    assert.deepEqual(textsOf(segment(`Hej alle.\n${text}\nSlut.`)), ['Hej alle.', ...sentences, 'Slut.']);
  }
});

test('spans are exact, in order, and only white space lies between them', () => {
  fc.assert(fc.property(anyText, (text) => {
    let end = 0;
    for (const sentence of segment(text)) {
      assert.equal(text.slice(end, sentence.start).trim(), '');
      assert.equal(text.slice(sentence.start, sentence.end), sentence.text);
      assert.notEqual(sentence.text, '');
      assert.equal(sentence.text, sentence.text.trim());
      assert.doesNotMatch(sentence.text, /[\r\n\u2028\u2029]/);
      end = sentence.end;
    }
    assert.equal(text.slice(end).trim(), '');
  }), { numRuns: 500 });
});

test('a sentence divided again is itself', () => {
  fc.assert(fc.property(anyText, (text) => {
    for (const sentence of segment(text)) assert.deepEqual(textsOf(segment(sentence.text)), [sentence.text]);
  }), { numRuns: 300 });
});

test('with and without Intl.Segmenter the sentences are the same', () => {
  fc.assert(fc.property(anyText, (text) => {
    if (!/[^\P{STerm}.!?‼⁇⁈⁉]/u.test(text)) assert.deepEqual(segment(text), splitPlainly(text));
  }), { numRuns: 500 });
});

test('surrogate pairs are never divided', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('😊', '.', ' ', 'A', '👍🏽', '🇩🇰', '!')), (pieces) => {
    for (const { text } of segment(pieces.join(''))) assert.ok(text.isWellFormed());
  }));
});

test('ten times the text of anything takes no more than thirty times as long', () => {
  const units = ['Jeg hedder Bo og bor kl. 10 i Aarhus. ', '.', '! ', '. ', ' ', 'a', '.a', '😊', '. 😊', '. . x', '\n', 'a\n', '。', '" .', 'å.', 'J. ', '1. ',
    'f.eks. ', ':)', ' :)', '.:', '…', 'مرحبا؟ ', '\u200f', '\ud800', '\0', '<3 .', '- ', '(', '. "', '.)'];
  for (const unit of units) assertGrowsWithText((text) => () => segment(text), unit);
});
