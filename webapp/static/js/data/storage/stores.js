// The stores of the phone's database, and how older versions of it become this one.

/**
 * Make the stores, or those that were added since.
 * @param {import('idb').IDBPDatabase<any>} database @param {number} from
 * @param {import('idb').IDBPTransaction<any, any, 'versionchange'>} transaction
 */
export async function upgrade(database, from, transaction) {
  if (from < 4) {
    database.createObjectStore('explorations', { keyPath: 'id' });
    database.createObjectStore('shares', { keyPath: 'id' });
  }
  if (from < 3) {
    database.createObjectStore('meetings', { keyPath: 'id' });
    database.createObjectStore('reminders', { keyPath: 'id' });
  }
  if (from === 2) {
    // Version 2 synced only statements; since then a row names the kind of its document.
    const rows = transaction.objectStore('synced');
    for (const { statement, sent, ...row } of /** @type {any[]} */ (await rows.getAll())) {
      const tries = (sent ?? []).map((/** @type {any} */ one) => ({
        sealed: one.sealed,
        document: one.statement,
      }));
      await rows.put({ ...row, kind: 'statement', document: statement, sent: tries });
    }
  }
  if (from < 2) {
    database.createObjectStore('vault');
    database.createObjectStore('synced', { keyPath: 'id' });
  }
  if (from >= 1) return;
  database.createObjectStore('statements', { keyPath: 'id' }).createIndex('updated', 'updated');
  database
    .createObjectStore('snapshots', { keyPath: 'key', autoIncrement: true })
    .createIndex('statement', ['statement', 'at']);
  database.createObjectStore('settings');
}
