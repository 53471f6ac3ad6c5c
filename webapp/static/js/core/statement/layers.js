// Chooses the sentences of a layer. Each layer contains the smaller one. Its remaining words go to the
// sentences marked "always", then to the parts in turn: their leads, their second sentences, and so on.
import { firstNow } from './old_marks.js';
import { SPOKEN_WORDS, SPOKEN_WORDS_MAX } from './fields.js';
import { beginsWithStem, continuesStem } from './stems.js';

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {import('./fields.js').Statement} Statement */
/** @typedef {'first_line' | 'essence' | 'spoken'} Layer */
/**
 * `opens`: it is the first sentence of its part.
 * @typedef {import('../text/sentences.js').Sentence & {
 *   part: Part, words: number, mark: 'always' | null, first: boolean, opens: boolean
 * }} Candidate
 */
/**
 * The sentences of one part, in the order in which they are chosen. `shortest`: words of the shortest one.
 * @typedef {{part: Part, queue: Candidate[], shortest: number}} Turn
 */

/** @type {readonly Layer[]} */
export const LAYERS = ['first_line', 'essence', 'spoken'];
export const FIRST_LINE_WORDS = 20;
export const ESSENCE_WORDS = 60;

/** Where the first line is taken from, in this order, unless the person picked it. @type {readonly Part[]} */
const FIRST_FROM = ['help', 'important', 'so_that', 'introduce'];

/** At least this many other first lines are offered, if there are enough sentences. */
const FEW_LINES = 3;

/**
 * The parts that come first when there is not room for all of them.
 * @type {readonly Part[]}
 */
const PREFERRED_PARTS = ['help', 'important'];

/** The word limit of a layer. @param {Layer} layer @param {number} spoken_words */
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
 * The sentences of a part: its lead, then those after it, then those before it. The lead is the first
 * sentence that begins with the sheet's stem, or else the first one. A first sentence that continues the stem
 * ("at sove") is the lead.
 * @param {Candidate[]} sentences not empty @returns {Turn}
 */
function turnOf(sentences) {
  const [{ part, text, opens }] = /** @type {[Candidate]} */ (sentences);
  const inStem = sentences.findIndex((sentence) => beginsWithStem(part, sentence.text));
  const at = opens && continuesStem(text) ? 0 : Math.max(0, inStem);
  const shortest = sentences.reduce((least, { words }) => Math.min(least, words), Infinity);
  return { part, queue: [...sentences.slice(at), ...sentences.slice(0, at)], shortest };
}

/** A turn for each part that has sentences. @param {Candidate[][]} sheet */
export const turnsOf = (sheet) => sheet.filter(({ length }) => length).map(turnOf);

/** @param {Candidate} sentence */
const isShort = ({ words }) => words <= FIRST_LINE_WORDS;

/** The turns in the order of `FIRST_FROM`. @param {Turn[]} turns */
const ranked = (turns) => FIRST_FROM.flatMap((part) => turns.filter((turn) => turn.part === part));

/**
 * The first line: the one the person picked, else a lead.
 * @param {Pick<Statement, 'first' | 'parts'>} statement @param {Turn[]} turns
 * @returns {Candidate | undefined}
 */
export function firstLine({ first, parts }, turns) {
  const leads = ranked(turns).flatMap(({ queue }) => queue.slice(0, 1));
  const all = ranked(turns).flatMap(({ queue }) => queue);
  const now = first && firstNow(first, parts[first.part] ?? '');
  const picked = all.find(({ part, text }) => part === first?.part && text === now);
  return picked ?? leads.find(isShort) ?? all.find(isShort) ?? leads[0];
}

/**
 * Other sentences to begin with: one of each part, and more if those are few.
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
    addAlways(all, shown, limit);
    turns = addLeads(turns, shown, limit);
    addInTurn(turns, shown, limit);
  }
  return shown;
}

/**
 * Adds the sentences marked "always": all that fit, and one that is longer than the limit, whole.
 * @param {Candidate[]} all @param {Set<Candidate>} shown @param {number} limit
 */
