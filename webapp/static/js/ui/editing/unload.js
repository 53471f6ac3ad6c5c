// Whatever is written on a screen is saved whenever the screen could go away: hidden, left by a link, closed, or by the quick way out.
import { within } from '../../data/storage/time_limit.js';
import { SAVING_MS, beforeUnload } from '../lifecycle.js';

/**
 * What is being written on a screen. `hasSaveError`: it cannot be kept just now, so the browser asks before it closes.
 * @typedef {{isUnsaved: () => boolean, stash: () => void, save: () => Promise<boolean>, remoteChange: () => unknown, hasSaveError?: () => boolean}} Written
 */

/** @param {Written} written */
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
 * A link that is pressed right after the last letter waits for that letter: the next page can come faster than the phone's memory.
 * @param {Written['isUnsaved']} isUnsaved @param {Written['save']} save
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
