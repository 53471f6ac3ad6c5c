// Mistakes in recovery words: which word is unknown, how many there are, and no other error.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { WordsError, secretToWords, wordsToSecret } from '../../webapp/static/js/core/sync/recovery_words.js';
import { DANISH, ENGLISH, LISTS, SECRET, anyList, anySecret } from './recovery_word_lists.js';
import { runsOf } from './sweep.js';
import { anyCharacters } from './texts.js';

const refusedAs = (expected, text) =>
  assert.throws(
    () => wordsToSecret(text, LISTS),
    (error) => {
      assert.ok(error instanceof WordsError, String(error));
      assert.deepEqual(
        { code: error.code, at: error.at, count: error.count },
        { at: -1, count: 0, ...expected },
        text,
      );
      return true;
    },
  );

test('three letters are not enough, unless they are the whole word', () => {
  const words = secretToWords(SECRET, DANISH);
  const at = words.findIndex((word) => word.length > 4);
  refusedAs({ code: 'unknown-word', at, count: 12 }, words.with(at, words[at].slice(0, 3)).join(' '));
  assert.deepEqual(
    wordsToSecret('zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong', LISTS),
    new Uint8Array(16).fill(255),
  );
});

test('an unknown word is reported by its position', () => {
  fc.assert(
    fc.property(
      anySecret,
      anyList,
      fc.nat({ max: 11 }),
      fc.constantFrom('xyzzy', 'ælde', 'abandonn', 'q', '你好'),
      (bytes, list, at, wrong) => {
        refusedAs(
          { code: 'unknown-word', at, count: 12 },
          secretToWords(bytes, list).with(at, wrong).join(' '),
        );
      },
    ),
  );
});

test('of several unknown words the first is reported', () => {
  const words = secretToWords(SECRET, ENGLISH);
  refusedAs({ code: 'unknown-word', at: 3, count: 12 }, words.with(3, 'xx').with(9, 'yy').join(' '));
});

test('a single word of the other language is the unknown one, even as the first', () => {
  const [danish, english] = LISTS.map((list) => secretToWords(SECRET, list));
  refusedAs({ code: 'unknown-word', at: 0, count: 12 }, danish.with(0, english[0]).join(' '));
  refusedAs({ code: 'unknown-word', at: 11, count: 12 }, english.with(11, danish[11]).join(' '));
});

test('a wrong number of words is reported with the count', () => {
  for (const list of LISTS) {
    const words = secretToWords(SECRET, list);
    refusedAs({ code: 'count', count: 11 }, words.slice(1).join(' '));
    refusedAs({ code: 'count', count: 13 }, [...words, words[0]].join(' '));
    refusedAs({ code: 'count', count: 24 }, [...words, ...words].join(' '));
    refusedAs({ code: 'count', count: 1 }, words[0]);
  }
});

test('an unknown word is reported before a wrong count', () => {
  refusedAs(
    { code: 'unknown-word', at: 1, count: 11 },
    secretToWords(SECRET, DANISH).slice(1).with(1, 'xyzzy').join(' '),
  );
});

test('a word replaced by another of its list fails the checksum, fifteen times of sixteen', () => {
  const trials = fc.tuple(anySecret, anyList, fc.nat({ max: 11 }), fc.nat({ max: 2047 }));
  let refused = 0;
  fc.assert(
    fc.property(trials, ([bytes, list, at, other]) => {
      const text = secretToWords(bytes, list).with(at, list[other]).join(' ');
      try {
        assert.notDeepEqual(
          wordsToSecret(text, LISTS),
          list[other] === secretToWords(bytes, list)[at] ? null : bytes,
        );
      } catch (error) {
        assert.equal(error.code, 'not-the-words');
        refused += 1;
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(refused > 240, 'fifteen of sixteen mistakes are detected');
  refusedAs({ code: 'not-the-words' }, Array(12).fill('abandon').join(' '));
});

test('input without a letter is empty, whatever it is made of', () => {
  for (const text of ['', ' ', '\n\n', '1. 2. 3.', '!?', '\ud800']) refusedAs({ code: 'empty' }, text);
});

test('any text is read or refused with a code; no other error is thrown', () => {
  const words = fc
    .array(fc.constantFrom(...ENGLISH.slice(0, 9), ...DANISH.slice(0, 9)))
    .map((some) => some.join(' '));
  fc.assert(
    fc.property(fc.oneof(anyCharacters(), words), (text) => {
      try {
        assert.equal(wordsToSecret(text, LISTS).length, 16);
      } catch (error) {
        assert.ok(error instanceof WordsError && error.message === error.code, String(error));
      }
    }),
    { numRuns: runsOf(500) },
  );
});
