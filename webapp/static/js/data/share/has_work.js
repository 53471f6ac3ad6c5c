// Whether a link needs the server, or has news. Every page asks this, so it imports none of the code that does
// the work.
import { withDatabase } from '../storage/database.js';

/**
 * Whether a link has expired by this phone's clock: a reason to ask the server, but not to end the link.
 * @param {import('./shares.js').Share} share
 */
export const isPast = ({ expires }) => expires !== null && Date.parse(expires) <= Date.now();

const links = () => withDatabase((database) => database.getAll('shares'));

/** Whether there is a link to create or withdraw, or one that has expired. @returns {Promise<boolean>} */
export const hasShareWork = async () =>
  (await links()).some((share) => share.state !== 'over' && (share.state !== 'live' || isPast(share)));

/** Whether an answer to a link has come that the person has not seen. @returns {Promise<boolean>} */
export const hasAnswer = async () =>
  (await links()).some(({ notes, notes_seen = 0 }) => notes.length > notes_seen);

/** Whether a link that works may be answered. @returns {Promise<boolean>} */
export const mayBeAnswered = async () =>
  (await links()).some(({ state, notes_key }) => state === 'live' && notes_key);
