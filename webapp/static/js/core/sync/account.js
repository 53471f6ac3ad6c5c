// The account of a vault: a record that all its devices share, which says what the vault held when each of
// them last wrote. Merged member by member. Described in docs/protocol.md, "Account".

/**
 * The newest known version of a record. `count`: the order of its versions, at least its `rev`; it goes on
 * where a vault was put back and its revisions go back. `name`: of the version (ancestry.js), '' if nobody
 * knows it. `title`: the beginning of its title. `day`: of its last edit, in days since 1970; 0 where nothing
 * is to be missed, because the document was deleted or given up.
 * @typedef {{id: string, count: number, name: string, title: string, day: number}} Row
 */
/**
 * One device. `label`: what kind it is (device_kind.js). `at`: when it last wrote the account, ISO 8601 in
 * UTC. `n`: how often it did. `records`, `revs`: how many records it knew then, and the sum of their
 * revisions. `heard`: the `n` of the other devices that it knew of.
 * @typedef {{
 *   id: string, label: string, at: string, n: number, records: number, revs: number,
 *   heard: Record<string, number>
 * }} Device
 */
/**
 * Every record that anybody knew. Only grows within one `era`; another one begins where a vault was put back.
 * @typedef {{era: number, records: number, revs: number}} Total
 */
/** `more`: members that a newer app added. */
/** @typedef {{rows: Row[], total: Total, devices: Device[], more: Record<string, unknown>}} Account */

/** @type {Readonly<Account>} */
export const NO_ACCOUNT = { rows: [], total: { era: 0, records: 0, revs: 0 }, devices: [], more: {} };

export const DEVICES_MAX = 8;
/** Of the text, so that its body has the smallest of the three sizes. */
export const ACCOUNT_MAX_BYTES = 4_092;
/** Members that a newer app added are kept up to this length, as JSON. */
const MORE_MAX_CHARACTERS = 400;
/** Rows that a device keeps: more than a text has room for. */
const ROWS_KEPT_MAX = 200;
/** A device that is silent for so long, two years, is forgotten. */
export const FORGET_DAYS = 731;
const DAY_MS = 86_400_000;
const MEMBERS = new Set(['rows', 'total', 'devices']);

/**
 * Whether JSON of `a` comes after that of `b`: a choice that every device makes alike.
 * @param {unknown} a @param {unknown} b
 */
const isAfter = (a, b) => JSON.stringify(a) > JSON.stringify(b);

/**
 * Of two lists, every item once: the one that is later.
 * @template {{id: string}} Item
 * @param {Item[]} a @param {Item[]} b @param {(a: Item, b: Item) => number} later positive if `a` is later
 * @returns {Item[]} by id
 */
function mergeById(a, b, later) {
  /** @type {Map<string, Item>} */
  const found = new Map();
  for (const item of [...a, ...b]) {
    const other = found.get(item.id);
    const order = other ? later(item, other) : 1;
    if (!other || order > 0 || (order === 0 && isAfter(item, other))) found.set(item.id, item);
  }
  return [...found.values()].sort((x, y) => (x.id < y.id ? -1 : 1));
}

/** @param {Total} a @param {Total} b @returns {Total} */
function mergeTotals(a, b) {
  if (a.era !== b.era) return a.era > b.era ? a : b;
  return { era: a.era, records: Math.max(a.records, b.records), revs: Math.max(a.revs, b.revs) };
}

/** @param {Record<string, unknown>} a @param {Record<string, unknown>} b */
function mergeMore(a, b) {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  const later = (/** @type {string} */ name) => {
    if (!Object.hasOwn(a, name)) return b[name];
    if (!Object.hasOwn(b, name)) return a[name];
    return isAfter(a[name], b[name]) ? a[name] : b[name];
  };
  return Object.fromEntries(names.map((name) => [name, later(name)]));
}

/**
 * What two accounts say together: the same in whatever order, and however often, accounts are merged.
 * @param {Account} a @param {Account} b @returns {Account}
 */
