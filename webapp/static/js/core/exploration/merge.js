// Merges two edits of one note without a goal. Every device gets the same bytes, and no sentence is lost. A
// note has no field for a conflicting version, so the note itself holds both texts, the later one on top.
import { EXPLORATION_FIELDS, canonicalExploration } from './fields.js';
import { earlierFirst } from '../statement/merge.js';
import { mergedFields } from '../documents/merge_fields.js';
import { mergeText, threeWay } from '../text/merge.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('./fields.js').Exploration} Exploration */

/**
 * A text, followed by the sentences that only the other text has, verbatim. A second call adds nothing.
 * @param {string} text
 * @param {string} other
 */
export function appendMissing(text, other) {
  if (text.startsWith(other)) return text;
  if (other.startsWith(text)) return other;
  const present = new Set(segment(text).map((sentence) => sentence.text));
  /**
   * Runs of consecutive sentences.
   * @type {{start: number, end: number}[]}
   */
  const missing = [];
  let isInRun = false;
  for (const { start, end, text: sentence } of segment(other)) {
    const last = missing.at(-1);
    if (present.has(sentence)) isInRun = false;
    else if (isInRun && last) last.end = end;
    else isInRun = missing.push({ start, end }) > 0;
  }
  // On its own line a run may split into other sentences than before, so also skip one that is a whole line
  // of the text.
  const below = missing
    .map(({ start, end }) => other.slice(start, end))
    .filter((run) => !`\n${text}\n`.includes(`\n${run}\n`));
  return below.length ? `${text.trimEnd()}\n\n${below.join('\n')}` : text;
}

/**
 * @param {string} base '' when the sides never agreed on a version
 * @param {string} late
 * @param {string} early
 */
function mergedText(base, late, early) {
  if (!base) return appendMissing(late, early);
  const { text, other } = mergeText(base, late, early);
  return other === null ? text : appendMissing(text, other);
}

/**
 * An edit, or a restore from the bin, beats a deletion. A tick does not count as an edit.
 * @param {Exploration | null} base
 * @param {Exploration} early
 * @param {Exploration} late
 */
function mergedDeletion(base, early, late) {
  const alive = [late, early].find(({ deleted }) => !deleted);
  if (alive && (!base || base.deleted || alive.text !== base.text || alive.chance !== base.chance))
    return null;
  return threeWay(base?.deleted ?? null, early.deleted, late.deleted, () => late.deleted);
}

/**
 * @param {Exploration | null} base the last version that both sides agreed on
 * @param {Exploration} mine
 * @param {Exploration} theirs
 * @returns {Exploration} the same when `mine` and `theirs` are swapped
 */
export function mergeExploration(base, mine, theirs) {
  const [early, late] = earlierFirst(canonicalExploration(mine), canonicalExploration(theirs));
  return {
    ...mergedFields(EXPLORATION_FIELDS, base ?? {}, early, late),
    text: mergedText(base?.text ?? '', late.text, early.text),
    // Without a base the note was in no vault, so a tick on either phone counts as the change.
    in_vault: threeWay(base?.in_vault ?? false, early.in_vault, late.in_vault, () => late.in_vault),
    deleted: mergedDeletion(base, early, late),
  };
}
