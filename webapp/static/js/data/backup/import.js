// Imports a copy into the phone's database, without losing or duplicating anything.
import { canonicalExploration } from '../../core/exploration/fields.js';
import { sameWords } from '../../core/statement/history.js';
import { canonicalMeeting } from '../../core/meeting/fields.js';
import {
  mergeLinesLeftOutCopy,
  mergeMeetingCopy,
  mergeNoteCopy,
  mergeStatementCopy,
} from '../../core/backup/merge_copy.js';
import { PARTS, isBlank, canonicalStatement } from '../../core/statement/fields.js';
import { broadcast } from '../storage/channel.js';
import { change } from '../storage/database.js';
import { putStatement } from '../documents/save_statement.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../../core/backup/copy_file.js').Version} Version */
/** @typedef {import('../storage/database.js').Transaction} Transaction */
/**
 * How many statements, meetings and notes without a goal were `added`, merged with the one on the phone
 * (`joined`), taken out of the bin (`restored`), added to the bin (`binned`), equal to words that the phone
 * has replaced since (`older`), or the `same`.
 * @typedef {Record<'added' | 'joined' | 'restored' | 'binned' | 'older' | 'same', number>} Counts
 */
/** @typedef {Statement | Meeting | import('../../core/exploration/fields.js').Exploration} Document */

/** @param {Version} version */
const versionKey = ({ statement, at, document }) =>
  JSON.stringify([statement, at, document.title, document.parts]);
/** @param {Statement} statement */
const wordsKey = ({ id, title, parts }) => JSON.stringify([id, title, PARTS.map((part) => parts[part])]);

/**
 * Import a copy, all of it or nothing. Nothing on the phone is lost: what differs is merged, as with a record
 * from another phone.
 * @param {Omit<import('../../core/backup/copy_file.js').Everything, 'settings'>} copy
 * @returns {Promise<Counts>}
 */
export async function importCopy({ statements, versions, meetings, explorations }) {
  /** @type {Counts} */
  const counts = { added: 0, joined: 0, restored: 0, binned: 0, older: 0, same: 0 };
  const changed = await change(async (transaction) => {
    const ids = await importStatements(transaction, statements, versions, counts);
    ids.push(
      ...(await importAll(
        rowsOf(transaction, 'meetings'),
        meetings,
        mergeMeetingCopy,
        canonicalMeeting,
        counts,
      )),
    );
    return [
      ...ids,
      ...(await importAll(
        rowsOf(transaction, 'explorations'),
        explorations,
        mergeNoteCopy,
        canonicalExploration,
        counts,
      )),
    ];
  });
  for (const id of new Set(changed)) broadcast(id);
  return counts;
}

/**
 * Import documents without earlier versions: meetings, or notes.
 * @template {Document} T
 * @param {{get(id: string): Promise<T | undefined>, put(document: T): Promise<unknown>}} store
 * @param {T[]} copies
 * @param {(local: T, copy: T) => T} merge @param {(document: T) => T} canonical @param {Counts} counts
 * @returns {Promise<string[]>} ids of what has changed
 */
async function importAll(store, copies, merge, canonical, counts) {
  /** @type {string[]} */
  const changed = [];
  for (const copy of copies) {
    const local = await store.get(copy.id);
    const { next, outcome } = imported(local, copy, merge, canonical);
    counts[outcome] += 1;
    if (next === local) continue;
    await store.put(next);
    changed.push(next.id);
  }
  return changed;
}

/**
 * The document to store, and what happened to it.
 * @template {Document} T @param {T | undefined} local @param {T} copy @param {(local: T, copy: T) => T} merge
 * @param {(document: T) => T} canonical @returns {{next: T, outcome: keyof Counts}}
 */
function imported(local, copy, merge, canonical) {
  if (!local) return { next: copy, outcome: copy.deleted ? 'binned' : 'added' };
  const merged = merge(local, copy);
  if (JSON.stringify(canonical(merged)) === JSON.stringify(canonical(local)))
    return { next: local, outcome: 'same' };
  return {
    next: { ...merged, updated: new Date().toISOString() },
    outcome: local.deleted && !merged.deleted ? 'restored' : 'joined',
  };
}

/**
 * @param {Transaction} transaction @param {Statement[]} statements @param {Version[]} versions
 * @param {Counts} counts
 * @returns {Promise<string[]>} ids of what has changed
 */
async function importStatements(transaction, statements, versions, counts) {
  const snapshots = rowsOf(transaction, 'snapshots');
  const stored = await snapshots.getAll();
  const known = new Set(stored.map(versionKey));
  const earlierWords = new Set(stored.map(({ document }) => wordsKey(document)));
  const addVersion = async (/** @type {Version} */ version) => {
    if (isBlank(version.document) || known.has(versionKey(version))) return;
    known.add(versionKey(version));
    await snapshots.add(version);
  };
  /** @type {string[]} */
  const changed = [];
  for (const copy of statements) {
    const local = await rowsOf(transaction, 'statements').get(copy.id);
    // Words that were on this phone before and were replaced since do not come back into the text.
    const isOlder = local && !sameWords(local, copy) && earlierWords.has(wordsKey(copy));
    const merge = isOlder ? outOfBin : mergeStatementCopy;
    const { next, outcome } = imported(local, copy, merge, canonicalStatement);
    counts[isOlder && outcome === 'same' ? 'older' : outcome] += 1;
    if (next === local) continue;
    if (local && !isOlder) changed.push(...(await mergeLeftOut(transaction, local, copy, next)));
    changed.push(...(await putStatement(transaction, local, next)));
    for (const document of local ? [local, copy] : [])
      if (!sameWords(document, next))
        await addVersion({ statement: document.id, at: document.updated, document });
  }
  for (const version of versions) await addVersion(version);
  return changed;
}

/**
 * The phone's words stay; a copy that was not in the bin takes them out of it.
 * @param {Statement} local @param {Statement} copy @returns {Statement}
 */
const outOfBin = (local, copy) => (copy.deleted ? local : { ...local, deleted: null });

/**
 * Lines left out of meetings stay out, whether they read as on the phone or as in the copy.
 * @param {Transaction} transaction @param {Statement} local @param {Statement} copy @param {Statement} next
 */
async function mergeLeftOut(transaction, local, copy, next) {
  const store = rowsOf(transaction, 'meetings');
  const meetings = (await store.getAll()).filter(
    ({ statement, left_out }) => statement === next.id && left_out.length,
  );
  for (const meeting of meetings) await store.put(mergeLinesLeftOutCopy(meeting, local, copy, next));
  return meetings.map(({ id }) => id);
}
