// Which sentences a layer holds. Each layer begins with all of the smaller one, so they nest. The rest of its words
// go to what is always said, then to the parts in turn: their leads, their second sentences, and so on.
import { firstNow } from './old_marks.js';
import { SPOKEN_WORDS, SPOKEN_WORDS_MAX } from './fields.js';
import { beginsWithStem, goesOn } from './stems.js';

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {import('./fields.js').Statement} Statement */
/** @typedef {'first_line' | 'essence' | 'spoken'} Layer */
/**
 * opens: the first sentence of its part.
 * @typedef {import('../text/sentences.js').Sentence & {part: Part, words: number, mark: 'always' | null, first:
 *   boolean, opens: boolean}} Candidate
 */
/**
 * One part's sentences in the order in which they are said first; `shortest` is the fewest words it can
 * speak with.
 * @typedef {{part: Part, queue: Candidate[], shortest: number}} Turn
 */

/** @type {readonly Layer[]} */
export const LAYERS = ['first_line', 'essence', 'spoken'];
export const FIRST_LINE_WORDS = 20;
export const ESSENCE_WORDS = 60;

/** Where the first line comes from, unless the person picked it. @type {readonly Part[]} */
const FIRST_FROM = ['help', 'important', 'so_that', 'introduce'];

/** How many other first lines there are to choose from, at least, where there are so many sentences. */
const FEW_LINES = 3;

/**
 * The parts that are heard rather than others, where there is not room for every part.
 * @type {readonly Part[]}
 */
const HEARD_FIRST = ['help', 'important'];

/** The most words of a layer. @param {Layer} layer @param {number} spoken_words */
export function limitOf(layer, spoken_words) {
  if (layer !== 'spoken') return layer === 'essence' ? ESSENCE_WORDS : FIRST_LINE_WORDS;
  return Math.min(SPOKEN_WORDS_MAX, Math.max(SPOKEN_WORDS, spoken_words || 0));
}

/** @param {Iterable<Candidate>} sentences */
export function wordsOf(sentences) {
  let sum = 0;
  for (const { words } of sentences) sum += words;
  return sum;
}

/**
 * The sentences of a part, its lead first and then what follows it. The lead is the first sentence, or the first
 * that begins with the sheet's stem. A first sentence that goes on from the stem ("at sove") does that too.
 * @param {Candidate[]} sentences not empty @returns {Turn}
 */
function turnOf(sentences) {
  const [{ part, text, opens }] = /** @type {[Candidate]} */ (sentences);
  const inStem = sentences.findIndex((sentence) => beginsWithStem(part, sentence.text));
  const at = opens && goesOn(text) ? 0 : Math.max(0, inStem);
  const shortest = sentences.reduce((least, { words }) => Math.min(least, words), Infinity);
  return { part, queue: [...sentences.slice(at), ...sentences.slice(0, at)], shortest };
}

/** The parts that have sentences, in turn. @param {Candidate[][]} sheet */
export const turnsOf = (sheet) => sheet.filter(({ length }) => length).map(turnOf);

/** @param {Candidate} sentence */
const isShort = ({ words }) => words <= FIRST_LINE_WORDS;

/** The parts from the one the first line comes from rather than others. @param {Turn[]} turns */
const ranked = (turns) => FIRST_FROM.flatMap((part) => turns.filter((turn) => turn.part === part));

/**
 * The first line: the one the person picked, else a lead.
 * @param {Pick<Statement, 'first' | 'parts'>} statement @param {Turn[]} turns @returns {Candidate | undefined}
 */
export function firstLine({ first, parts }, turns) {
  const leads = ranked(turns).flatMap(({ queue }) => queue.slice(0, 1));
  const all = ranked(turns).flatMap(({ queue }) => queue);
  const now = first && firstNow(first, parts[first.part] ?? '');
  const picked = all.find(({ part, text }) => part === first?.part && text === now);
  return picked ?? leads.find(isShort) ?? all.find(isShort) ?? leads[0];
}

/**
 * Other sentences to begin with: one of each part, and more of them where that makes few.
 * @param {Turn[]} turns @param {Candidate} first @returns {Candidate[]}
 */
export function otherFirstLines(turns, first) {
  const ofParts = ranked(turns).flatMap(({ queue }) => queue.find(isShort) ?? queue[0] ?? []);
  const all = ranked(turns).flatMap(({ queue }) => queue);
  const isOther = (/** @type {Candidate} */ { part, text }) => part !== first.part || text !== first.text;
  const others = [...new Set([...ofParts, ...all])].filter(isOther);
  return others.slice(0, Math.max(FEW_LINES, ofParts.filter((line) => others.includes(line)).length));
}

