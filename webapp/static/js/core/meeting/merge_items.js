// Merges two edits of one list. Items are matched by id and keep the order that the person gave them.
import { ITEM_ID_MAX } from './fields.js';
import { threeWay } from '../text/merge.js';

/** @typedef {import('./fields.js').Question} Question */
/** @typedef {import('./fields.js').Agreement} Agreement */
/**
 * How to merge two versions of an item. `merge` also returns the earlier version as `other` when both must be
 * kept. `says` is what the person wrote in an item: two items that say the same need not both be kept.
 * @template {{id: string}} Item
 * @typedef {{
 *   merge: (base: Item | undefined, early: Item, late: Item) => {item: Item, other: Item | null},
 *   says: (item: Item) => string
 * }} Rule
 */

/** @type {Rule<Question>} */
export const QUESTIONS = {
  merge: (base, early, late) => {
    const { text, other } = laterText(base?.text ?? '', early.text, late.text);
    return { item: { id: late.id, text }, other: other === null ? null : early };
  },
  says: ({ text }) => text,
};

/** @type {Rule<Agreement>} */
export const AGREEMENTS = {
  merge: (base, early, late) => {
    const who = laterText(base?.who ?? '', early.who, late.who);
    const what = laterText(base?.what ?? '', early.what, late.what);
    const when = laterText(base?.when ?? '', early.when, late.when);
    const done = threeWay(base?.done ?? false, early.done, late.done, () => true);
    const isMerged = [who, what, when].every(({ other }) => other === null);
    return {
      item: { id: late.id, who: who.text, what: what.text, when: when.text, done },
      other: isMerged ? null : early,
    };
  },
  says: ({ who, what, when }) => JSON.stringify([who, what, when]),
};

/**
 * Where both sides changed a text, the later one wins and the earlier one becomes `other`. If one of them
 * continues the other, the longer one is the whole result.
 * @param {string} base
 * @param {string} early
 * @param {string} late
 * @returns {{text: string, other: string | null}}
 */
export function laterText(base, early, late) {
  /** @type {string | null} */
  let other = null;
  const text = threeWay(base, early, late, () => {
    if (early.startsWith(late)) return early;
    if (!late.startsWith(early)) other = early;
    return late;
  });
  return { text, other };
}

/**
 * Items that either side added are kept. An item that one side deleted is gone unless the other side edited
 * it. Where both sides rewrote the same words, the earlier version becomes a separate item right after the
 * later one.
 * @template {{id: string}} Item
 * @param {Item[]} base
 * @param {Item[]} early
 * @param {Item[]} late
 * @param {Rule<Item>} rule
 * @returns {Item[]}
 */
export function mergeItems(base, early, late, { merge, says }) {
  const [baseById, earlyById, lateById] = [byId(base), byId(early), byId(late)];
  /** @type {{item: Item, other: Item | null}[]} */
  const pairs = [];
  for (const id of mergedOrder([...baseById.keys()], [...earlyById.keys()], [...lateById.keys()])) {
    const [was, first, second] = [baseById.get(id), earlyById.get(id), lateById.get(id)];
    if (first && second) pairs.push(merge(was, first, second));
    else if (!was || JSON.stringify(was) !== JSON.stringify(first ?? second))
      pairs.push({ item: /** @type {Item} */ (first ?? second), other: null });
  }
  const contents = new Set(pairs.map(({ item }) => says(item)));
  const used = new Set([...baseById.keys(), ...earlyById.keys(), ...lateById.keys()]);
  return pairs.flatMap(({ item, other }) => {
    if (!other || contents.has(says(other))) return [item];
    contents.add(says(other));
    return [item, { ...other, id: freeId(other.id, used) }];
  });
}

/**
 * @template {{id: string}} Item
 * @param {Item[]} items
 * @returns {Map<string, Item>}
 */
const byId = (items) => new Map(items.map((item) => [item.id, item]));

/**
 * The order of the side that reordered the list; of the later side if both did or neither. An item that only
 * the other side has goes right after the item it follows on that side.
 * @param {string[]} base
 * @param {string[]} early
 * @param {string[]} late
 */
function mergedOrder(base, early, late) {
  const isReordered = (/** @type {string[]} */ side) =>
    base.filter((id) => side.includes(id)).join() !== side.filter((id) => base.includes(id)).join();
  const isEarly = isReordered(early) && !isReordered(late);
  const [order, other] = isEarly ? [[...early], late] : [[...late], early];
  other.forEach((id, i) => {
    if (!order.includes(id))
      order.splice(i ? order.indexOf(/** @type {string} */ (other[i - 1])) + 1 : 0, 0, id);
  });
  return order;
}

/**
 * An unused id, made by appending a letter, so that every device makes the same one. Adds it to `used`.
 * @param {string} id
 * @param {Set<string>} used
 */
function freeId(id, used) {
  let next = id;
  for (let n = 0; used.has(next); n += 1) {
    next =
      next.length < ITEM_ID_MAX
        ? `${next}x`
        : id.slice(0, ITEM_ID_MAX - 4) + String(n % 10_000).padStart(4, '0');
  }
  used.add(next);
  return next;
}
