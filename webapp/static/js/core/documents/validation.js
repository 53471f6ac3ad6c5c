// Strict validation of data from outside: one wrong value, and all of it is refused.
import { CodedError } from './coded_error.js';

/**
 * `encoding`: the file was saved in another encoding, so that some letters would be lost.
 * @typedef {'too-large'|'damaged'|'encoding'|'foreign'|'newer'} CopyErrorCode
 */

export const TEXT_MAX = 1_000_000;
const ID = /^[A-Za-z0-9_-]{22}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** @extends {CodedError<CopyErrorCode>} */
export class CopyError extends CodedError {
  name = 'CopyError';
}

/** @param {unknown} condition @returns {asserts condition} @throws {CopyError} */
export function assert(condition) {
  if (!condition) throw new CopyError('damaged');
}

/** @param {unknown} value @returns {Record<string, unknown>} */
export function record(value) {
  assert(typeof value === 'object' && value !== null && !Array.isArray(value));
  return /** @type {Record<string, unknown>} */ (value);
}

/** @param {unknown} value @param {number} [longest] @returns {string} */
export function text(value, longest = TEXT_MAX) {
  assert(typeof value === 'string' && value.length <= longest);
  return value;
}

/** @param {unknown} value @returns {string} */
export function id(value) {
  const found = text(value, 22);
  assert(ID.test(found));
  return found;
}

/** ISO 8601 in UTC. @param {unknown} value @returns {string} */
export function time(value) {
  const at = text(value, 30);
  assert(TIME.test(at) && !Number.isNaN(Date.parse(at)));
  return at;
}

/** A time, or null. @param {unknown} value */
export const timeOrNull = (value) => (value === null ? null : time(value));

/** @param {unknown} value @param {number} most @returns {unknown[]} */
export function list(value, most) {
  assert(Array.isArray(value) && value.length <= most);
  return value;
}

/** @template {string} Name @param {unknown} value @param {readonly Name[]} names @returns {Name} */
export function oneOf(value, names) {
  assert(/** @type {readonly unknown[]} */ (names).includes(value));
  return /** @type {Name} */ (value);
}
