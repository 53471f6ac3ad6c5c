// While the phone is handed over, this tab shows that screen only, until the person's own way back.
// The tab's own flag, without a word in it; another tab is beyond what a page can guard.

const KEY = 'handed-over';

/** @returns {Storage | null} */
function flags() {
  try {
    return sessionStorage;
  } catch {
    return null; // blocked by the browser: then Back is not guarded
  }
}

/** @param {string} id of the statement shown */
export const handOver = (id) => flags()?.setItem(KEY, id || '-');

export const takePhoneBack = () => flags()?.removeItem(KEY);

/**
 * Hide this page and go to the hand-over where the phone is handed over; also when Back brings it out of the browser's memory.
 * @param {string} path of the hand-over screen
 */
export function isHandedOver(path) {
  const go = () => {
    const id = flags()?.getItem(KEY);
    if (!id || location.pathname === path) return false;
    document.body.hidden = true;
    location.replace(id === '-' ? path : `${path}#${id}`);
    return true;
  };
  window.addEventListener('pagehide', () => {
    document.body.hidden = Boolean(flags()?.getItem(KEY)) && location.pathname !== path;
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && !go()) document.body.hidden = false;
  });
  return go();
}