/**
 * The sentences of a layer.
 * @param {Turn[]} turns in the sheet's order
 * @param {Candidate | undefined} first @param {Layer} layer @param {number} spoken_words
 * @returns {Set<Candidate>}
 */
export function chosen(turns, first, layer, spoken_words) {
  const all = turns.flatMap(({ queue }) => queue);
  const shown = new Set(first ? [first] : []);
  for (const name of LAYERS.slice(0, LAYERS.indexOf(layer) + 1)) {
    const limit = limitOf(name, spoken_words);
    if (wordsOf(all) <= limit) return new Set(all);
    if (name === 'first_line') continue;
    sayAlways(all, shown, limit);
    turns = sayLeads(turns, shown, limit);
    sayInTurn(turns, shown, limit);
  }
  return shown;
}

/**
 * What is always said: all that fits, and one sentence longer than the limit, whole.
 * @param {Candidate[]} all @param {Set<Candidate>} shown @param {number} limit
 */
function sayAlways(all, shown, limit) {
  const always = all.filter((sentence) => sentence.mark === 'always' && !shown.has(sentence));
  sayFitting(always, shown, limit);
  const long = always.find(({ words }) => words > limit);
  if (long && wordsOf(shown) <= limit) shown.add(long);
}

/**
 * The leads in turn. A lead that does not fit, or that would leave no room for a part still to come, is stood for by
 * its part's next sentence that fits. That one takes the lead's place in its part, so that the lead comes second.
 * @param {Turn[]} turns @param {Set<Candidate>} shown @param {number} limit @returns {Turn[]}
 */
function sayLeads(turns, shown, limit) {
  let room = limit - wordsOf(shown);
  const waiting = toBeHeard(turns, shown, room);
  return turns.map((turn) => {
    const { queue } = turn;
    waiting.delete(turn);
    const spare = [...waiting].reduce((left, { shortest }) => left - shortest, room);
    const choices = isHeard(turn, shown) ? queue.slice(0, 1) : queue;
    const said = choices.find((sentence) => !shown.has(sentence) && sentence.words <= spare);
    if (!said) return turn;
    shown.add(said);
    room -= said.words;
    return { ...turn, queue: [said, ...queue.filter((sentence) => sentence !== said)] };
  });
}

/** @param {Turn} turn @param {Set<Candidate>} shown */
const isHeard = ({ queue }, shown) => queue.some((sentence) => shown.has(sentence));

/**
 * The parts that say nothing yet and can, if each says no more than it must: as many as possible, and help in any
 * case.
 * @param {Turn[]} turns @param {Set<Candidate>} shown @param {number} room
 */
function toBeHeard(turns, shown, room) {
  const silent = turns.filter((turn) => !isHeard(turn, shown));
  const ranked = [...HEARD_FIRST.flatMap((part) => silent.filter((turn) => turn.part === part)), ...silent];
  /** @type {Set<Turn>} */
  const heard = new Set();
  const waiting = new Set(ranked);
  for (const turn of waiting) {
    waiting.delete(turn);
    const left = room - turn.shortest;
    const silencesMore = mostHeard(waiting, left) + 1 < mostHeard(waiting, room);
    if (left < 0 || (silencesMore && turn.part !== 'help')) continue;
    heard.add(turn);
    room = left;
  }
  return heard;
}

/** How many parts can speak in so many words. @param {Iterable<Turn>} turns @param {number} room */
const mostHeard = (turns, room) =>
  [...turns]
    .map(({ shortest }) => shortest)
    .sort((a, b) => a - b)
    .filter((words) => (room -= words) >= 0).length;

/**
 * The parts' first sentences, then their second ones, and so on.
 * @param {Turn[]} turns @param {Set<Candidate>} shown @param {number} limit
 */
function sayInTurn(turns, shown, limit) {
  const rounds = Math.max(0, ...turns.map(({ queue }) => queue.length));
  const round = (/** @type {number} */ i) => turns.flatMap(({ queue }) => queue[i] ?? []);
  const withLock = Array.from({ length: rounds }, (_, i) => round(i)).flat();
  sayFitting(withLock, shown, limit);
}

/**
 * All that fit, one after the other; one that does not is passed over.
 * @param {Candidate[]} sentences @param {Set<Candidate>} shown @param {number} limit
 */
function sayFitting(sentences, shown, limit) {
  let room = limit - wordsOf(shown);
  for (const sentence of sentences) {
    if (shown.has(sentence) || sentence.words > room) continue;
    shown.add(sentence);
    room -= sentence.words;
  }
}
