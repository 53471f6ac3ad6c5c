// Saves what is written when the screen may go away: hidden, closed, or left by a link or the quick exit.
import { within } from '../../data/storage/time_limit.js';
import { SAVING_MS, beforeUnload } from '../lifecycle.js';

/**
 * The editor on this screen. `hasSaveError`: saving is failing, so the browser asks before the page closes.
 * @typedef {{isUnsaved: () => boolean, stash: () => void, save: () => Promise<boolean>,
 *   remoteChange: () => unknown, hasSaveError?: () => boolean}} Editor
 */

/** @param {Editor} editor */
export function saveOnUnload({ isUnsaved, stash, save, remoteChange, hasSaveError = () => false }) {
  function leave() {
    if (document.visibilityState !== 'hidden' || !isUnsaved()) return;
    stash();
    void save();
  }
  document.addEventListener('visibilitychange', leave);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', ({ persisted }) => persisted && void remoteChange());
  window.addEventListener('beforeunload', (event) => {
    if (!isUnsaved()) return;
    stash();
    void save();
    if (hasSaveError()) event.preventDefault();
  });
  beforeUnload.push(save);
  saveBeforeLinks(isUnsaved, save);
}

/**
 * Follow a link only after the last letter is saved: the next page can load faster than storage writes.
 * @param {Editor['isUnsaved']} isUnsaved @param {Editor['save']} save
 */
function saveBeforeLinks(isUnsaved, save) {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a');
    if (
      !isUnsaved() ||
      !link ||
      link.download ||
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey
    )
      return;
    event.preventDefault();
    const leave = () => location.assign(link.href);
    void within(save(), false, SAVING_MS).then(leave, leave);
  });
}
