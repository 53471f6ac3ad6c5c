// Links that wait, to be made or to be taken back: tried again when the network returns and when the app comes into sight.
import { keepShares } from '../../data/share/keep.js';

const again = () => void keepShares().catch(() => {});

/** For as long as the page is open. */
export function keepSharesInStep() {
  again();
  window.addEventListener('online', again);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again());
}
