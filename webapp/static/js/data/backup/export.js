// Everything in the phone's database, for a copy. Taking a copy in is data/backup/import.js.
import { withDatabase } from '../storage/database.js';
import { readSettings } from '../settings.js';
import { rowsOf } from '../storage/stored_documents.js';

/** All there is: statements (the bin's too), earlier versions, meetings, notes without a goal, choices. @returns {Promise<import('../../core/backup/copy_file.js').Everything>} */
export async function exportAll() {
  const [statements, snapshots, meetings, explorations] = await withDatabase(async (database) => {
    const transaction = database.transaction(['statements', 'snapshots', 'meetings', 'explorations']);
    return Promise.all([
      rowsOf(transaction, 'statements').getAll(),
      rowsOf(transaction, 'snapshots').getAll(),
      rowsOf(transaction, 'meetings').getAll(),
      rowsOf(transaction, 'explorations').getAll(),
    ]);
  });
  const versions = snapshots.map(({ statement, at, document }) => ({ statement, at, document }));
  // The name of the list of reminders is a key: a file that somebody else opens must not hold it.
  const { reminder_key: _key, reminders_seen: _seen, bin_seen: _bin, ...settings } = await readSettings();
  return { statements, versions, meetings, explorations, settings };
}
