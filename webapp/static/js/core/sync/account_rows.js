// What a device says in the account of the records that it knows, and what the vault lacks of those that the
// account names.
import { mergeAccounts } from './account.js';

/** @typedef {import('./account.js').Account} Account */
/** @typedef {import('./account.js').Device} Device */
/** @typedef {import('./account.js').Row} Row */
/** @typedef {import('./document.js').Document} Document */
/**
 * The version of a record that the vault has, as far as this device knows. `isRead`: whether it could be
 * opened.
 * @typedef {{
 *   id: string, rev: number, name: string, parents: string[], document: Document | null, isRead: boolean
 * }} Held
 */
/** A record of which the vault lacks a version, or all. @typedef {{title: string, isOlder: boolean}} Lack */
/**
 * `more`: how many further ones it lacks that have no row. `isOlder`: whether it has older versions of some
 * that have none.
 * @typedef {{named: Lack[], more: number, isOlder: boolean}} Lacks
 */

const TITLE_CHARACTERS = 24;
/** Lines shown; the others are counted. */
const NAMED_MAX = 5;
const DAY_MS = 86_400_000;
/** What a reader takes for one character: two letters of a flag, or a letter with all that belongs to it. */
const CHARACTER = /\p{RI}\p{RI}|\P{M}[\p{M}\p{Emoji_Modifier}]*(?:\u200d\P{M}[\p{M}\p{Emoji_Modifier}]*)*/gsu;

/** @type {Lacks} */
export const NOTHING_LACKS = { named: [], more: 0, isOlder: false };

/**
 * The beginning of what a person calls a document.
 * @param {any} document of any kind
 */
export function titleOf({ title, parts, about, place, text }) {
  const texts = [title, ...Object.values(parts ?? {}), about, place, text];
  const line = String(texts.find((each) => typeof each === 'string' && each.trim()) ?? '').trim();
  const characters = (line.split('\n')[0]?.slice(0, 500).match(CHARACTER) ?? []).filter(
    (character) => character.length <= 20,
  );
  const short = characters.slice(0, TITLE_CHARACTERS).join('');
  return characters.length > TITLE_CHARACTERS ? `${short.trimEnd()}…` : short;
}

/** @param {string} at ISO 8601 in UTC; at least 1, because 0 stands for nothing to be missed */
const dayOf = (at) => Math.max(1, Math.floor(Date.parse(at) / DAY_MS) || 1);

/** The version as the first known one. @param {Held} held @param {number} count @returns {Row} */
const rowOf = ({ id, name, document }, count) => ({
  id,
  count,
  name,
  title: document ? titleOf(document) : '',
  day: document ? dayOf(document.updated) : 0,
});

/**
 * The row of a record on a device that knows `row` from the account and has the version `held`.
 * @param {Row | undefined} row @param {Held} held @returns {Row}
 */
export function nextRow(row, held) {
  const { rev, name, parents } = held;
  if (!row) return rowOf(held, rev);
  if (row.name === name && rev <= row.count) return row;
  const isBuiltOn = row.name ? row.name === name || parents.includes(row.name) : !row.day;
  if (isBuiltOn) return rowOf(held, Math.max(rev, row.count + 1));
  const isNewest = row.name ? rev > row.count : rev >= row.count;
  return isNewest ? rowOf(held, rev) : row;
}

/** @param {Held[]} held */
const sumsOf = (held) => ({ records: held.length, revs: held.reduce((sum, { rev }) => sum + rev, 0) });

/**
 * The account that a device writes.
 * @param {Account} known what it knows from earlier accounts @param {Held[]} held by the vault
 * @param {Omit<Device, 'records' | 'revs' | 'heard'>} device
 * @returns {Account}
 */
export function nextAccount(known, held, device) {
  const rows = new Map(known.rows.map((row) => [row.id, row]));
  const read = held.filter(({ isRead }) => isRead);
  const others = known.devices.filter(({ id }) => id !== device.id);
  const heard = Object.fromEntries(others.map(({ id, n }) => [id, n]));
  const sums = sumsOf(held);
  const written = {
    rows: read.map((each) => nextRow(rows.get(each.id), each)),
    total: { era: known.total.era, ...sums },
    devices: [{ ...device, ...sums, heard }],
    more: {},
  };
  return mergeAccounts(known, written);
}

