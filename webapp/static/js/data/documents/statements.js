// Reading statements on the phone, for pages and for the worker. Saving them is data/documents/save_statement.js: merging is more code.
import { withDatabase } from '../storage/database.js';
import { rowsOf, wholeRow } from '../storage/stored_documents.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */

/** @param {string} id @returns {Promise<Statement | undefined>} also one that is in the bin */
export const getStatement = (id) =>
  withDatabase((database) => rowsOf(database.transaction('statements'), 'statements').get(id));

/** Every statement, newest first, the bin's too. @returns {Promise<Statement[]>} */
export const allStatements = () =>
  withDatabase(async (database) =>
    (await database.getAllFromIndex('statements', 'updated'))
      .reverse()
      .map((row) => wholeRow('statements', row)),
  );

/** The one last worked on. @returns {Promise<Statement | undefined>} */
export function latestStatement() {
  return withDatabase(async (database) => {
    let cursor = await database.transaction('statements').store.index('updated').openCursor(null, 'prev');
    while (cursor && cursor.value.deleted) cursor = await cursor.continue();
    return cursor ? wholeRow('statements', cursor.value) : undefined;
  });
}
