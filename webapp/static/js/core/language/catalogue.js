// The app's words in the reader's language. Danish is the source text, so it needs no table.
import { languageOf } from './languages.js';

/**
 * @typedef {'start' | 'write' | 'five' | 'handover' | 'print' | 'copy' | 'versions' | 'bin' | 'settings'
 *   | 'install' | 'vault' | 'two' | 'meetings' | 'meeting' | 'remind' | 'ready' | 'role' | 'rehearse' | 'say'
 *   | 'after' | 'help' | 'guides' | 'sheets' | 'together' | 'explore' | 'share' | 'links' | 'more'
 *   | 'take' | 'erase' | 'lock'} ScreenName
 */
/**
 * @typedef {{
 *   lang: string, version: string, paths: Record<ScreenName, string>, switch: Record<string, string>,
 *   words: Record<string, string | string[]>
 * }} Facts
 */
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

/**
 * A cache: formatters are slow to create, and a long list needs the same one often.
 * @type {Map<string, Intl.DateTimeFormat>}
 */
const formatters = new Map();

/**
 * The formatter of dates and times in a language.
 * @param {string} lang @param {Intl.DateTimeFormatOptions} format
 */
export function formatOf(lang, format) {
  const key = JSON.stringify([lang, format]);
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(languageOf(lang).locale, format);
  formatters.set(key, formatter);
  return formatter;
}

/** A text with a capital first letter, as at the start of a line. @param {string} text */
export const capitalised = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** The same words, with the time on the line of the word before it: "kl." says nothing alone. @param {string} text */
export const withTimeKept = (text) => text.replace(/ (?=\d{1,2}[.:]\d{2}(?!\d))/g, '\u00a0');

/**
 * A day, or a day and a time, in words: "torsdag den 26. november kl. 10.00".
 * @param {string} at local: 2026-11-26 or 2026-11-26T10:00 @param {string} lang @param {boolean} [withYear]
 */
export function formatWhen(at, lang, withYear = false) {
  /** @type {Intl.DateTimeFormatOptions} */
  const time = at.length > 10 ? { hour: '2-digit', minute: '2-digit' } : {};
  // A local time has no time zone: read and formatted as UTC, it stays the same on a phone that travels.
  const format = formatOf(lang, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(withYear && { year: 'numeric' }),
    ...time,
    timeZone: 'UTC',
  });
  // Danish writes "torsdag den 26."; some versions of Intl leave out the "den".
  const formatted = withTimeKept(format.format(new Date(`${at.length > 10 ? at : `${at}T12:00`}Z`)));
  const { after_weekday: between } = languageOf(lang);
  return between ? formatted.replace(/^(\p{L}+) (?=\d)/u, `$1 ${between} `) : formatted;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The name of a day that is near: "i går", "i dag", "i morgen"; empty for any other.
 * @param {string} at local @param {string} lang @param {string} now local, 2026-11-26T10:00
 */
export function nameOfDay(at, lang, now) {
  const ahead = (Date.parse(at.slice(0, 10)) - Date.parse(now.slice(0, 10))) / DAY_MS;
  const names = new Intl.RelativeTimeFormat(languageOf(lang).locale, { numeric: 'auto' });
  return Math.abs(ahead) <= 1 ? names.format(ahead, 'day') : '';
}

/**
 * As formatWhen, with the name of today or tomorrow: "i dag kl. 10.00", "i morgen kl. 10.00".
 * @param {string} at local @param {string} lang @param {string} now local, 2026-11-26T10:00
 */
export function formatSoon(at, lang, now) {
  const [day, name] = [at.slice(0, 10), nameOfDay(at, lang, now)];
  const isPast = day < now.slice(0, 10);
  return name && !isPast ? formatWhen(at, lang).replace(formatWhen(day, lang), name) : formatWhen(at, lang);
}

/**
 * A day as the reader writes it: "22. november 2026".
 * @param {string} iso @param {string} lang @param {boolean} [withTime]
 */
export function formatDay(iso, lang, withTime = false) {
  /** @type {Intl.DateTimeFormatOptions} */
  const day = { day: 'numeric', month: 'long', year: 'numeric' };
  /** @type {Intl.DateTimeFormatOptions} */
  const format = withTime ? { ...day, hour: '2-digit', minute: '2-digit' } : day;
  return withTimeKept(formatOf(lang, format).format(new Date(iso)));
}
