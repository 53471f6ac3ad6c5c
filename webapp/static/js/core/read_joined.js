// The strict reading of where a marked sentence lies in one that it has run together with.
import { MARK_NAMES } from './parts.js';
import { TEXT_MAX, list, must, oneOf, record } from './reading.js';

const RANGES_MAX = 1_000;

/** @param {unknown} value @returns {number} */
function offset(value) {
  must(Number.isInteger(value) && Number(value) >= 0 && Number(value) <= TEXT_MAX);
  return Number(value);
}

/** @param {unknown} value @returns {import('./parts.js').Range} */
function range(value) {
  const found = record(value);
  const [start, end] = [offset(found.start), offset(found.end)];
  must(start < end && (found.again === undefined || found.again === true));
  return { start, end, mark: oneOf(found.mark, MARK_NAMES), ...(found.again && { again: /** @type {const} */ (true) }) };
}

/** Nothing where it has none. @param {Record<string, unknown>} found @returns {{joined?: import('./parts.js').Joined}} @throws {import('./reading.js').CopyError} */
export function joined({ joined: value }) {
  if (value === undefined) return {};
  const found = record(value);
  return { joined: { edits: offset(found.edits), ranges: list(found.ranges, RANGES_MAX).map(range) } };
}
