// Everything out of the phone's database, and back in without losing or doubling anything.
import { sameWords } from '../core/history.js';
import { overOlder as noteOverOlder } from '../core/merge_exploration.js';
import { overOlder } from '../core/merge_meeting.js';
import { tell } from './channel.js';
import { change, withDatabase } from './database.js';
import { readSettings } from './settings.js';
import { putStatement } from './statements.js';

/** @typedef {import('../core/parts.js').Statement} Statement */
/** @typedef {import('../core/meeting.js').Meeting} Meeting */
/** @typedef {import('../core/copy_file.js').Version} Version */
/** @typedef {import('./database.js').Transaction} Transaction */
/** @typedef {{added: number, updated: number, same: number}} Counts */

/** All there is: statements (the bin's too), earlier versions, meetings, notes without a goal, choices. @returns {Promise<import('../core/copy_file.js').Everything>} */
export async function everything() {
  const [statements, snapshots, meetings, explorations] = await withDatabase(async (database) => {
    const transaction = database.transaction(['statements', 'snapshots', 'meetings', 'explorations']);
    return Promise.all([transaction.objectStore('statements').getAll(), transaction.objectStore('snapshots').getAll(),
      transaction.objectStore('meetings').getAll(), transaction.objectStore('explorations').getAll()]);
  });
  const versions = snapshots.map(({ statement, at, document }) => ({ statement, at, document }));
  // The name of the list of reminders is a key: a file that somebody else opens must not hold it.
  const { reminder_key: _key, reminders_seen: _seen, bin_seen: _bin, ...settings } = await readSettings();
  return { statements, versions, meetings, explorations, settings };
}

/** @param {Version} version */
const versionKey = ({ statement, at, document }) => JSON.stringify([statement, at, document.title, document.parts]);

/**
 * Take in a copy, all or nothing. A statement that differs here keeps the newer text; the other becomes an earlier version.
 * @param {Omit<import('../core/copy_file.js').Everything, 'settings'>} copy
 * @returns {Promise<Counts>} statements, meetings and notes without a goal
 */
export async function takeIn({ statements, versions, meetings, explorations }) {
  const counts = { added: 0, updated: 0, same: 0 };
  const changed = await change(async (transaction) => {
    const ids = await takeStatements(transaction, statements, versions, counts);
    const others = [...await Promise.all(meetings.map((one) => takeNewer(transaction.objectStore('meetings'), one, overOlder))),
      ...await Promise.all(explorations.map((one) => takeNewer(transaction.objectStore('explorations'), one, noteOverOlder)))];
    for (const other of others) counts[other] += 1;
    return [...ids, ...[...meetings, ...explorations].map(({ id }) => id)];
  });
  for (const id of new Set(changed)) tell(id);
  return counts;
}

/** @param {Transaction} transaction @param {Statement[]} statements @param {Version[]} versions @param {Counts} counts @returns {Promise<string[]>} ids of what has changed */
async function takeStatements(transaction, statements, versions, counts) {
  const snapshots = transaction.objectStore('snapshots');
  const known = new Set((await snapshots.getAll()).map(versionKey));
  const keep = async (/** @type {Version} */ version) => {
    if (known.has(versionKey(version))) return;
    known.add(versionKey(version));
    await snapshots.add(version);
  };
  /** @type {string[]} */
  const changed = [];
  for (const statement of statements) {
    const here = await transaction.objectStore('statements').get(statement.id);
    const newer = !here || statement.updated > here.updated;
    if (newer) changed.push(...(await putStatement(transaction, here, statement)));
    const isSame = here && sameWords(here, statement);
    counts[!here ? 'added' : newer && !isSame ? 'updated' : 'same'] += 1;
    const older = newer ? here : statement;
    if (here && older && !isSame) await keep({ statement: older.id, at: older.updated, document: older });
  }
  for (const version of versions) await keep(version);
  return changed;
}

/**
 * The newer one is taken; what stood here stays in or beside it, for neither a meeting nor a note has earlier versions.
 * @template {{id: string, updated: string}} Document
 * @param {{get(id: string): Promise<Document | undefined>, put(document: Document): Promise<unknown>}} store
 * @param {Document} one @param {(older: Document, newer: Document) => Document} overOlder
 * @returns {Promise<keyof Counts>}
 */
async function takeNewer(store, one, overOlder) {
  const here = await store.get(one.id);
  const isNewer = !here || one.updated > here.updated;
  if (isNewer) await store.put(here ? overOlder(here, one) : one);
  return !here ? 'added' : isNewer ? 'updated' : 'same';
}
