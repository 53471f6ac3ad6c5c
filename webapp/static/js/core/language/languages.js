// The languages of the app as scripts know them, made from the rows of webapp/content/languages.toml.
import { ROWS } from '../../../vendor/languages.js';

/** @typedef {import('../statement/fields.js').Part} Part */
/**
 * `plural`: which form of a word a number takes. `after_weekday`: the word between a weekday and a date.
 * @typedef {{
 *   locale: string, recovery_words: string, after_weekday: string, stems: Record<Part, string>,
 *   key_words: Record<Part, readonly string[]>, stem_ends: readonly string[],
 *   contractions: Record<string, string>, plural: (n: number) => number
 * }} Language
 */

/** By code, the default first. @type {Record<string, Language>} */
export const LANGUAGES = ROWS;

const [defaultCode = ''] = Object.keys(LANGUAGES);
export const DEFAULT_LANGUAGE = defaultCode;

/** @param {unknown} code @returns {code is string} whether this app speaks the language */
export const isLanguage = (code) => typeof code === 'string' && Object.hasOwn(LANGUAGES, code);

/** The row of a language; the default's for one that this app does not speak. @param {string} code */
export const languageOf = (code) =>
  /** @type {Language} */ (LANGUAGES[isLanguage(code) ? code : DEFAULT_LANGUAGE]);
