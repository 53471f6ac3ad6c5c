// Background jobs, the same for every screen. Each first asks whether there is anything to do, with code that
// every page has; only then is the code that does it loaded.
import { hasBinned } from './data/documents/has_binned.js';
import { isErasing } from './data/erase/is_erasing.js';
import { hasDrafts } from './data/storage/drafts.js';
import { allReminders } from './data/reminders/reminders.js';
import { hasShareWork, mayBeAnswered } from './data/share/has_work.js';
import { vaultIfOn } from './data/vault/is_on.js';

/** @typedef {import('./ui/lifecycle.js').Loaders} Loaders */

/** Save the drafts that pages left when they went away. @param {Loaders} loaders */
async function recoverDrafts({ secondaryCode }) {
  if (await hasDrafts()) await (await secondaryCode()).recoverDrafts();
}

/** Sync the vault, if there is one. @param {Loaders} loaders */
async function syncVault({ vaultCode }) {
  if (await vaultIfOn()) (await vaultCode()).startVaultScheduler();
}

/**
 * If there are reminders, tell the server once a day that this phone still listens.
 * @param {Loaders} loaders
 */
async function checkInReminders({ secondaryCode }) {
  if ((await allReminders()).length) await (await secondaryCode()).checkIn();
}

/** Create and withdraw links that wait for a network. @param {Loaders} loaders */
async function syncShares({ secondaryCode }) {
  if (await hasShareWork()) (await secondaryCode()).startShareScheduler();
}

/** Go on erasing everything. @param {Loaders} loaders */
async function finishErasing({ secondaryCode }) {
  if (await isErasing()) await (await secondaryCode()).finishErasing();
}

const isStart = () => document.documentElement.dataset.screen === 'start';

/** On the start screen, which shows them: ask for answers to links. @param {Loaders} loaders */
async function fetchAnswers({ secondaryCode }) {
  if (isStart() && (await mayBeAnswered())) await (await secondaryCode()).fetchAnswers();
}

/** On the start screen: delete what was in the bin for thirty days. @param {Loaders} loaders */
async function emptyBin({ secondaryCode }) {
  if (isStart() && (await hasBinned())) await (await secondaryCode()).emptyOldBin();
}

/** Run every job; one that fails does not stop the others. @param {Loaders} loaders */
export const background = (loaders) =>
  Promise.allSettled(
    [recoverDrafts, syncVault, checkInReminders, syncShares, fetchAnswers, emptyBin, finishErasing].map(
      (job) => job(loaders),
    ),
  );
