// On the start screen, after the twelve words have opened the vault: says that the words are here, and from
// when the newest are.
import { newestSentence } from '../../core/views/vault_account.js';
import { readVault } from '../../data/vault/state.js';
import { say, words } from '../page.js';

/** In the address of the start screen: this phone has just joined. It holds no word, and is read once. */
const JOINED = '#hentet';

export const openWords = () => location.assign(`${words.paths.start}${JOINED}`);

export async function sayJoined() {
  if (location.hash !== JOINED) return;
  history.replaceState(history.state, '', location.pathname);
  const found = (await readVault())?.account?.joined;
  say([words.t('Nu er dine ord her.'), found && newestSentence(found, words)].filter(Boolean).join(' '));
}
