// Whether a link waits for something: asked on every page, so it needs nothing of the code that does it.
import { withDatabase } from '../storage/database.js';

/** Whether the end of a link has come, by the clock of this phone: a reason to ask the server, and to end nothing. @param {import('./shares.js').Share} share */
export const isPast = ({ expires }) => expires !== null && Date.parse(expires) <= Date.now();

/** @returns {Promise<boolean>} one to be made or taken back, or one whose end has come */
export const hasShareWork = async () =>
  (await withDatabase((database) => database.getAll('shares'))).some(
    (share) => share.state !== 'over' && (share.state !== 'live' || isPast(share)),
  );
