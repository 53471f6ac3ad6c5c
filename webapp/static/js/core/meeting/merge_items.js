// Two edits of one list become one: items are known by their ids, and keep the order that the person gave them.
import { ITEM_ID_MAX } from './fields.js';
import { threeWay } from '../text/merge.js';

/** @typedef {import('./fields.js').Question} Question */
/** @typedef {import('./fields.js').Agreement} Agreement */
/**
 * How items of a list become one. `merge` gives the other one too where both must be kept; `says` tells what a person would miss.
 * @template {{id: string}} Item
 * @typedef {{merge: (was: Item | undefined, early: Item, late: Item) => {item: Item, other: Item | null}, says: (item: Item) => string}} Rule
 */

/** @type {Rule<Question>} */
export const QUESTIONS = {
  merge: (was, early, late) => {
    const { text, other } = laterText(was?.text ?? '', early.text, late.text);
    return { item: { id: late.id, text }, other: other === null ? null : early };
  },
  says: ({ text }) => text,
};

/** @type {Rule<Agreement>} */
export const AGREEMENTS = {
  merge: (was, early, late) => {
    const who = laterText(was?.who ?? '', early.who, late.who);
    const what = laterText(was?.what ?? '', early.what, late.what);
    const when = laterText(was?.when ?? '', early.when, late.when);
    const done = threeWay(was?.done ?? false, early.done, late.done, () => true);
    const isOne = [who, what, when].every(({ other }) => other === null);
    return {
      item: { id: late.id, who: who.text, what: what.text, when: when.text, done },
      other: isOne ? null : early,
    };
  },
  says: ({ who, what, when }) => JSON.stringify([who, what, when]),
};

/**
 * The later text where both changed it, with the earlier one beside; one that is the other typed on stands alone.
 * @param {string} base @param {string} early @param {string} late @returns {{text: string, other: string | null}}
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
 * What both added is in; what one deleted is gone unless the other edited it; where both wrote over the same words, the
 * earlier one becomes an item of its own, right behind.
 * @template {{id: string}} Item
 * @param {Item[]} base @param {Item[]} early @param {Item[]} late @param {Rule<Item>} rule @returns {Item[]}
 */
export function mergeItems(base, early, late, { merge, says }) {
  const [was, first, second] = [byId(base), byId(early), byId(late)];
  /** @type {{item: Item, other: Item | null}[]} */
  const pairs = [];
  for (const id of mergedOrder([...was.keys()], [...first.keys()], [...second.keys()])) {
    const [before, one, two] = [was.get(id), first.get(id), second.get(id)];
    if (one && two) pairs.push(merge(before, one, two));
    else if (!before || JSON.stringify(before) !== JSON.stringify(one ?? two))
      pairs.push({ item: /** @type {Item} */ (one ?? two), other: null });
  }
  const said = new Set(pairs.map(({ item }) => says(item)));
  const used = new Set([...was.keys(), ...first.keys(), ...second.keys()]);
  return pairs.flatMap(({ item, other }) => {
    if (!other || said.has(says(other))) return [item];
    said.add(says(other));
    return [item, { ...other, id: freeId(other.id, used) }];
  });
}

/** @template {{id: string}} Item @param {Item[]} items @returns {Map<string, Item>} */
const byId = (items) => new Map(items.map((item) => [item.id, item]));

/**
 * The order of the side that changed it, the later one's where both did, with the other's own items behind what they follow there.
 * @param {string[]} base @param {string[]} early @param {string[]} late
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

/** The id with a letter more, the same on every device; marked as used. @param {string} id @param {Set<string>} used */
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
