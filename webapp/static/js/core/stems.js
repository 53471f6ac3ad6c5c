// The stem in front of a part, and not twice when the person began with it.
import { STEMS } from './parts.js';

/** @typedef {import('./parts.js').Part} Part */
/** inline: the text goes on from the stem in the same line. @typedef {{stem: string, inline: boolean}} Stem */

/** @param {string} text */
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

/** True when `words` begin with all of `start`. @param {string[]} words @param {string[]} start */
const begin = (words, start) => start.every((word, i) => words[i] === word);

/** The little word that ends a stem and that a person may leave out or change: "hjælp med", "vigtigt for mig: ro". */
const LINK = /\s(?:at|til|to|with)$/i;

/**
 * What to show before a part's text. The stem loses the words the text begins with: "… for mig at" before "at sove".
 * @param {Part} part @param {string} text
 * @param {string} lang
 * @param {Record<string, Record<Part, string>>} [stems]
 * @returns {Stem}
 */
export function stemFor(part, text, lang, stems = STEMS) {
  const stem = (stems[lang] ?? stems['da'])?.[part] ?? '';
  const words = wordsOf(text.slice(0, 200));
  const begun = Object.values(stems).some((sheet) => sheet[part] && begin(words, wordsOf(sheet[part].replace(LINK, ''))));
  if (!stem || begun) return { stem: '', inline: false };
  const own = stem.split(/\s+/);
  const shared = own.findIndex((_, i) => begin(words, wordsOf(own.slice(i).join(' '))));
  return { stem: own.slice(0, shared < 0 ? own.length : shared).join(' '), inline: !startsLarge(text) };
}

/** True when the first letter is a capital one. @param {string} text */
function startsLarge(text) {
  const letter = /\p{L}/u.exec(text.slice(0, 200))?.[0] ?? '';
  return letter !== letter.toLowerCase();
}
