// Reading statements on the phone, for pages and for the worker. Saving is separate, in
// data/documents/save_statement.js, because merging is more code.
import { withDatabase } from '../storage/database.js';
import { rowsOf, completedRow } from '../storage/stored_documents.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */

/** @param {string} id @returns {Promise<Statement | undefined>} also one that is in the bin */
export const getStatement = (id) =>
  withDatabase((database) => rowsOf(database.transaction('statements'), 'statements').get(id));

/** Every statement, newest first, those in the bin too. @returns {Promise<Statement[]>} */
export const allStatements = () =>
  withDatabase(async (database) =>
    (await database.getAllFromIndex('statements', 'updated'))
      .reverse()
      .map((row) => completedRow('statements', row)),
  );

/** The statement last worked on. @returns {Promise<Statement | undefined>} */
export function latestStatement() {
  return withDatabase(async (database) => {
    let cursor = await database.transaction('statements').store.index('updated').openCursor(null, 'prev');
    while (cursor && cursor.value.deleted) cursor = await cursor.continue();
    return cursor ? completedRow('statements', cursor.value) : undefined;
  });
}
