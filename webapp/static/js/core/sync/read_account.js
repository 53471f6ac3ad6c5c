// Reads an account leniently: what is readable is taken, whatever else is in it.
import { NO_ACCOUNT, moreIn } from './account.js';

/** @typedef {import('./account.js').Account} Account */
/** @typedef {import('./account.js').Device} Device */
/** @typedef {import('./account.js').Row} Row */

const ROWS_MAX = 400;
const DEVICES_READ_MAX = 16;
const TITLE_MAX = 100;
/** Counts stay far below what numbers can hold, so that they can always be raised. */
const NUMBER_MAX = 2 ** 50;
const ID = /^[A-Za-z0-9_-]{22}$/;
const NAME = /^(?:[A-Za-z0-9_-]{22})?$/;
const DEVICE_ID = /^[A-Za-z0-9_-]{8}$/;
const LABEL = /^[a-z-]{1,16}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** @param {unknown} value @returns {value is number} */
const isCount = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= NUMBER_MAX;

/** @param {unknown} value @param {RegExp} shape @returns {value is string} */
const isShaped = (value, shape) => typeof value === 'string' && shape.test(value);

/** @param {unknown} value @param {number} most @returns {any[]} */
const listOf = (value, most) => (Array.isArray(value) ? value.slice(0, most) : []);

/** @param {any} found @returns {Row[]} one, or none */
function readRow(found) {
  const [id, count, name, title, day] = listOf(found, 5);
  const isRow = isShaped(id, ID) && isCount(count) && isShaped(name, NAME) && isCount(day);
  return isRow && typeof title === 'string' && title.length <= TITLE_MAX
    ? [{ id, count, name, title, day }]
    : [];
}

/** @param {any} found @returns {Record<string, number>} */
function readHeard(found) {
  const all = Object.entries(found && typeof found === 'object' ? found : {}).slice(0, DEVICES_READ_MAX);
  const known = all.filter(([id, n]) => DEVICE_ID.test(id) && isCount(n));
  return Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {any} found @returns {Device[]} one, or none */
function readDevice(found) {
  const { id, label, at, n, records, revs, heard } = found ?? {};
  const isDevice = isShaped(id, DEVICE_ID) && isShaped(at, TIME) && !Number.isNaN(Date.parse(at));
  if (!isDevice || ![n, records, revs].every(isCount)) return [];
  const kind = isShaped(label, LABEL) ? label : 'other';
  return [{ id, label: kind, at, n, records, revs, heard: readHeard(heard) }];
}

/**
 * The last of each id, so that no list has two of one.
 * @template {{id: string}} Item @param {Item[]} items @returns {Item[]}
 */
const distinct = (items) =>
  [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));

/**
 * @param {string} text that was sealed
 * @returns {Account | null} null where it is no account at all
 */
export function readAccount(text) {
  /** @type {any} */
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  const account = found?.kind === 'account' ? found.account : null;
  if (!account || typeof account !== 'object' || Array.isArray(account)) return null;
  const { era, records, revs } = account.total ?? {};
  return {
    rows: distinct(listOf(account.rows, ROWS_MAX).flatMap(readRow)),
    total: [era, records, revs].every(isCount) ? { era, records, revs } : NO_ACCOUNT.total,
    devices: distinct(listOf(account.devices, DEVICES_READ_MAX).flatMap(readDevice)),
    more: moreIn(account),
  };
}
