// Everything out of the phone's database, and back in without losing or doubling anything.
import { sameWords } from '../core/history.js';
import { tell } from './channel.js';
import { change, withDatabase } from './database.js';
import { readSettings } from './settings.js';

/** @typedef {import('../core/parts.js').Statement} Statement */
/** @typedef {import('../core/copy_file.js').Version} Version */

/** All there is: statements (the bin's too), earlier versions, choices. */
export async function everything() {
  const [statements, snapshots] = await withDatabase(async (database) => {
    const transaction = database.transaction(['statements', 'snapshots']);
    return Promise.all([transaction.objectStore('statements').getAll(), transaction.objectStore('snapshots').getAll()]);
  });
  const versions = snapshots.map(({ statement, at, document }) => ({ statement, at, document }));
  return { statements, versions, settings: await readSettings() };
}

/** @param {Version} version */
const versionKey = ({ statement, at, document }) => JSON.stringify([statement, at, document.title, document.parts]);

/**
 * Take in a copy, all or nothing. A statement that differs here keeps the newer text; the other becomes an earlier version.
 * @param {{statements: Statement[], versions: Version[]}} copy
 * @returns {Promise<{added: number, updated: number, same: number}>} statements
 */
export async function takeIn({ statements, versions }) {
  const counts = { added: 0, updated: 0, same: 0 };
  await change(async (transaction) => {
    const stored = transaction.objectStore('statements');
    const snapshots = transaction.objectStore('snapshots');
    const known = new Set((await snapshots.getAll()).map(versionKey));
    const keep = async (/** @type {Version} */ version) => {
      if (known.has(versionKey(version))) return;
      known.add(versionKey(version));
      await snapshots.add(version);
    };
    for (const statement of statements) {
      const here = await stored.get(statement.id);
      const newer = !here || statement.updated > here.updated;
      if (newer) await stored.put(statement);
      if (!here) counts.added += 1;
      else if (newer && !sameWords(here, statement)) counts.updated += 1;
      else counts.same += 1;
      const older = newer ? here : statement;
      if (here && older && !sameWords(here, statement)) await keep({ statement: older.id, at: older.updated, document: older });
    }
    for (const version of versions) await keep(version);
  });
  for (const { id } of statements) tell(id);
  return counts;
}
