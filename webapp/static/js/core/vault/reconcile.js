// One statement on this phone and in the vault, against what both last agreed on. Pure, and the same on every device.
import { inTime, mergeStatement, withOthers } from '../merge.js';
import { segment } from '../sentences.js';
import { sameDocument, statementText } from './document.js';

/** @typedef {import('../parts.js').Statement} Statement */
/** @typedef {import('../parts.js').Alternative} Alternative */

/**
 * What this phone holds after both sides are taken together; null when it is gone on both.
 * @param {Statement | null} base last agreed on; null before that, or when it was gone
 * @param {Statement | null} local null when it is gone here
 * @param {Statement | null} remote null when it is gone in the vault
 * @returns {Statement | null}
 */
export function reconcile(base, local, remote) {
  if (sameDocument(local, remote) || sameDocument(base, remote)) return local;
  if (sameDocument(base, local)) return remote;
  if (!local || !remote) return local ?? remote; // both changed it, so the one that is not gone was edited: edit beats delete
  return mergedWithAlternatives(base, local, remote);
}

/** @param {Statement | null} base @param {Statement} local @param {Statement} remote @returns {Statement} */
function mergedWithAlternatives(base, local, remote) {
  const [early, late] = inTime(plain(local), plain(remote));
  const { statement, others } = mergeStatement(base && plain(base), late, early);
  const next = withOthers(statement, others);
  return { ...next, alternatives: tidied([...(next.alternatives ?? []), ...stillSaid(early, late, next), ...stillSaid(late, early, next)], statement) };
}

/** @param {Statement} statement */
const wordsOf = ({ title, parts, alternatives = [] }) => [title, ...Object.values(parts), ...alternatives.map(({ text }) => text)].join('\n');

/**
 * Other versions of one side with a sentence that both sides still have somewhere and `next` has nowhere: put away here since
 * it was shown, and taken out of the shown text there since it stood beside it.
 * @param {Statement} side @param {Statement} other @param {Statement} next
 */
function stillSaid(side, other, next) {
  const [there, now] = [wordsOf(other), wordsOf(next)];
  return (side.alternatives ?? []).filter(({ text }) => segment(text).some((sentence) => there.includes(sentence.text) && !now.includes(sentence.text)));
}

/** Members in one order, wherever it came from. @param {Statement} statement @returns {Statement} */
const plain = (statement) => JSON.parse(statementText(statement)).statement;

/** Each once, in an order of its own, and none that says what is shown. @param {Alternative[]} alternatives @param {Statement} statement */
function tidied(alternatives, statement) {
  const shown = (/** @type {Alternative} */ { part, text }) => text === (part === 'title' ? statement.title : statement.parts[part]);
  const found = new Map(alternatives.filter((one) => !shown(one)).map((one) => [`${one.part} ${one.text}`, one]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