function addAlways(all, shown, limit) {
  const always = all.filter((sentence) => sentence.mark === 'always' && !shown.has(sentence));
  addFitting(always, shown, limit);
  const long = always.find(({ words }) => words > limit);
  if (long && wordsOf(shown) <= limit) shown.add(long);
}

/**
 * Adds the leads in turn. If a lead does not fit, or would leave no room for a part still to come, the next
 * sentence of its part that fits takes its place. The old lead then comes second in its part.
 * @param {Turn[]} turns @param {Set<Candidate>} shown @param {number} limit @returns {Turn[]}
 */
function addLeads(turns, shown, limit) {
  let room = limit - wordsOf(shown);
  const waiting = partsWithRoom(turns, shown, room);
  return turns.map((turn) => {
    const { queue } = turn;
    waiting.delete(turn);
    const spare = [...waiting].reduce((left, { shortest }) => left - shortest, room);
    const choices = hasShown(turn, shown) ? queue.slice(0, 1) : queue;
    const chosenLead = choices.find((sentence) => !shown.has(sentence) && sentence.words <= spare);
    if (!chosenLead) return turn;
    shown.add(chosenLead);
    room -= chosenLead.words;
    return { ...turn, queue: [chosenLead, ...queue.filter((sentence) => sentence !== chosenLead)] };
  });
}

/** @param {Turn} turn @param {Set<Candidate>} shown */
const hasShown = ({ queue }, shown) => queue.some((sentence) => shown.has(sentence));

/**
 * The parts with nothing shown yet whose shortest sentence has room: as many as possible, and help if
 * at all possible.
 * @param {Turn[]} turns @param {Set<Candidate>} shown @param {number} room
 */
function partsWithRoom(turns, shown, room) {
  const silent = turns.filter((turn) => !hasShown(turn, shown));
  const ranked = [
    ...PREFERRED_PARTS.flatMap((part) => silent.filter((turn) => turn.part === part)),
    ...silent,
  ];
  /** @type {Set<Turn>} */
  const picked = new Set();
  const waiting = new Set(ranked);
  for (const turn of waiting) {
    waiting.delete(turn);
    const left = room - turn.shortest;
    const costsOthers = mostFitting(waiting, left) + 1 < mostFitting(waiting, room);
    if (left < 0 || (costsOthers && turn.part !== 'help')) continue;
    picked.add(turn);
    room = left;
  }
  return picked;
}

/**
 * How many parts have room for their shortest sentence.
 * @param {Iterable<Turn>} turns @param {number} room
 */
const mostFitting = (turns, room) =>
  [...turns]
    .map(({ shortest }) => shortest)
    .sort((a, b) => a - b)
    .filter((words) => (room -= words) >= 0).length;

/**
 * Adds the parts' first sentences, then their second ones, and so on, as they fit.
 * @param {Turn[]} turns @param {Set<Candidate>} shown @param {number} limit
 */
function addInTurn(turns, shown, limit) {
  const rounds = Math.max(0, ...turns.map(({ queue }) => queue.length));
  const round = (/** @type {number} */ i) => turns.flatMap(({ queue }) => queue[i] ?? []);
  const inTurn = Array.from({ length: rounds }, (_, i) => round(i)).flat();
  addFitting(inTurn, shown, limit);
}

/**
 * Adds the sentences that fit, one after the other, and skips those that do not.
 * @param {Candidate[]} sentences @param {Set<Candidate>} shown @param {number} limit
 */
function addFitting(sentences, shown, limit) {
  let room = limit - wordsOf(shown);
  for (const sentence of sentences) {
    if (shown.has(sentence) || sentence.words > room) continue;
    shown.add(sentence);
    room -= sentence.words;
  }
}
