// Texts for property tests: as people write, and as nobody does.
import fc from 'fast-check';
import { DANISH_SENTENCES } from './danish_sentences.js';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';

const WORDS = [
  'jeg',
  'Jeg',
  'sover',
  'ikke',
  'godt',
  'Bo',
  'f.eks.',
  'kl. 10.',
  'osv.',
  'og',
  'Så',
  'd. 3. maj',
  '3,5',
  'træt,',
  'å',
  'I',
  'er',
  'hjælp',
];
const STOPS = ['.', '.', '.', '!', '?', '...', '…', '?!', '. 😊', '."', '', '.)'];
const GAPS = [' ', ' ', ' ', '\n', '\n\n', '\r\n', '  ', '\n- ', '\n1. ', '\u2028'];
const ODD = [
  '\0',
  '\ud800',
  '\udc00',
  '\u200f',
  '\u202b',
  '\u2067',
  '😊',
  '👩‍👩‍👧',
  '🇩🇰',
  '\r',
  '\n',
  '\ufeff',
  '\u00a0',
  'שלום',
  'مرحبا؟',
  '你好。',
  '؟',
  'a\u030a',
  ' ',
  '.',
  '"',
  '(',
];

/** A sentence with a capital letter and a full stop, of `words` words. */
export const plainSentence = fc
  .array(
    fc.constantFrom('sover', 'godt', 'hjem', 'hunden', 'træt', 'venner', 'kaffe', 'alene', 'musik', 'skoven'),
    { minLength: 2, maxLength: 25 },
  )
  .map((words) => `Jeg ${words.join(' ')}.`);

export const danishText = fc
  .array(
    fc.tuple(
      fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 30 }),
      fc.constantFrom(...STOPS),
      fc.constantFrom(...GAPS),
    ),
    { maxLength: 20 },
  )
  .map((sentences) => sentences.map(([words, stop, gap]) => words.join(' ') + stop + gap).join(''));

const SURROGATES = { from: 0xd800, count: 0x800 };
/** Any character but lone surrogates, from its number; and back, for strings that fast-check injects. */
const character = fc.nat({ max: 0x10ffff - SURROGATES.count }).map(
  (n) => String.fromCodePoint(n < SURROGATES.from ? n : n + SURROGATES.count),
  (text) => {
    if (typeof text !== 'string' || !text.isWellFormed() || [...text].length !== 1)
      throw new Error('not one character');
    const code = text.codePointAt(0);
    return code < SURROGATES.from ? code : code - SURROGATES.count;
  },
);

/** As `fc.string({ unit: 'binary' })`, whose table of a million characters takes a second in each process. */
export const anyCharacters = (constraints = {}) => fc.string({ ...constraints, unit: character });

export const oddText = fc
  .array(fc.oneof(fc.constantFrom(...ODD), fc.constantFrom(...WORDS), anyCharacters({ maxLength: 5 })), {
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''));

export const anyText = fc.oneof(
  { weight: 6, arbitrary: danishText },
  { weight: 4, arbitrary: oddText },
  { weight: 2, arbitrary: fc.constantFrom(...DANISH_SENTENCES.map(([text]) => text)) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r\n', '\u00a0') }) },
);

export const NOW = '2025-03-01T10:00:00.000Z';

/** @param {Partial<import('../../webapp/static/js/core/statement/fields.js').Statement>} [fields] */
export const statementWith = (fields = {}) => ({
  id: 'A'.repeat(22),
  title: '',
  kind: '',
  parts: partsOf([]),
  marks: [],
  order: [...PARTS],
  first: null,
  spoken_words: 170,
  created: NOW,
  updated: NOW,
  deleted: null,
  alternatives: [],
  ...fields,
});

/** @param {string[]} texts */
export const partsOf = (texts) => Object.fromEntries(PARTS.map((part, i) => [part, texts[i] ?? '']));

/** The clauses of a sentence, between its stops. @param {string} sentence */
const clausesOf = (sentence) => sentence.split(/(?<=[.!?…])\s+/);

/**
 * Whether the merged text holds a sentence of one side: whole, or each of its clauses that the base lacks.
 * @param {string} sentence
 * @param {Iterable<string>} old sentences of the base
 * @param {string} merged
 */
export function isKept(sentence, old, merged) {
  const known = new Set([...old].flatMap((sentence) => [sentence, ...clausesOf(sentence)]));
  return (
    known.has(sentence) || clausesOf(sentence).every((clause) => known.has(clause) || merged.includes(clause))
  );
}
