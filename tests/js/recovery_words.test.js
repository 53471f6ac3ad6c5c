// The secret as twelve recovery words: the same secret in either language, and forgiving of how people type.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  WORDS_COUNT,
  completions,
  secretToWords,
  typedWords,
  wordsToSecret,
} from '../../webapp/static/js/core/sync/recovery_words.js';
import { fromBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { DANISH, ENGLISH, LISTS, SECRET, anyList, anySecret } from './recovery_word_lists.js';
import { runsOf } from './sweep.js';

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/boks-v1.json', import.meta.url), 'utf-8'));

test('both lists have 2,048 words with distinct first four letters, and share none', () => {
  for (const list of LISTS) {
    assert.deepEqual(
      [list.length, new Set(list).size, new Set(list.map((word) => word.slice(0, 4))).size],
      [2048, 2048, 2048],
    );
    assert.ok(list.every((word) => /^[a-z]{3,8}$/.test(word)));
  }
  assert.deepEqual(
    DANISH.filter((word) => ENGLISH.includes(word)),
    [],
  );
});

test('any 16 bytes survive a round trip through words, in both languages', () => {
  fc.assert(
    fc.property(anySecret, anyList, (bytes, list) => {
      const words = secretToWords(bytes, list);
      assert.equal(words.length, WORDS_COUNT);
      assert.deepEqual(wordsToSecret(words.join(' '), LISTS), bytes);
      assert.deepEqual(wordsToSecret(words.join(' '), LISTS.toReversed()), bytes);
    }),
    { numRuns: runsOf(300) },
  );
});

test('the known secrets have the known words', () => {
  for (const { secret: text, words_en: words } of VECTORS.keys) {
    assert.equal(secretToWords(fromBase64url(text), ENGLISH).join(' '), words);
    assert.deepEqual(wordsToSecret(words, LISTS), fromBase64url(text));
  }
});

test('case, numbers, commas, line breaks and odd spaces do not matter', () => {
  const anyCase = fc.constantFrom(
    (word) => word,
    (word) => word.toUpperCase(),
    (word) => word[0].toUpperCase() + word.slice(1),
  );
  const anyGap = fc.constantFrom(
    ' ',
    '  ',
    ', ',
    '\n',
    '\r\n',
    '\t',
    '\u00a0',
    '\u2003',
    ' – ',
    '; ',
    ' / ',
    '.\n',
    '\u200b \u2028',
  );
  const anyNumber = fc.constantFrom(
    () => '',
    (i) => `${i + 1}. `,
    (i) => `${i + 1}) `,
    (i) => `${i + 1}: `,
  );
  const anyEdge = fc.constantFrom('', ' ', '\n', '"', '\ufeff');
  fc.assert(
    fc.property(
      anySecret,
      anyList,
      anyCase,
      anyGap,
      anyNumber,
      anyEdge,
      (bytes, list, spell, gap, number, edge) => {
        const text = secretToWords(bytes, list)
          .map((word, i) => number(i) + spell(word))
          .join(gap);
        assert.deepEqual(wordsToSecret(edge + text + edge, LISTS), bytes, JSON.stringify(text));
      },
    ),
    { numRuns: runsOf(300) },
  );
});

test('full-width letters, as some keyboards type them, are the same letters', () => {
  const wide = (word) => String.fromCharCode(...[...word].map((letter) => letter.charCodeAt(0) + 0xfee0));
  assert.deepEqual(wordsToSecret(secretToWords(SECRET, DANISH).map(wide).join('\u3000'), LISTS), SECRET);
});

test('four or more letters of each word are enough', () => {
  fc.assert(
    fc.property(
      anySecret,
      anyList,
      fc.array(fc.integer({ min: 4, max: 8 }), { minLength: 12, maxLength: 12 }),
      (bytes, list, lengths) => {
        assert.deepEqual(
          wordsToSecret(
            secretToWords(bytes, list)
              .map((word, i) => word.slice(0, lengths[i]))
              .join(' '),
            LISTS,
          ),
          bytes,
        );
      },
    ),
    { numRuns: runsOf(200) },
  );
});

test('typed words are reduced to letters', () => {
  assert.deepEqual(typedWords(' 1. Abandon,\n2)ABLE –  about\u00a0'), ['abandon', 'able', 'about']);
});

test('completions start with what is typed: at most four, from two letters on', () => {
  fc.assert(
    fc.property(anyList, fc.nat({ max: 2047 }), fc.integer({ min: 0, max: 8 }), (list, i, length) => {
      const typed = list[i].slice(0, length);
      const found = completions(typed.toUpperCase(), LISTS);
      assert.ok(
        found.length <= 4 &&
          found.every(
            (word) => word.startsWith(typed) && word !== typed && LISTS.some((list) => list.includes(word)),
          ),
      );
      if (typed.length < 2) assert.deepEqual(found, []);
      if (typed.length >= 4 && typed !== list[i]) assert.ok(found.includes(list[i]));
    }),
    { numRuns: runsOf(300) },
  );
  assert.deepEqual(completions('aband', LISTS), ['abandon']);
  assert.deepEqual(
    [completions('abandon', LISTS), completions('xyz', LISTS), completions('', LISTS)],
    [[], [], []],
  );
});
