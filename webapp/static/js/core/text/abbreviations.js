// Tells when a full stop ends no sentence: abbreviations, initials, dates, ordinals, in Danish and English.
import {
  BEFORE_NAMES,
  BESIDE_NUMBERS,
  CAPITALISED,
  CLOSERS,
  DAYS,
  DEGREE,
  MAY_END,
  SELDOM_LAST,
} from './abbreviation_list.js';
import { NEW_CLAUSE, OPENS, OPENS_WITH_CAPITAL } from './openers.js';

const MONTH = /^(?:januar|februar|marts|april|maj|ju[nl]i|august|(?:septem|okto|novem|decem)ber)(?!\p{L})/iu;
/** Nouns that an ordinal counts, even when capitalised: "2. Verdenskrig", "3. Sal". */
const COUNTED = /^(?:sal|klasse|division|verdenskrig|(?:jule|påske|pinse)dag|etage|semester)(?!\p{L})/iu;
/** A day, month or time zone that continues a time: "9 a.m. Monday". */
const DAY = new RegExp(
  '^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\p{L}*|' +
    '[ECMP][SD]?T|GMT|UTC)(?!\\p{L})',
  'u',
);
/** The sentence so far gives only a time: "At 9 a.m.", "On Monday at 8.30 a.m.", "From 9 a.m. to 5 p.m." */
const ONLY_WHEN = new RegExp(
  '^(?:On \\p{L}+ at|At|By|From|Until|Till|Since|Around|About|Before|After) \\d[\\d.:]* ?[ap]\\.m' +
    '(?:\\. (?:to|until) \\d[\\d.:]* ?[ap]\\.m)?$',
  'iu',
);
/** A title and the first letter of a name. */
const TITLE = /^(?:Mrs?|Ms|Messrs|Dr|Prof|St)\. ?\p{Lu}/u;
/** A date or time that continues a weekday: "man. d. 3", "tors. kl. 10". */
const DATE = /^(?:d|kl|den)\.? ?\d/u;

const LOWER = /^\p{Ll}/u;
const DIGIT = /^\p{N}/u;
const ORDINAL = /(?:^|\D)\d{1,3}$/;
/** The letter of a school class: "9. B", "3. G"; not "I", which is a word. */
const SCHOOL_CLASS = /^[B-HJ-Z](?!\p{L})/u;
const WEB_ADDRESS = /\.(?:dk|com|org|net|eu|se|no|nu)$/;
const LAST_WORD = /(?:^|[^\p{L}])((?:\p{L}{1,4}\.)*\p{L}+)$/u;
const LAST_WORDS = /(?:^|[^\p{L}.])((?:\p{L}{1,2}\. ?)+\p{L}{1,5})$/u;
const INITIALS = /^(?:\p{Lu}\p{Ll}?\.)*\p{Lu}\p{Ll}?$/u;
const AFTER_NUMBER = /\d[.\s-]*\p{L}+$/u;
/** The end of a longer word or name: "don't", "R&B", "H & M". */
const PART_OF_WORD = /(?:[\p{L}\p{N}]['’]|&\s?)\p{L}+$/u;
/** Initials, and small letters used before a name: "v. Bo". Others may end a sentence: "l og t." */
const BEFORE_A_NAME = /^(?:\p{Lu}|[defv]$)/u;
/** Two or more words, all in capitals. */
const SHOUTED = /^[^\p{Ll}]*\p{Lu}{2,}[^\p{L}]+\p{Lu}[^\p{Ll}]*$/u;

/**
 * True when the full stop between `before` and `next` is inside a sentence.
 * @param {string} before the sentence so far, or its last 30 characters, without the full stop
 * @param {string} next what follows, from its first letter or digit
 */
export function continuesSentence(before, next) {
  const isSmall = LOWER.test(next) || DIGIT.test(next);
  if (/\p{N}$/u.test(before)) return ORDINAL.test(before) && afterNumber(next, isSmall);
  const written = LAST_WORD.exec(before)?.[1] ?? '';
  if (!written || PART_OF_WORD.test(before)) return false;
  if (isCapitals(written)) return capitalsGoOn(written.toLowerCase(), before, next);
  const word = written.toLowerCase();
  const spaced = (LAST_WORDS.exec(before)?.[1] ?? word).replaceAll(' ', '').toLowerCase();
  const isIn = (/** @type {Set<string>} */ list) => list.has(word) || list.has(spaced);
  if (isIn(BEFORE_NAMES)) return LOWER.test(next) || !OPENS.test(next);
  if (isIn(SELDOM_LAST) || DEGREE.test(before)) return isSmall || isName(next);
  if (isIn(CLOSERS)) return isSmall && !NEW_CLAUSE.test(next);
  if (isIn(MAY_END)) return isSmall || (/^[ap]\.m$/.test(spaced) && timeGoesOn(before, next));
  if (CAPITALISED.has(written) && before !== written) {
    return isSmall || (DAYS.has(written) ? DAY.test(next) : isName(next));
  }
  if (isInitial(written)) {
    return isName(next) && !NEW_CLAUSE.test(next) && (isSmall || BEFORE_A_NAME.test(written));
  }
  if (BESIDE_NUMBERS.has(word)) {
    return DIGIT.test(next) || (isSmall && (AFTER_NUMBER.test(before) || DATE.test(next)));
  }
  return isSmall && (word === 'i' ? /^\p{Ll}\./u.test(next) : word.includes('.') && !WEB_ADDRESS.test(word));
}

/**
 * "At 9 a.m. Mr. Holm came" is one sentence, "We ate at 9 a.m. Mr. Holm came" is two.
 * @param {string} before @param {string} next
 */
const timeGoesOn = (before, next) => DAY.test(next) || (TITLE.test(next) && ONLY_WHEN.test(before));

/**
 * "d. 3. maj" is one sentence, "Jeg er 40. Jeg bor her" is two.
 * @param {string} next @param {boolean} isSmall
 */
function afterNumber(next, isSmall) {
  if (isSmall) return !OPENS.test(next) && !NEW_CLAUSE.test(next);
  return MONTH.test(next) || SCHOOL_CLASS.test(next) || COUNTED.test(next);
}

/** Whether the next word may be a name: it is none of those that open sentences. @param {string} next */
const isName = (next) => !OPENS.test(next) && !OPENS_WITH_CAPITAL.test(next);

/** "PTSD", "MS", "DR": acronyms are written without a full stop. @param {string} word */
const isCapitals = (word) => /^\p{Lu}{2,}$/u.test(word);

/**
 * Capitals can be an abbreviation before a number, or where all is in capitals: "VI SES KL. 10".
 * @param {string} word @param {string} before @param {string} next
 */
function capitalsGoOn(word, before, next) {
  if (DIGIT.test(next)) return MAY_END.has(word) || BEFORE_NAMES.has(word);
  return SHOUTED.test(before) && BEFORE_NAMES.has(word) && !/^(?:dr|ms|st)$/.test(word) && !OPENS.test(next);
}

/** "J", "H.C", "d", "Th"; not "i", "å" and "ø", which are words. @param {string} word */
function isInitial(word) {
  if (/^(?:Th|Ch|Aa)$/.test(word)) return true;
  return word.length === 1 ? !/[iåø]/i.test(word) : word.includes('.') && INITIALS.test(word);
}
