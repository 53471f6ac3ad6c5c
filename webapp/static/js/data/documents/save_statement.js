// Saving a statement on the phone. What another tab wrote meanwhile is merged, and what is replaced becomes
// an earlier version.
import { SNAPSHOTS_MAX, sameWords, positionsToRemove, isWorthKeeping } from '../../core/statement/history.js';
import { mergeStatement, withConflicts, withReplacedWords } from '../../core/statement/merge.js';
import { isBlank } from '../../core/statement/fields.js';
import { broadcast } from '../storage/channel.js';
import { change, withDatabase } from '../storage/database.js';
import { binIn, restoreIn } from '../storage/save_document.js';
import { newId } from '../identity.js';
import { editIn } from '../storage/device_in.js';
import { carryLeftOut } from './lines_left_out.js';
import { rowsOf, completedRow } from '../storage/stored_documents.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../../core/statement/fields.js').Part} Part */
/** @typedef {import('../storage/database.js').Transaction} Transaction */

const now = () => new Date().toISOString();

/** @param {Transaction} transaction @param {Statement} document @param {string} at */
export async function addVersion(transaction, document, at) {
  const store = transaction.objectStore('snapshots');
  await store.add({ statement: document.id, at, document });
  const range = IDBKeyRange.bound([document.id, ''], [document.id, '\uffff']);
  const keys = await store.index('statement').getAllKeys(range);
  if (keys.length <= SNAPSHOTS_MAX) return;
  const times = (await store.index('statement').getAll(range)).map((snapshot) => snapshot.at);
  for (const i of positionsToRemove(times, SNAPSHOTS_MAX, now()))
    await store.delete(/** @type {number} */ (keys[i]));
}

/** @param {Transaction} transaction @param {Statement} before @param {Statement} after */
export async function addVersionIfWorth(transaction, before, after) {
  const at = now();
  // A version with a time in the future does not count as the last one.
  const range = IDBKeyRange.bound([before.id, ''], [before.id, at]);
  const cursor = await transaction.objectStore('snapshots').index('statement').openCursor(range, 'prev');
  if (isWorthKeeping(before, after, cursor?.value, at)) await addVersion(transaction, before, at);
}

/**
 * @param {Transaction} transaction @param {Statement | undefined} before @param {Statement} after
 * @returns {Promise<string[]>} ids of all that changed: the statement, and meetings with lines left out
 */
export async function putStatement(transaction, before, after) {
  await transaction.objectStore('statements').put(after);
  return [after.id, ...(before ? await carryLeftOut(transaction, before, after) : [])];
}

/**
 * Save what this tab holds. `base` is what it last read or saved; what another tab saved since is merged in.
 * @param {Statement | null} base @param {Statement} mine
 * @returns {Promise<{statement: Statement, clashes: Part[]}>} what is stored now
 */
export async function saveStatement(base, mine) {
  const saved = await change(async (transaction) => {
    const store = rowsOf(transaction, 'statements');
    const stored = await store.get(mine.id);
    const { statement, clashes, others } = stored
      ? mergeStatement(base ?? stored, mine, stored)
      : { statement: mine, clashes: [], others: {} };
    // With a vault, another person may have written the other version elsewhere, so it stays visible.
    const isShared = Boolean(await transaction.objectStore('synced').get(mine.id));
    const edit = await editIn(transaction, now());
    const next = {
      ...(isShared ? withConflicts(statement, others, stored ?? mine, edit) : statement),
      ...edit,
    };
    if (stored && clashes.length) {
      const { title = stored.title, ...parts } = others;
      await addVersion(transaction, { ...stored, title, parts: { ...stored.parts, ...parts } }, now());
    } else if (stored) {
      await addVersionIfWorth(transaction, stored, next);
    }
    const changed = await putStatement(transaction, stored, next);
    return { statement: next, clashes, changed };
  });
  saved.changed.forEach(broadcast);
  return saved;
}

export const binStatement = binIn('statements');
export const restoreStatement = restoreIn('statements');

/**
 * Duplicate a statement, as a start for the next one.
 * @param {string} id @returns {Promise<string>} the new id
 */
export function startFrom(id) {
  return change(async (transaction) => {
    const store = rowsOf(transaction, 'statements');
    const from = await store.get(id);
    if (!from) return id;
    const copy = { ...from, id: newId(), created: now(), updated: now(), deleted: null };
    await store.put(copy);
    return copy.id;
  });
}

/** Earlier versions of one statement, newest first. @param {string} id */
export function snapshotsOf(id) {
  return withDatabase(async (database) => {
    const range = IDBKeyRange.bound([id, ''], [id, '\uffff']);
    const found = await database.getAllFromIndex('snapshots', 'statement', range);
    return found
      .reverse()
      .map((row) => completedRow('snapshots', row))
      .map(({ key, at, document }) => ({ key: /** @type {number} */ (key), at, document }));
  });
}

/** Restore an earlier version; the present one becomes an earlier version. @param {number} key */
export async function takeBack(key) {
  const changed = await change(async (transaction) => {
    const snapshot = await rowsOf(transaction, 'snapshots').get(key);
    if (!snapshot) return [];
    const stored = await rowsOf(transaction, 'statements').get(snapshot.statement);
    if (stored && !isBlank(stored) && !sameWords(stored, snapshot.document))
      await addVersion(transaction, stored, now());
    const next = stored ? withReplacedWords(stored, snapshot.document) : snapshot.document;
    return putStatement(transaction, stored, { ...next, deleted: null, updated: now() });
  });
  changed.forEach(broadcast);
}
