// Boksen: what it is stands in the shell; what it does comes with the vault's own code.
import { say, words } from '../page.js';

/** Starts the screen. @param {import('../lifecycle.js').Loaders} loaders */
export const start = ({ vaultCode }) =>
  vaultCode().then(
    ({ vaultScreen }) => vaultScreen(),
    () => say(words.t('Boksen skal bruge net den første gang.')),
  );
