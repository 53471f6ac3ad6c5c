// Writes a vault's secret as twelve words of a language, and reads typed words leniently.
import { CodedError } from '../documents/coded_error.js';
import { entropyToMnemonic, mnemonicToEntropy } from '../../../vendor/bip39.js';

/** @typedef {'empty'|'count'|'unknown-word'|'not-the-words'} WordsErrorCode */

export const WORDS_COUNT = 12;

/** @extends {CodedError<WordsErrorCode>} */
export class WordsError extends CodedError {
  name = 'WordsError';

  /**
   * @param {WordsErrorCode} code
   * @param {number} [at] index of the wrong word, from 0
   * @param {number} [count] how many words were typed
   */
  constructor(code, at = -1, count = 0) {
    super(code);
    this.at = at;
    this.count = count;
  }
}

/**
 * @param {Uint8Array} secret 16 bytes
 * @param {string[]} list of 2,048 words
 * @returns {string[]} twelve words
 */
export const secretToWords = (secret, list) => entropyToMnemonic(secret, list).split(' ');

/**
 * Splits typed text into words. Case, numbers, commas and line breaks do not matter.
 * @param {string} text
 * @returns {string[]}
 */
export const typedWords = (text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean);

/**
 * The word of the list that was typed, in full or by at least its first four letters.
 * @param {string} typed
 * @param {string[]} list
 */
function wholeWord(typed, list) {
  if (list.includes(typed)) return typed;
  const found = typed.length >= 4 ? list.filter((word) => word.startsWith(typed)) : [];
  return found.length === 1 ? found[0] : undefined;
}

/**
 * Reads twelve words. It tries all lists and takes the one that contains most of the words.
 * @param {string} text
 * @param {string[][]} lists
 * @returns {Uint8Array} the secret, 16 bytes
 * @throws {WordsError}
 */
export function wordsToSecret(text, lists) {
  const typed = typedWords(text);
  if (!typed.length) throw new WordsError('empty');
  const readings = lists.map((list) => ({ list, whole: typed.map((word) => wholeWord(word, list)) }));
  const known = (/** @type {{whole: (string | undefined)[]}} */ { whole }) => whole.filter(Boolean).length;
  const [meant] = readings.sort((a, b) => known(b) - known(a));
  if (!meant) throw new WordsError('empty');
  const wrong = meant.whole.findIndex((word) => !word);
  if (wrong >= 0) throw new WordsError('unknown-word', wrong, typed.length);
  if (typed.length !== WORDS_COUNT) throw new WordsError('count', -1, typed.length);
  try {
    return mnemonicToEntropy(meant.whole.join(' '), meant.list);
  } catch {
    throw new WordsError('not-the-words'); // every word is in the list, but the checksum is wrong
  }
}

/**
 * Words that start with what was typed.
 * @param {string} typed
 * @param {string[][]} lists
 * @param {number} [most]
 * @returns {string[]}
 */
export function completions(typed, lists, most = 4) {
  const prefix = typed.toLowerCase();
  if (prefix.length < 2) return [];
  return lists
    .flatMap((list) => list.filter((word) => word.startsWith(prefix) && word !== prefix))
    .slice(0, most);
}
