// The secret as twelve words: the same secret in either language, and forgiving of how people write.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { wordlist as ENGLISH } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import {
  WORDS_COUNT,
  WordsError,
  completions,
  secretToWords,
  typedWords,
  wordsToSecret,
} from '../../webapp/static/js/core/sync/recovery_words.js';
import { fromBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { runsOf } from './sweep.js';
import { anyCharacters } from './texts.js';

const here = (path) => new URL(`../../${path}`, import.meta.url);
const DANISH = readFileSync(here('webapp/content/recovery_words_da.txt'), 'utf-8').trim().split('\n');
const VECTORS = JSON.parse(readFileSync(here('tests/vectors/boks-v1.json'), 'utf-8'));
const LISTS = [DANISH, ENGLISH];

const secret = fc.uint8Array({ minLength: 16, maxLength: 16 });
const anyList = fc.constantFrom(...LISTS);
const SECRET = Uint8Array.from({ length: 16 }, (_, i) => i * 17);
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

test('both lists have 2,048 words that their first four letters tell apart, and share none', () => {
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

test('any 16 bytes come back from their words, in both languages', () => {
  fc.assert(
    fc.property(secret, anyList, (bytes, list) => {
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
  const spelled = fc.constantFrom(
    (word) => word,
    (word) => word.toUpperCase(),
    (word) => word[0].toUpperCase() + word.slice(1),
  );
  const between = fc.constantFrom(
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
  const numbered = fc.constantFrom(
    () => '',
    (i) => `${i + 1}. `,
    (i) => `${i + 1}) `,
    (i) => `${i + 1}: `,
  );
  const around = fc.constantFrom('', ' ', '\n', '"', '\ufeff');
  fc.assert(
    fc.property(
      secret,
      anyList,
      spelled,
      between,
      numbered,
      around,
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

test('full-width letters, as some keyboards write them, are the same letters', () => {
  const wide = (word) => String.fromCharCode(...[...word].map((letter) => letter.charCodeAt(0) + 0xfee0));
  assert.deepEqual(wordsToSecret(secretToWords(SECRET, DANISH).map(wide).join('\u3000'), LISTS), SECRET);
});

test('the first four letters of a word are enough, and more of it too', () => {
  fc.assert(
    fc.property(
      secret,
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

test('three letters are not enough, unless they are the word', () => {
  const words = secretToWords(SECRET, DANISH);
  const at = words.findIndex((word) => word.length > 4);
  refusedAs({ code: 'unknown-word', at, count: 12 }, words.with(at, words[at].slice(0, 3)).join(' '));
  assert.deepEqual(
    wordsToSecret('zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong', LISTS),
    new Uint8Array(16).fill(255),
  );
});

test('the wrong word is pointed at, by its place', () => {
  fc.assert(
    fc.property(
      secret,
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

test('the first wrong word is pointed at when there are more', () => {
  const words = secretToWords(SECRET, ENGLISH);
  refusedAs({ code: 'unknown-word', at: 3, count: 12 }, words.with(3, 'xx').with(9, 'yy').join(' '));
});

test('a word of the other language is the wrong one, whichever comes first', () => {
  const [danish, english] = LISTS.map((list) => secretToWords(SECRET, list));
  refusedAs({ code: 'unknown-word', at: 0, count: 12 }, danish.with(0, english[0]).join(' '));
  refusedAs({ code: 'unknown-word', at: 11, count: 12 }, english.with(11, danish[11]).join(' '));
});

test('eleven and thirteen words are counted', () => {
  for (const list of LISTS) {
    const words = secretToWords(SECRET, list);
    refusedAs({ code: 'count', count: 11 }, words.slice(1).join(' '));
    refusedAs({ code: 'count', count: 13 }, [...words, words[0]].join(' '));
    refusedAs({ code: 'count', count: 24 }, [...words, ...words].join(' '));
    refusedAs({ code: 'count', count: 1 }, words[0]);
  }
});

test('a wrong word is told before a wrong count', () => {
  refusedAs(
    { code: 'unknown-word', at: 1, count: 11 },
    secretToWords(SECRET, DANISH).slice(1).with(1, 'xyzzy').join(' '),
  );
});

test('words in another order, or one exchanged for another, are not the words', () => {
  const trials = fc.tuple(secret, anyList, fc.nat({ max: 11 }), fc.nat({ max: 2047 }));
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
  assert.ok(refused > 240, 'fifteen of sixteen mistakes are noticed');
  refusedAs({ code: 'not-the-words' }, Array(12).fill('abandon').join(' '));
});

test('nothing typed is empty, whatever it is made of', () => {
  for (const text of ['', ' ', '\n\n', '1. 2. 3.', '!?', '\ud800']) refusedAs({ code: 'empty' }, text);
});

test('any text is read or refused with a code, never with another error', () => {
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

test('typed words are letters only', () => {
  assert.deepEqual(typedWords(' 1. Abandon,\n2)ABLE –  about\u00a0'), ['abandon', 'able', 'about']);
});

test('completions start with what is typed, at most four, from two letters on', () => {
  fc.assert(
    fc.property(anyList, fc.nat({ max: 2047 }), fc.integer({ min: 0, max: 8 }), (list, i, length) => {
      const typed = list[i].slice(0, length);
      const found = completions(typed.toUpperCase(), LISTS);
      assert.ok(
        found.length <= 4 &&
          found.every(
            (word) => word.startsWith(typed) && word !== typed && LISTS.some((one) => one.includes(word)),
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
