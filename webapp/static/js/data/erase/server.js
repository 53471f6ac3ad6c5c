// Erases what the server has, job by job; what finds no network waits. It may be interrupted anywhere.
import { ApiError, ask, refusal } from '../http/api_client.js';
import { shareApi } from '../share/api.js';
import { withLock } from '../storage/lock.js';
import { vaultApi } from '../vault/api.js';
import { allJobs, forgetJobs, putJobs } from './jobs.js';

/** @typedef {import('./jobs.js').Job} Job */

const LIST_MAX_CHARACTERS = 200_000;
const TOKEN = /name="csrf_token"[^>]*value="([^"]+)"/;
const REMINDER = /data-reminder="([\w-]{22})"/g;
/** The list is asked for again after each round, so that only an empty one counts as done. */
const ROUNDS_MAX = 3;

/**
 * Something that the server no longer has is gone.
 * @param {Promise<unknown>} removing @throws {ApiError}
 */
async function unlessGone(removing) {
  try {
    await removing;
  } catch (error) {
    if (!(error instanceof ApiError) || !['unauthorized', 'gone', 'not-found'].includes(error.code))
      throw error;
  }
}

/**
 * @param {string} lang @param {string} route @param {Record<string, string>} fields
 * @returns {Promise<string>} markup @throws {ApiError}
 */
async function reminderCall(lang, route, fields) {
  const body = new URLSearchParams({ zone: '', ...fields });
  const answer = await fetch(`/reminders/${lang}/${route}`, {
    method: 'POST',
    body,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
  }).catch(() => {
    throw new ApiError('offline');
  });
  if (!answer.ok) throw await refusal(answer, 'later');
  return (await answer.text()).slice(0, LIST_MAX_CHARACTERS);
}

/** @param {string} key of the list @param {string} lang @throws {ApiError} */
async function removeReminders(key, lang) {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const list = await reminderCall(lang, 'list', { key });
    const ids = [...list.matchAll(REMINDER)].map(([, id]) => id ?? '');
    const csrf_token = TOKEN.exec(list)?.[1] ?? '';
    if (!ids.length) return;
    for (const id of ids) await reminderCall(lang, 'cancel', { key, id, csrf_token });
  }
  throw new ApiError('later');
}

/** @type {Record<Job['kind'], (job: Job, lang: string) => Promise<unknown>>} */
const REMOVALS = {
  phone: async () => {},
  share: ({ id, token }) => unlessGone(shareApi({ id, token }).remove()),
  vault: ({ id, token }) => unlessGone(vaultApi(/** @type {any} */ ({ name: id, token })).remove()),
  reminders: ({ token }, lang) => removeReminders(token, lang),
};

/**
 * One round over what waits.
 * @param {string} lang @param {(jobs: Job[]) => void} changed called after each job that is done
 * @returns {Promise<{done: boolean, retryAfter: number}>} `retryAfter` in seconds
 */
export const eraseOnServer = (lang, changed) =>
  withLock('egne-ord-erasing', async () => {
    const jobs = await allJobs();
    let retryAfter = 0;
    for (const job of jobs.filter(({ state, kind }) => state === 'waits' && kind !== 'phone')) {
      try {
        await REMOVALS[job.kind](job, lang);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        retryAfter = Math.max(retryAfter, error.retryAfter);
        if (error.code === 'offline') break;
        continue;
      }
      Object.assign(job, { state: 'gone', token: '' });
      await putJobs([job]);
      changed(jobs);
    }
    const done = jobs.every(({ state }) => state !== 'waits');
    if (done && jobs.length) await forgetJobs();
    return { done, retryAfter };
  });

/**
 * Let the browser clear what a script cannot, such as its own cache of files. Only when nothing waits: it
 * removes the list of that too.
 */
export async function clearSiteData() {
  await ask((path, init) => fetch(path, { ...init, credentials: 'same-origin' }), '/api/v1/erase', {
    method: 'POST',
    token: 'everything',
  }).catch(() => {});
}
