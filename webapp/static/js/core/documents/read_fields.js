// Reads a document from a copy or a vault strictly, by the table of its fields. Members that a newer app
// added are kept as they are.
import { namesOf, unknownIn } from './fields.js';
import { id, list, assert, oneOf, record, text, time } from './validation.js';

/** @typedef {import('./fields.js').Fields} Fields */
/** @typedef {import('./fields.js').Row<any>} Row */

/** The most members that a newer app may have added to one record. */
const UNKNOWN_MEMBERS_MAX = 100;

/** @type {Record<Row['type'], (row: any, value: unknown) => unknown>} */
const READERS = {
  text: ({ shape, longest }, value) => {
    const found = text(value, longest);
    assert(!shape || shape.test(found));
    return found;
  },
  id: (_row, value) => id(value),
  time: (_row, value) => time(value),
  choice: ({ names, isRequired }, value) => (value === '' && !isRequired ? '' : oneOf(value, names)),
  flag: (_row, value) => {
    assert(typeof value === 'boolean');
    return value;
  },
  number: ({ least, most }, value) => {
    assert(Number.isInteger(value) && Number(value) >= least && Number(value) <= most);
    return value;
  },
  record: ({ fields }, value) => readFields(fields, value),
  list: ({ of, most }, value) => list(value, most).map((item) => readValue(of, item)),
  orNull: ({ of }, value) => (value === null ? null : readValue(of, value)),
};

/** @param {Row} row @param {unknown} value */
function readValue(row, value) {
  const found = READERS[row.type](row, value);
  assert(!row.check || row.check(found));
  return found;
}

/**
 * @template {Fields} F @param {F} fields @param {unknown} value
 * @returns {import('./fields.js').DocumentOf<F>} every member checked; fields that an older app did not
 *   know are still missing (`completed`)
 * @throws {import('./validation.js').CopyError}
 */
export function readFields(fields, value) {
  const found = record(value);
  const known = namesOf(fields).map((name) => {
    const row = /** @type {Row} */ (fields[name]);
    const isMissing = found[name] === undefined && (row.isAdded || row.blank() === undefined);
    return [name, isMissing ? undefined : readValue(row, found[name])];
  });
  const unknown = unknownIn(fields, found);
  assert(unknown.length <= UNKNOWN_MEMBERS_MAX);
  const all = [...known, ...unknown.map((name) => [name, found[name]])];
  return Object.fromEntries(all.filter(([, member]) => member !== undefined));
}
