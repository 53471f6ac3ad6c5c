// "Lås": opens the lock in place of any screen, or turns it on and off and sets it on its own.
import { findLock, readLock, readOpenHandOver } from '../../data/lock/lock_database.js';
import { readSettings } from '../../data/settings.js';
import { storageError } from '../../data/storage/storage_error.js';
import { all, one } from '../dom.js';
import { facts, say } from '../page.js';
import { lockSettings, showChoices } from '../lock/lock_settings.js';
import { heldKey } from '../lock/page_key.js';
import { gone, locked } from '../lock/unlock.js';
import { isReloaded } from '../lock/unseal.js';

/** @typedef {import('../lifecycle.js').Loaders} Loaders */
/** @typedef {'locked'|'gone'|'on'|'off'|'none'} State */

/** Whether the lock can work here: it needs the worker, and a way to keep tabs from writing at once. */
const canLock = () =>
  Boolean(navigator.serviceWorker?.controller && navigator.locks && globalThis.crypto?.subtle);

/** @returns {Promise<State>} */
async function stateNow() {
  try {
    await readSettings();
    if (heldKey()) return 'on';
    return canLock() ? 'off' : 'none';
  } catch (error) {
    if (storageError(error).code === 'locked') return (await findLock()) ? 'locked' : 'gone';
    throw error;
  }
}

/** @param {State} state */
function show(state) {
  const isOpen = !['locked', 'gone'].includes(state);
  document.body.toggleAttribute('data-open', isOpen);
  one('[data-crisis]').hidden = isOpen;
  for (const part of all('[data-when]')) part.hidden = part.dataset.when !== state;
  // What was pressed is hidden now, but keeps the focus until the next frame: no message may stand beside it.
  if (document.activeElement?.closest('[hidden]')) /** @type {HTMLElement} */ (document.activeElement).blur();
}

/** Starts the screen. @param {Loaders} loaders */
export async function start(loaders) {
  const state = await stateNow();
  // The page before was too busy to give its key at once; now this one has it.
  if (state === 'on' && location.pathname !== facts.paths.lock && !isReloaded()) return location.reload();
  show(state);
  if (state === 'gone') return gone();
  if (state === 'locked') return locked(loaders, await readLock(), Boolean(await readOpenHandOver()));
  if (state === 'none') return say('');
  lockSettings(loaders, async () => {
    const next = await stateNow();
    show(next);
    if (next === 'on') await showChoices();
  });
  if (state === 'on') await showChoices();
  return undefined;
}
