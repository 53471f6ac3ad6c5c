// Where a sentence ends without a space after it: "år.Jeg", "mødet...Jeg", "hvad?jeg".
// Not in an address, a file name, a number or code.
import { continuesSentence } from './abbreviations.js';
import { OPENS } from './openers.js';

/** The word before the stop: not an initial, a number or part of an address. May be in quotes or brackets. */
const WORD_BEFORE = /(?:^|[\s("'„“”»‘–—/-])\p{L}[\p{L}'’]*\p{Ll}[)\]"”»]*$/u;
/** Before a word such as "Jeg", a number or a word in capitals will do too. */
const BEFORE_OPENER = /(?:^|[\s(.:])(?:\p{Lu}+|\d+)$/u;
/** A capitalised word that is not part of a name in code ("fs.ReadStream", "net.Socket.on"). */
const CAPITAL_AFTER = /^["'„“”»‘(]?\p{Lu}\p{Ll}*(?=[\s,.!?…:;'’)"”-]|$)(?!\.\p{Ll})/u;
const SMALL_AFTER = /^\p{Ll}+(?=[\s,.!?…]|$)/u;
/** The only words in small letters that open a sentence after a single full stop: "år.jeg". */
const SMALL_OPENER = /^(?:jeg|han|hun)\s/u;
const OF_ADDRESS = /[@/\\_=&#~]|www\./i;
const FILE_OR_DOMAIN = new RegExp(
  '^(?:dk|com|org|net|eu|uk|info|edu|gov|app|pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|txt|mp[34]|mov|exe|zip|' +
    'html?|js|py|css|json|csv|php|aspx?)(?!\\p{L})',
  'iu',
);

/**
 * True when stops with no white space after them end a sentence.
 * @param {string} before the sentence so far, or its last characters
 * @param {string} stops @param {string} after
 * @param {boolean} twoDotsEnd ".." ends a sentence before a small letter too
 */
export function endsGlued(before, stops, after, twoDotsEnd) {
  const token = (/\S*$/.exec(before)?.[0] ?? '') + stops + (/^\S*/.exec(after)?.[0] ?? '');
  if (OF_ADDRESS.test(token) || FILE_OR_DOMAIN.test(after)) return false;
  const isCapital = CAPITAL_AFTER.test(after);
  if (!WORD_BEFORE.test(before)) return isCapital && BEFORE_OPENER.test(before) && OPENS.test(after);
  const asks = /[!?‼⁇⁈⁉]/.test(stops);
  if (isCapital) return stops !== '.' || !continuesSentence(before, after);
  if (stops === '.') return SMALL_OPENER.test(after) && !continuesSentence(before, after);
  return (asks || (twoDotsEnd && stops === '..')) && SMALL_AFTER.test(after);
}
