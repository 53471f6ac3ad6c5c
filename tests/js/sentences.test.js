// How texts are split into sentences: Danish and English as people write them, exact spans, and linear time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { DANISH_SENTENCES } from './danish_sentences.js';
import { assertGrowsWithText } from './growth.js';
import { anyText } from './texts.js';
import { WITH_ABBREVIATIONS, WRITTEN_SENTENCES } from './written_sentences.js';

const textsOf = (sentences) => sentences.map(({ text }) => text);

test('the tables hold at least 75 rows each', () =>
  assert.ok(DANISH_SENTENCES.length >= 75 && WITH_ABBREVIATIONS.length >= 75));

for (const [text, ...sentences] of DANISH_SENTENCES) {
  test(`sentences of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(textsOf(segment(text)), sentences);
    assert.deepEqual(textsOf(segment(text, 'en')), sentences);
  });
}

for (const [locale, text, ...sentences] of WRITTEN_SENTENCES) {
  test(`sentences as people write them: ${JSON.stringify(text)}`, () =>
    assert.deepEqual(textsOf(segment(text, locale)), sentences));
}

test('a full stop inside a sentence does not end it, whatever comes before and after', () => {
  for (const text of WITH_ABBREVIATIONS) {
    assert.deepEqual(textsOf(segment(text)), [text]);
    assert.deepEqual(textsOf(segment(`Jeg hedder Bo. ${text} Jeg er her.`)).at(-1), 'Jeg er her.');
    assert.equal(textsOf(segment(`Jeg hedder Bo. ${text}`))[0], 'Jeg hedder Bo.');
  }
});

test('sentences are split the same way inside other text', () => {
  for (const [text, ...sentences] of DANISH_SENTENCES) {
    assert.deepEqual(textsOf(segment(`Hej alle.\n${text}\nSlut.`)), ['Hej alle.', ...sentences, 'Slut.']);
  }
});

test('spans are exact, in order, and only white space is between them', () => {
  fc.assert(
    fc.property(anyText, (text) => {
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
    }),
    { numRuns: 500 },
  );
});

test('splitting a sentence again gives the same sentence', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const sentence of segment(text))
        assert.deepEqual(textsOf(segment(sentence.text)), [sentence.text]);
    }),
    { numRuns: 300 },
  );
});

test('the sentences are the same without Intl.Segmenter', () => {
  const texts = [
    ...fc.sample(anyText, 200),
    ...WRITTEN_SENTENCES.map(([, text]) => text),
    ...DANISH_SENTENCES.map(([text]) => text),
  ];
  const withSegmenter = texts.map((text) => segment(text));
  const { Segmenter } = Intl;
  delete Intl.Segmenter;
  try {
    assert.deepEqual(
      texts.map((text) => segment(text)),
      withSegmenter,
    );
  } finally {
    Intl.Segmenter = Segmenter;
  }
});

test('surrogate pairs are never split', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('😊', '.', '..', ' ', 'a', 'A', '👍🏽', '🇩🇰', '!', ':)', '𝔄', '。', '“')),
      (pieces) => {
        for (const { text } of segment(pieces.join(''))) assert.ok(text.isWellFormed());
      },
    ),
  );
});

test('ten times the text takes at most thirty times as long', () => {
  const units = [
    'Jeg hedder Bo og bor kl. 10 i Aarhus. ',
    '.',
    '! ',
    '. ',
    ' ',
    'a',
    '.a',
    'år.Jeg ',
    'a..b ',
    'a 😊 ',
    '😊',
    '. 😊',
    '. . x',
    '\n',
    'a\n',
    '。',
    '我很好。',
    '我很好，',
    'मैं। ',
    'ក។',
    '" .',
    'å.',
    'J. ',
    '1. ',
    'f.eks. ',
    ':)',
    ' :)',
    'x',
    '^',
    '.:',
    '…',
    '…a',
    'مرحبا؟ ',
    '\u200f',
    '\ud800',
    '\0',
    '<3 .',
    '- ',
    '(',
    '. "',
    '.)',
    'dr. phil. ',
    '& ',
  ];
  for (const unit of units) assertGrowsWithText((text) => () => segment(text), unit);
});
