// "Boksen": the shell explains the vault; the vault's code is loaded when the screen starts.
import { say, words } from '../page.js';

/** Starts the screen. @param {import('../lifecycle.js').Loaders} loaders */
export const start = ({ vaultCode }) =>
  vaultCode().then(
    ({ vaultScreen }) => vaultScreen(),
    () => say(words.t('Boksen skal bruge net første gang.')),
  );
