// Merges two edits of a document, field by field, by the rules in the table of its fields.
import { unknownIn } from './fields.js';
import { threeWay } from '../text/merge.js';

/** @typedef {import('./fields.js').Fields} Fields */

/**
 * The merged document as far as the table decides; `text` and `own` fields are left to the merge of the
 * document. Members of a newer app are merged like `later` ones. If one side lacks such a member, an older
 * app may have dropped it, and the other side's value counts.
 * @template {Fields} F @template {import('./fields.js').DocumentOf<F>} Document @param {F} fields
 * @param {Partial<Document>} base @param {Document} early @param {Document} late @returns {Document}
 */
export function mergedFields(fields, base, early, late) {
  const merged = { ...late };
  const take = (/** @type {keyof Document} */ name, /** @type {any} */ value) => {
    if (value === undefined) delete merged[name];
    else merged[name] = value;
  };
  for (const [name, { merge }] of Object.entries(fields)) {
    const [a, b] = /** @type {any[]} */ ([early[name], late[name]]);
    if (merge === 'later')
      take(
        name,
        threeWay(base[name], a, b, () => b),
      );
    if (merge === 'earliest') take(name, a < b ? a : b);
    if (merge === 'latest') take(name, a > b ? a : b);
    if (merge === 'most') take(name, threeWay(/** @type {any} */ (base[name]), a, b, Math.max));
  }
  for (const name of new Set([...unknownIn(fields, early), ...unknownIn(fields, late)])) {
    const [a, b] = [early[name] ?? late[name], late[name] ?? early[name]];
    take(
      name,
      threeWay(base[name], a, b, () => b),
    );
  }
  return merged;
}
