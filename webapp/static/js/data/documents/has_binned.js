// Whether there is work in the bin. The start screen asks this, so it imports none of the code that empties it.
import { withDatabase } from '../storage/database.js';

/** Whether a document is in the bin, or the phone still holds a record of one. @returns {Promise<boolean>} */
export const hasBinned = () =>
  withDatabase(async (database) => {
    const stores = await Promise.all(
      /** @type {const} */ (['statements', 'meetings', 'explorations']).map((name) => database.getAll(name)),
    );
    const isBinned = stores.flat().some((/** @type {{deleted: unknown}} */ { deleted }) => deleted);
    return isBinned || Boolean(await database.get('settings', 'bin_seen'));
  });
