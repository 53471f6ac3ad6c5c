// Made-up statements from a seed, with sentence lengths that vary around a mean as people's do.
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { partsOf, statementWith } from './texts.js';

const WORDS = [
  'hunden',
  'skoven',
  'roligt',
  'hver',
  'dag',
  'sammen',
  'venner',
  'arbejde',
  'morgen',
  'huset',
  'igen',
];
const WORDS_MIN = 3;
const WORDS_MAX = 45;
const SENTENCES_MAX = 5;

/**
 * The standard deviation of the logarithm of the lengths. With it, commit 28f4cfa left parts silent about
 * as often as was seen in real texts.
 */
const SPREAD = 0.55;

/** Mulberry32: the same numbers from 0 to 1 on every machine. @param {number} seed */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param {() => number} random
 * @param {number} mean in words
 */
function madeSentence(random, mean) {
  const bell = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const length = Math.round(mean * Math.exp(SPREAD * bell - SPREAD ** 2 / 2));
  const words = Math.min(WORDS_MAX, Math.max(WORDS_MIN, length));
  const word = () => WORDS[Math.floor(random() * WORDS.length)];
  return `Hun ${Array.from({ length: words - 1 }, word).join(' ')}.`;
}

/**
 * @param {number} seed
 * @param {{mean: number, count: number}} kind `mean` words a sentence; one to five sentences a part
 */
export function madeStatements(seed, { mean, count }) {
  const random = randomFrom(seed);
  const howMany = () => 1 + Math.floor(random() * SENTENCES_MAX);
  const sentences = () => Array.from({ length: howMany() }, () => madeSentence(random, mean));
  const parts = () => partsOf(PARTS.map(() => sentences().join(' ')));
  return Array.from({ length: count }, () => statementWith({ parts: parts() }));
}
