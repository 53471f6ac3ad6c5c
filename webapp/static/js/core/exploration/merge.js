// Two edits of one note without a goal become one: the same bytes on every device, and no sentence is lost. A note has no place
// beside it for another text, so what both wrote in the same place stands in the note itself, the later on top.
import { EXPLORATION_FIELDS, canonicalExploration } from './fields.js';
import { inTime } from '../statement/merge.js';
import { mergedFields } from '../documents/merge_fields.js';
import { mergeText, threeWay } from '../text/merge.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('./fields.js').Exploration} Exploration */

/**
 * A text, and below it whatever another one says that it does not, as it stands there. Done twice it adds nothing.
 * @param {string} text @param {string} other
 */
export function withBelow(text, other) {
  if (text.startsWith(other)) return text;
  if (other.startsWith(text)) return other;
  const said = new Set(segment(text).map((sentence) => sentence.text));
  /** Stretches of sentences in a row. @type {{start: number, end: number}[]} */
  const missing = [];
  let goesOn = false;
  for (const { start, end, text: sentence } of segment(other)) {
    const last = missing.at(-1);
    if (said.has(sentence)) goesOn = false;
    else if (goesOn && last) last.end = end;
    else goesOn = missing.push({ start, end }) > 0;
  }
  // On a line of its own a stretch may fall into other sentences than it did: then it is told by the line.
  const below = missing
    .map(({ start, end }) => other.slice(start, end))
    .filter((one) => !`\n${text}\n`.includes(`\n${one}\n`));
  return below.length ? `${text.trimEnd()}\n\n${below.join('\n')}` : text;
}

/** @param {string} base '' before anything was agreed on @param {string} late @param {string} early */
function mergedText(base, late, early) {
  if (!base) return withBelow(late, early);
  const { text, other } = mergeText(base, late, early);
  return other === null ? text : withBelow(text, other);
}

/** An edit, or a way back out of the bin, beats a deletion; a tick is no edit. @param {Exploration | null} base @param {Exploration} early @param {Exploration} late */
function mergedDeletion(base, early, late) {
  const alive = [late, early].find(({ deleted }) => !deleted);
  if (alive && (!base || base.deleted || alive.text !== base.text || alive.chance !== base.chance))
    return null;
  return threeWay(base?.deleted ?? null, early.deleted, late.deleted, () => late.deleted);
}

/**
 * @param {Exploration | null} base what both last agreed on @param {Exploration} mine @param {Exploration} theirs
 * @returns {Exploration} the same whichever of the two is `mine`
 */
export function mergeExploration(base, mine, theirs) {
  const [early, late] = inTime(canonicalExploration(mine), canonicalExploration(theirs));
  return {
    ...mergedFields(EXPLORATION_FIELDS, base ?? {}, early, late),
    text: mergedText(base?.text ?? '', late.text, early.text),
    // With nothing agreed on it was in no vault: a tick on one of two phones is then what changed.
    in_vault: threeWay(base?.in_vault ?? false, early.in_vault, late.in_vault, () => late.in_vault),
    deleted: mergedDeletion(base, early, late),
  };
}
