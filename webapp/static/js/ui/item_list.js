// A list that the person makes on a screen: read from its boxes, written without moving the caret, changed by its buttons.
import { newId } from '../data/identity.js';
import { all, one, show } from './dom.js';
import { write } from './form_fields.js';

/** @typedef {{id: string}} Item */

/**
 * @template {Item} T
 * @param {HTMLElement} place @param {(items: T[]) => import('../core/tree.js').Child} rows draws them
 * @param {(id: string, value: (field: string) => string, row: HTMLElement) => T} item reads one
 */
export function itemList(place, rows, item) {
  const rowsHere = () => all('li[data-id]', place);
  /** @param {HTMLElement} row @param {string} field */
  const boxOf = (row, field) => /** @type {HTMLInputElement} */ (one(`[data-field="${field}"]`, row));
  const read = () => rowsHere().map((row) => item(row.dataset.id ?? '', (field) => boxOf(row, field).value, row));
  /** @param {T[]} items */
  const draw = (items) => show(place, rows(items));
  return {
    read,
    /** @param {T[]} items */
    write(items) {
      const here = rowsHere();
      if (here.length !== items.length || items.some(({ id }, i) => here[i]?.dataset.id !== id)) return draw(items);
      items.forEach((one, i) => {
        for (const [field, value] of Object.entries(one)) {
          const row = /** @type {HTMLElement} */ (here[i]);
          if (typeof value === 'string' && field !== 'id' && row.querySelector(`[data-field="${field}"]`)) write(boxOf(row, field), value);
        }
      });
    },
    /** @param {Omit<T, 'id'>} empty */
    add(empty) {
      draw([...read(), /** @type {T} */ ({ ...empty, id: newId() })]);
      one('[data-field]', /** @type {HTMLElement} */ (rowsHere().at(-1))).focus();
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
