// Reads everything in the phone's database, for a copy. data/backup/import.js imports one.
import { withDatabase } from '../storage/database.js';
import { readSettings } from '../settings.js';
import { rowsOf } from '../storage/stored_documents.js';

/**
 * All statements, versions, meetings and notes without a goal, also those in the bin, and the settings.
 * @returns {Promise<import('../../core/backup/copy_file.js').Everything>}
 */
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
  // Threat: `reminder_key` opens the list of reminders on the server, and anyone may open the file.
  const { reminder_key: _key, reminders_seen: _seen, bin_seen: _bin, ...settings } = await readSettings();
  return { statements, versions, meetings, explorations, settings };
}
