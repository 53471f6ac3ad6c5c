// The words of the app in the reader's language. Danish is the source text, so it needs no table.
import { languageOf } from './languages.js';

/** @typedef {'start'|'write'|'five'|'handover'|'print'|'copy'|'versions'|'bin'|'settings'|'install'|'vault'|'two'|'meetings'|'meeting'|'remind'|'ready'|'role'|'rehearse'|'after'|'help'|'guides'|'sheets'|'together'|'explore'|'share'|'links'} ScreenName */
/** @typedef {{lang: string, version: string, paths: Record<ScreenName, string>, switch: Record<string, string>, words: Record<string, string | string[]>}} Facts */
/** @typedef {Record<string, string | number>} Values */
/**
 * @typedef {{
 *   lang: string, paths: Record<ScreenName, string>,
 *   t: (words: string, values?: Values) => string,
 *   tn: (one: string, many: string, n: number) => string
 * }} Catalogue
 */

/** @param {string} words @param {Values} values */
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));

/**
 * @param {Facts} facts from the page's shell
 * @returns {Catalogue}
 */
export function catalogue({ lang, paths, words }) {
  return {
    lang,
    paths,
    t: (text, values = {}) => fill(String(words[text] ?? text), values),
    tn(one, many, n) {
      const forms = /** @type {string[]} */ (words[one] ?? [one, many]);
      return fill(String(forms[languageOf(lang).plural(n)]), { n });
    },
  };
}

/** Formats are slow to make, and a long list asks for the same one. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** How times are written in a language. @param {string} lang @param {Intl.DateTimeFormatOptions} format */
export function formatOf(lang, format) {
  const key = JSON.stringify([lang, format]);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(languageOf(lang).locale, format);
  formats.set(key, made);
  return made;
}

/** The first letter large, as at the start of a line. @param {string} text */
export const begun = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * A day, or a day and a time, as said: "torsdag den 26. november kl. 10.00".
 * @param {string} at local: 2026-11-26 or 2026-11-26T10:00 @param {string} lang @param {boolean} [withYear]
 */
export function whenName(at, lang, withYear = false) {
  /** @type {Intl.DateTimeFormatOptions} */
  const time = at.length > 10 ? { hour: '2-digit', minute: '2-digit' } : {};
  // A wall's time is said as it stands, whatever the zone: a phone that travels must not move it.
  const format = formatOf(lang, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(withYear && { year: 'numeric' }),
    ...time,
    timeZone: 'UTC',
  });
  // Danish writes "torsdag den 26.", which some versions of the formats leave out.
  const said = format.format(new Date(`${at.length > 10 ? at : `${at}T12:00`}Z`));
  const { after_weekday: between } = languageOf(lang);
  return between ? said.replace(/^(\p{L}+) (?=\d)/u, `$1 ${between} `) : said;
}

/**
 * A day as the reader writes it: "22. november 2026".
 * @param {string} iso @param {string} lang @param {boolean} [withTime]
 */
export function dayName(iso, lang, withTime = false) {
  /** @type {Intl.DateTimeFormatOptions} */
  const day = { day: 'numeric', month: 'long', year: 'numeric' };
  /** @type {Intl.DateTimeFormatOptions} */
  const format = withTime ? { ...day, hour: '2-digit', minute: '2-digit' } : day;
  return formatOf(lang, format).format(new Date(iso));
}
