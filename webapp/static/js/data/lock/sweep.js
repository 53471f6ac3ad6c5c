// Removes from the disk what a browser only marks as deleted. Measured: docs/decisions/0053-app-lock.md.
import { deleteDB, openDB } from '../../../vendor/idb.js';

const SWEPT = 'egne-ord-sweep';
const PAUSE_MS = 300;

// fixed wait: the browser compacts after it has answered, and says nothing when it is done
const pause = () => new Promise((done) => setTimeout(done, PAUSE_MS));

/**
 * Chromium keeps all databases of a site in one log and some tables. Deleting a database is what makes it write
 * the log out, merge the tables that this database lay in, and delete the old ones with the next.
 */
async function sweep() {
  const database = await openDB(SWEPT, 1, {
    upgrade: (made) => void made.createObjectStore('rows').put(crypto.getRandomValues(new Uint8Array(64)), 1),
  });
  database.close();
  await deleteDB(SWEPT);
  await pause();
}

/**
 * Delete databases so that none of their bytes stays on the disk.
 * @param {string[]} names @param {() => Promise<unknown>} after what must follow at once
 */
export async function deleteForGood(names, after) {
  await sweep();
  await Promise.all(names.map((name) => deleteDB(name)));
  await after();
  await pause();
  await sweep();
  await sweep();
}
