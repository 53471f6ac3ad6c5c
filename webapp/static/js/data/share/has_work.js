// Whether a link needs the server. Every page asks this, so it imports none of the code that does the work.
import { withDatabase } from '../storage/database.js';

/**
 * Whether a link has expired by this phone's clock: a reason to ask the server, but not to end the link.
 * @param {import('./shares.js').Share} share
 */
export const isPast = ({ expires }) => expires !== null && Date.parse(expires) <= Date.now();

/** Whether there is a link to create or withdraw, or one that has expired. @returns {Promise<boolean>} */
export const hasShareWork = async () =>
  (await withDatabase((database) => database.getAll('shares'))).some(
    (share) => share.state !== 'over' && (share.state !== 'live' || isPast(share)),
  );
