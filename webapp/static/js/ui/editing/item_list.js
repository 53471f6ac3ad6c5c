// A list that the person makes on a screen: read from its boxes, written without moving the caret, changed by its buttons.
import { newId } from '../../data/identity.js';
import { whenStill } from '../composing.js';
import { all, one, show } from '../dom.js';
import { textIn, write } from './form_fields.js';

/** @typedef {{id: string}} Item */

/**
 * @template {Item} T
 * @param {() => HTMLElement} place @param {(items: T[]) => import('../../core/markup/tree.js').Child} rows draws them
 * @param {(id: string, value: (field: string) => string, row: HTMLElement) => T} item reads one
 */
export function itemList(place, rows, item) {
  const rowsHere = () => all('li[data-id]', place());
  /** @param {HTMLElement} row @param {string} field */
  const boxOf = (row, field) => /** @type {HTMLInputElement} */ (one(`[data-field="${field}"]`, row));
  /** What is to be drawn when a keyboard has composed its word in one of the rows. @type {T[] | null} */
  let coming = null;
  const readRow = (/** @type {HTMLElement} */ row) =>
    item(row.dataset.id ?? '', (field) => textIn(boxOf(row, field)), row);
  const readAll = () => rowsHere().map(readRow);
  function read() {
    if (!coming) return readAll();
    const here = new Map(readAll().map((one) => [one.id, one]));
    return coming.map((one) => here.get(one.id) ?? one);
  }
  /** @param {T[]} items @param {() => void} [drawn] */
  function draw(items, drawn = () => {}) {
    coming = items;
    whenStill(place(), () => {
      const now = read();
      coming = null;
      show(place(), rows(now));
      drawn();
    });
  }
  /** @param {HTMLElement} row @param {T} one */
  function writeRow(row, one) {
    for (const [field, value] of Object.entries(one)) {
      if (typeof value === 'string' && field !== 'id' && row.querySelector(`[data-field="${field}"]`))
        write(boxOf(row, field), value);
    }
  }
  return {
    read,
    /** @param {T[]} items */
    write(items) {
      const here = new Map(rowsHere().map((row) => [row.dataset.id, row]));
      for (const one of items) {
        const row = here.get(one.id);
        if (row) writeRow(row, one);
      }
      if (coming || [...here.keys()].join() !== items.map(({ id }) => id).join()) draw(items);
    },
    /** @param {Omit<T, 'id'>} empty */
    add(empty) {
      draw([...read(), /** @type {T} */ ({ ...empty, id: newId() })], () =>
        one('[data-field]', /** @type {HTMLElement} */ (rowsHere().at(-1))).focus(),
      );
    },
    /** @param {string} id */
    remove: (id) => draw(read().filter((one) => one.id !== id)),
    /** @param {string} id @param {1 | -1} step */
    move(id, step) {
      const items = read();
      const from = items.findIndex((one) => one.id === id);
      const [moved] = items.splice(from, 1);
      if (moved) items.splice(Math.max(0, from + step), 0, moved);
      draw(items);
    },
  };
}
