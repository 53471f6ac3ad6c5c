// While the phone is handed over, this tab shows only that screen, until its owner takes the phone back. The
// flag holds an id and no words, and covers this tab only: a page cannot guard another tab.

const KEY = 'handed-over';

/** @returns {Storage | null} */
function flags() {
  try {
    return sessionStorage;
  } catch {
    return null; // storage is blocked, so Back cannot be guarded
  }
}

/** @param {string} id of the statement on the screen */
export const handOver = (id) => flags()?.setItem(KEY, id || '-');

export const takePhoneBack = () => flags()?.removeItem(KEY);

/**
 * Hide this page and go to the hand-over screen if the phone is handed over. Does so again when Back restores
 * this page from the browser's cache.
 * @param {string} path of the hand-over screen @returns {boolean} whether it left this page
 */
export function redirectIfHandedOver(path) {
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
