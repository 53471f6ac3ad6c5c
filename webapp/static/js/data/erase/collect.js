// What everything on this phone and on the server is, before it is erased: one job for each.
import { keysOf } from '../vault/keys.js';
import { readVault } from '../vault/state.js';
import { allReminders } from '../reminders/reminders.js';
import { readSettings } from '../settings.js';
import { allShares } from '../share/shares.js';

/** @typedef {import('./jobs.js').Job} Job */

/** @param {string} id @param {Job['kind']} kind @param {string} [token] @returns {Job} */
const job = (id, kind, token = '') => ({ id, kind, token, state: 'waits' });

/** @returns {Promise<Job[]>} */
async function reminderJobs() {
  const { reminder_key } = await readSettings();
  return reminder_key && (await allReminders()).length ? [job('reminders', 'reminders', reminder_key)] : [];
}

/** Links that the server has, or may have. @returns {Promise<Job[]>} */
async function shareJobs() {
  const shares = (await allShares()).filter(
    ({ state, sent }) => state !== 'over' && (sent || state !== 'waiting'),
  );
  return shares.map(({ id, token }) => job(id, 'share', token));
}

/** @param {boolean} removesVault @returns {Promise<Job[]>} */
async function vaultJobs(removesVault) {
  const vault = await readVault();
  if (!vault) return [];
  const goes = removesVault || vault.leaving;
  const secrets = [...(goes ? [vault.secret] : []), ...(vault.old ? [vault.old] : [])];
  const keys = await Promise.all(secrets.map(keysOf));
  const jobs = keys.map(({ name, token }) => job(name, 'vault', token));
  return goes ? jobs : [...jobs, { ...job('vault', 'vault'), state: 'kept' }];
}

/**
 * The phone is the first of them.
 * @param {boolean} removesVault whether the vault on the server goes too @returns {Promise<Job[]>}
 */
export async function collectJobs(removesVault) {
  const others = await Promise.all([reminderJobs(), shareJobs(), vaultJobs(removesVault)]);
  return [job('phone', 'phone'), ...others.flat()];
}
