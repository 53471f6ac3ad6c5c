// Two edits of a document become one, field by field, by the rules in the table of its fields.
import { unknownIn } from './fields.js';
import { threeWay } from '../text/merge.js';

/** @typedef {import('./fields.js').Fields} Fields */

/**
 * What the table alone can say of the merged document; `text` and `own` fields are left to the merge of the document.
 * Members that a newer app wrote are merged as `later` ones; where one side lacks one, an older app may have dropped it.
 * @template {Fields} F @template {import('./fields.js').DocumentOf<F>} Document
 * @param {F} fields @param {Partial<Document>} base @param {Document} early @param {Document} late @returns {Document}
 */
export function mergedFields(fields, base, early, late) {
  const merged = { ...late };
  const take = (/** @type {keyof Document} */ name, /** @type {any} */ value) => {
    if (value === undefined) delete merged[name];
    else merged[name] = value;
  };
  for (const [name, { merge }] of Object.entries(fields)) {
    const [one, two] = /** @type {any[]} */ ([early[name], late[name]]);
    if (merge === 'later')
      take(
        name,
        threeWay(base[name], one, two, () => two),
      );
    if (merge === 'earliest') take(name, one < two ? one : two);
    if (merge === 'latest') take(name, one > two ? one : two);
    if (merge === 'most') take(name, threeWay(/** @type {any} */ (base[name]), one, two, Math.max));
  }
  for (const name of new Set([...unknownIn(fields, early), ...unknownIn(fields, late)])) {
    const [one, two] = [early[name] ?? late[name], late[name] ?? early[name]];
    take(
      name,
      threeWay(base[name], one, two, () => two),
    );
  }
  return merged;
}
