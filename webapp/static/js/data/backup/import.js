// A copy taken into the phone's database, without losing or doubling anything.
import { canonicalExploration } from '../../core/exploration/fields.js';
import { sameWords } from '../../core/statement/history.js';
import { canonicalMeeting } from '../../core/meeting/fields.js';
import {
  leftOutWithCopy,
  meetingWithCopy,
  noteWithCopy,
  statementWithCopy,
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
 * How many statements, meetings and notes without a goal were `added`, came together with what was here (`joined`), were taken out of the
 * bin (`restored`), came into the bin (`binned`), had the copy's words before (`older`), or were just the `same`.
 * @typedef {Record<'added' | 'joined' | 'restored' | 'binned' | 'older' | 'same', number>} Counts
 */
/** @typedef {Statement | Meeting | import('../../core/exploration/fields.js').Exploration} Document */

/** @param {Version} version */
const versionKey = ({ statement, at, document }) =>
  JSON.stringify([statement, at, document.title, document.parts]);
/** @param {Statement} statement */
const wordsKey = ({ id, title, parts }) => JSON.stringify([id, title, PARTS.map((part) => parts[part])]);

/**
 * Take in a copy, all or nothing. Nothing that is here goes: what differs comes together as with a record from another phone.
 * @param {Omit<import('../../core/backup/copy_file.js').Everything, 'settings'>} copy @returns {Promise<Counts>}
 */
export async function importCopy({ statements, versions, meetings, explorations }) {
  /** @type {Counts} */
  const counts = { added: 0, joined: 0, restored: 0, binned: 0, older: 0, same: 0 };
  const changed = await change(async (transaction) => {
    const ids = await takeStatements(transaction, statements, versions, counts);
    ids.push(
      ...(await takeAll(
        rowsOf(transaction, 'meetings'),
        meetings,
        meetingWithCopy,
        canonicalMeeting,
        counts,
      )),
    );
    return [
      ...ids,
      ...(await takeAll(
        rowsOf(transaction, 'explorations'),
        explorations,
        noteWithCopy,
        canonicalExploration,
        counts,
      )),
    ];
  });
  for (const id of new Set(changed)) broadcast(id);
  return counts;
}

/**
 * What has no earlier versions: meetings, or notes.
 * @template {Document} T @param {{get(id: string): Promise<T | undefined>, put(one: T): Promise<unknown>}} store @param {T[]} copies
 * @param {(here: T, copy: T) => T} merge @param {(one: T) => T} plain @param {Counts} counts @returns {Promise<string[]>} ids of what has changed
 */
async function takeAll(store, copies, merge, plain, counts) {
  /** @type {string[]} */
  const changed = [];
  for (const copy of copies) {
    const here = await store.get(copy.id);
    const { next, what } = together(here, copy, merge, plain);
    counts[what] += 1;
    if (next === here) continue;
    await store.put(next);
    changed.push(next.id);
  }
  return changed;
}

/**
 * What stands here after it, and what has happened.
 * @template {Document} T @param {T | undefined} here @param {T} copy @param {(here: T, copy: T) => T} merge @param {(one: T) => T} plain
 * @returns {{next: T, what: keyof Counts}}
 */
function together(here, copy, merge, plain) {
  if (!here) return { next: copy, what: copy.deleted ? 'binned' : 'added' };
  const merged = merge(here, copy);
  if (JSON.stringify(plain(merged)) === JSON.stringify(plain(here))) return { next: here, what: 'same' };
  return {
    next: { ...merged, updated: new Date().toISOString() },
    what: here.deleted && !merged.deleted ? 'restored' : 'joined',
  };
}

/** @param {Transaction} transaction @param {Statement[]} statements @param {Version[]} versions @param {Counts} counts @returns {Promise<string[]>} ids of what has changed */
async function takeStatements(transaction, statements, versions, counts) {
  const snapshots = rowsOf(transaction, 'snapshots');
  const kept = await snapshots.getAll();
  const [known, before] = [
    new Set(kept.map(versionKey)),
    new Set(kept.map(({ document }) => wordsKey(document))),
  ];
  const keep = async (/** @type {Version} */ version) => {
    if (isBlank(version.document) || known.has(versionKey(version))) return;
    known.add(versionKey(version));
    await snapshots.add(version);
  };
  /** @type {string[]} */
  const changed = [];
  for (const copy of statements) {
    const here = await rowsOf(transaction, 'statements').get(copy.id);
    // What stood here before and was written over since is known: it does not come back into the text.
    const isOlder = here && !sameWords(here, copy) && before.has(wordsKey(copy));
    const { next, what } = together(here, copy, isOlder ? outOfBin : statementWithCopy, canonicalStatement);
    counts[isOlder && what === 'same' ? 'older' : what] += 1;
    if (next === here) continue;
    if (here && !isOlder) changed.push(...(await leaveOutToo(transaction, here, copy, next)));
    changed.push(...(await putStatement(transaction, here, next)));
    for (const one of here ? [here, copy] : [])
      if (!sameWords(one, next)) await keep({ statement: one.id, at: one.updated, document: one });
  }
  for (const version of versions) await keep(version);
  return changed;
}

/** @param {Statement} here @param {Statement} copy @returns {Statement} */
const outOfBin = (here, copy) => (copy.deleted ? here : { ...here, deleted: null });

/** The lines left out of meetings stay out, as they read here and as they read in the copy. @param {Transaction} transaction @param {Statement} here @param {Statement} copy @param {Statement} next */
async function leaveOutToo(transaction, here, copy, next) {
  const store = rowsOf(transaction, 'meetings');
  const meetings = (await store.getAll()).filter(
    ({ statement, left_out }) => statement === next.id && left_out.length,
  );
  for (const meeting of meetings) await store.put(leftOutWithCopy(meeting, here, copy, next));
  return meetings.map(({ id }) => id);
}
