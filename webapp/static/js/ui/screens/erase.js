// "Slet alt på den her telefon": asks, offers a copy, erases the phone, and says what is gone and what waits.
import { eraseAll } from '../../core/views/erase_all.js';
import { collectJobs } from '../../data/erase/collect.js';
import { allJobs, putJobs } from '../../data/erase/jobs.js';
import { clearSiteData } from '../../data/erase/server.js';
import { isBegunAnew, wipePhone } from '../../data/erase/wipe.js';
import { vaultIfOn } from '../../data/vault/is_on.js';
import { all, onActs, one, show } from '../dom.js';
import { clearFlags, flags } from '../elsewhere.js';
import { eraseRest } from '../erase/rest.js';
import { failed, say, words } from '../page.js';
import { saveCopy } from '../widgets/downloads.js';

/** @typedef {import('../../core/views/erase_all.js').State} State */
/** @typedef {import('../../data/erase/jobs.js').Job} Job */

/** @type {State & {jobs: Job[]}} */
const state = { step: 'start', jobs: [] };
let erasesVault = false;

/** @param {State['step']} step @param {Job[]} [jobs] */
function go(step, jobs = state.jobs) {
  Object.assign(state, { step, jobs });
  one('[data-before]').hidden = step === 'working' || step === 'done';
  const place = one('[data-view=erase]');
  const hadFocus = place.contains(document.activeElement);
  show(place, eraseAll(state, words));
  if (step === 'vault' || step === 'sure') place.scrollIntoView({ block: 'nearest' }); // its answers too
  const [heading] = all('[data-view=erase] h2');
  if (hadFocus) heading?.focus(); // the list is drawn again with each job that is done
  return heading;
}

/** Erase the phone, which is the first job, and then the rest. @param {Job[]} jobs */
async function erase(jobs) {
  go('working', jobs);
  flags.erasing = '1'; // other tabs show nothing from now on
  await wipePhone();
  clearFlags();
  const phone = jobs.find(({ kind }) => kind === 'phone');
  if (phone) await putJobs([Object.assign(phone, { state: 'gone' })]);
  const heading = go('done');
  void finish(true);
  return heading;
}

/**
 * Threat: a slow server, and new words in another tab meanwhile, which the browser would clear as well.
 * @param {boolean} isWiped by this page
 */
async function finish(isWiped) {
  const isDone = await eraseRest((jobs) => void go('done', jobs));
  if (isDone && isWiped && !(await isBegunAnew())) await clearSiteData();
}

async function collectAndErase() {
  const jobs = await collectJobs(erasesVault);
  await putJobs(jobs);
  return erase(jobs);
}

/** @param {boolean} isErased */
function aboutVault(isErased) {
  erasesVault = isErased;
  return go('sure');
}

/** @type {import('../dom.js').Acts} */
const acts = {
  'save-copy': async () => say((await saveCopy()) ? words.t('Kopien er gemt.') : ''),
  begin: async () => go((await vaultIfOn()) ? 'vault' : 'sure'),
  'keep-vault': () => aboutVault(false),
  'erase-vault': () => aboutVault(true),
  no: () => {
    go('start');
    return one('[data-act=begin]');
  },
  erase: collectAndErase,
};

/** Starts the screen, and goes on where erasing was interrupted. */
export async function start() {
  const reading = allJobs();
  onActs(acts, failed, reading);
  const jobs = await reading;
  if (jobs.some(({ kind, state: now }) => kind === 'phone' && now === 'waits')) return erase(jobs);
  if (!jobs.length) return void go('start');
  go('done', jobs);
  return finish(false);
}