/**
 * What is wrong with the vault's version of a record that the account names, or null.
 * @param {Row} row @param {Held | undefined} held @returns {'missing' | 'older' | null}
 */
function faultOf({ count, name, day }, held) {
  if (!day) return null;
  if (!held) return 'missing';
  const isNamed = name !== '' && (held.name === name || held.parents.includes(name));
  const isUnnamed = (!held.name || !name || !held.isRead) && held.rev >= count;
  return held.rev > count || isNamed || isUnnamed ? null : 'older';
}

/**
 * What the vault lacks of what any device knew.
 * @param {Account} account @param {Held[]} held by the vault
 * @returns {Lacks}
 */
export function lacksOf({ rows, total }, held) {
  const found = new Map(held.map((each) => [each.id, each]));
  const faults = rows
    .map((row) => ({ row, fault: faultOf(row, found.get(row.id)) }))
    .filter(({ fault }) => fault)
    .sort((a, b) => b.row.day - a.row.day || (a.row.id < b.row.id ? -1 : 1));
  const missing = faults.filter(({ fault }) => fault === 'missing').length;
  const { records, revs } = sumsOf(held);
  const unnamed = Math.max(0, total.records - records - missing);
  return {
    named: faults
      .slice(0, NAMED_MAX)
      .map(({ row: { title }, fault }) => ({ title, isOlder: fault === 'older' })),
    more: unnamed + Math.max(0, faults.length - NAMED_MAX),
    isOlder: !faults.length && !unnamed && revs < total.revs,
  };
}

/** @param {Lacks} lacks */
export const isLacking = ({ named, more, isOlder }) => named.length > 0 || more > 0 || isOlder;

/**
 * The account where the vault's numbers begin anew, because it was put back. Of a row without a name only the
 * number was known.
 * @param {Account} account @param {Held[]} held by the vault @returns {Account}
 */
export function countedAnew(account, held) {
  const found = new Map(held.map((each) => [each.id, each]));
  const rows = account.rows.map((row) => {
    const version = row.name || !row.day ? undefined : found.get(row.id);
    return version?.isRead && version.rev < row.count ? rowOf(version, row.count + 1) : row;
  });
  return { ...account, rows, total: { era: account.total.era + 1, ...sumsOf(held) } };
}

/** A row with which nothing is to be missed. @param {Row} row @returns {Row} */
const without = (row) => ({ ...row, count: row.count + 1, name: '', title: '', day: 0 });

/**
 * The account once a person has given up what the vault lacks.
 * @param {Account} account @param {Held[]} held by the vault @returns {Account}
 */
export function givenUp(account, held) {
  const found = new Map(held.map((each) => [each.id, each]));
  const rows = account.rows.map((row) => (faultOf(row, found.get(row.id)) ? without(row) : row));
  return countedAnew({ ...account, rows }, held);
}

/**
 * What a device knows once a document was erased on it, or an earlier version whose title it may still have:
 * no title, and of a whole document not that it may be lacking.
 * @template {{known: Account, lacks: Lacks}} State @param {State} state @param {string} id
 * @param {boolean} isWhole @returns {State}
 */
export function withoutErased(state, id, isWhole) {
  const title = state.known.rows.find((row) => row.id === id)?.title;
  const erased = isWhole ? without : (/** @type {Row} */ row) => ({ ...row, title: '' });
  const rows = state.known.rows.map((row) => (row.id === id ? erased(row) : row));
  const named = state.lacks.named.filter((lack) => lack.title !== title);
  return { ...state, known: { ...state.known, rows }, lacks: { ...state.lacks, named } };
}

/**
 * From when the newest in the vault is, and which device wrote last; null where the account says nothing.
 * @param {Account} account
 * @returns {{day: number, label: string, at: string} | null}
 */
export function newestOf({ rows, devices }) {
  const [last] = [...devices].sort((a, b) => (a.at > b.at ? -1 : 1));
  const day = Math.max(0, ...rows.map((row) => row.day));
  return last && day ? { day, label: last.label, at: last.at } : null;
}
