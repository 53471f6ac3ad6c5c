// An editable list: read from its boxes, written without moving the caret, changed by its buttons.
import { newId } from '../../data/identity.js';
import { afterComposing } from '../composing.js';
import { all, one, show } from '../dom.js';
import { textIn, write } from './form_fields.js';

/** @typedef {{id: string}} Item */

/**
 * @template {Item} T
 * @param {() => HTMLElement} place
 * @param {(items: T[]) => import('../../core/markup/tree.js').Child} rows draws the items
 * @param {(id: string, value: (field: string) => string, row: HTMLElement) => T} item reads an item of a row
 */
export function itemList(place, rows, item) {
  const rowElements = () => all('li[data-id]', place());
  /** @param {HTMLElement} row @param {string} field */
  const boxOf = (row, field) => /** @type {HTMLInputElement} */ (one(`[data-field="${field}"]`, row));
  /** Items to draw once a word in one of the rows is composed. @type {T[] | null} */
  let delayed = null;
  const readRow = (/** @type {HTMLElement} */ row) =>
    item(row.dataset.id ?? '', (field) => textIn(boxOf(row, field)), row);
  const readAll = () => rowElements().map(readRow);
  function read() {
    if (!delayed) return readAll();
    const here = new Map(readAll().map((shown) => [shown.id, shown]));
    return delayed.map((entry) => here.get(entry.id) ?? entry);
  }
  /** @param {T[]} items @param {() => void} [drawn] */
  function draw(items, drawn = () => {}) {
    delayed = items;
    afterComposing(place(), () => {
      const now = read();
      delayed = null;
      show(place(), rows(now));
      drawn();
    });
  }
  /** @param {HTMLElement} row @param {T} entry */
  function writeRow(row, entry) {
    for (const [field, value] of Object.entries(entry)) {
      if (typeof value === 'string' && field !== 'id' && row.querySelector(`[data-field="${field}"]`))
        write(boxOf(row, field), value);
    }
  }
  return {
    read,
    /** @param {T[]} items */
    write(items) {
      const here = new Map(rowElements().map((row) => [row.dataset.id, row]));
      for (const entry of items) {
        const row = here.get(entry.id);
        if (row) writeRow(row, entry);
      }
      if (delayed || [...here.keys()].join() !== items.map(({ id }) => id).join()) draw(items);
    },
    /** @param {Omit<T, 'id'>} empty */
    add(empty) {
      draw([...read(), /** @type {T} */ ({ ...empty, id: newId() })], () =>
        one('[data-field]', /** @type {HTMLElement} */ (rowElements().at(-1))).focus(),
      );
    },
    /** @param {string} id */
    remove: (id) => draw(read().filter((entry) => entry.id !== id)),
    /** @param {string} id @param {1 | -1} step */
    move(id, step) {
      const items = read();
      const from = items.findIndex((entry) => entry.id === id);
      const [moved] = items.splice(from, 1);
      if (moved) items.splice(Math.max(0, from + step), 0, moved);
      draw(items);
    },
  };
}