export const mergeAccounts = (a, b) => ({
  rows: mergeById(a.rows, b.rows, (x, y) => x.count - y.count),
  total: mergeTotals(a.total, b.total),
  devices: mergeById(a.devices, b.devices, (x, y) => x.n - y.n),
  more: mergeMore(a.more, b.more),
});

/**
 * Whether an account lacks what a device wrote before: it is from another history than `known`, or the vault
 * went back. A device that was forgotten proves nothing.
 * @param {Account} account @param {Account} known
 */
export function isOlder(account, known) {
  const found = new Map(account.devices.map(({ id, n }) => [id, n]));
  return known.devices.some(({ id, n }) => (found.get(id) ?? n) < n);
}

/** An account as a device keeps it, of limited size. @param {Account} account @returns {Account} */
export const bounded = ({ rows, total, devices, more }) => ({
  rows: [...rows].sort(byDay).slice(0, ROWS_KEPT_MAX),
  total,
  devices: [...devices].sort(byTime).slice(0, 2 * DEVICES_MAX),
  more: moreIn(more),
});

/** How many bytes of UTF-8 a text has. @param {string} text without lone surrogates, as JSON */
const bytesOf = (text) => encodeURIComponent(text).replace(/%../g, 'x').length;

/** @param {Row} row */
const rowText = ({ id, count, name, title, day }) => JSON.stringify([id, count, name, title, day]);

/** The newest first. @param {Row} a @param {Row} b */
const byDay = (a, b) => b.day - a.day || (a.id < b.id ? -1 : 1);

/** The last one to write first. @param {Device} a @param {Device} b */
const byTime = (a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at > b.at ? -1 : 1);

/**
 * The devices to go on with: not those that were silent for two years, nor more than fit.
 * @param {Device[]} devices @param {string} now ISO 8601 in UTC
 */
function heardLately(devices, now) {
  const kept = devices
    .filter(({ at }) => Date.parse(now) - Date.parse(at) < FORGET_DAYS * DAY_MS)
    .sort(byTime)
    .slice(0, DEVICES_MAX);
  const ids = new Set(kept.map(({ id }) => id));
  return kept.map((device) => ({
    ...device,
    heard: Object.fromEntries(Object.entries(device.heard).filter(([id]) => ids.has(id))),
  }));
}

/** @param {Account} account @param {string[]} rows JSON of each */
function textWith({ total, devices, more }, rows) {
  const rest = JSON.stringify({ total, devices, ...more }).slice(1, -1);
  return `{"deleted":true,"kind":"account","version":1,"account":{"rows":[${rows.join(',')}],${rest}}}`;
}

/**
 * What stands beside the rows: members that a newer app added only if there is room for them.
 * @param {Account} account @param {string} now ISO 8601 in UTC @returns {Account}
 */
function besideRows(account, now) {
  const kept = { ...account, devices: heardLately(account.devices, now), more: moreIn(account.more) };
  return bytesOf(textWith(kept, [])) <= ACCOUNT_MAX_BYTES ? kept : { ...kept, more: {} };
}

/**
 * The text to seal: as many rows as fit, the newest first. It says that it is a deletion, so that an app that
 * knows no account has nothing to show.
 * @param {Account} account @param {string} now ISO 8601 in UTC
 * @returns {string} JSON
 */
export function accountText(account, now) {
  const kept = besideRows(account, now);
  let left = ACCOUNT_MAX_BYTES - bytesOf(textWith(kept, []));
  const rows = [...account.rows].sort(byDay).map(rowText);
  const fitting = rows.findIndex((row) => (left -= bytesOf(row) + 1) < 0);
  return textWith(kept, fitting < 0 ? rows : rows.slice(0, fitting));
}

/** @param {Record<string, unknown>} found @returns {Record<string, unknown>} */
export function moreIn(found) {
  const more = Object.fromEntries(Object.entries(found).filter(([name]) => !MEMBERS.has(name)));
  return JSON.stringify(more).length <= MORE_MAX_CHARACTERS ? more : {};
}
