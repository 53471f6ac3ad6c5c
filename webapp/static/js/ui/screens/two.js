// To udgaver: there are none before there is a vault, so it comes with the vault's own code.
import { say, words } from '../page.js';

/** Starts the screen. @param {import('../lifecycle.js').Loaders} loaders */
export const start = ({ vaultCode }) =>
  vaultCode().then(
    ({ twoVersions }) => twoVersions(),
    () => say(words.t('Det her skal bruge net den første gang.')),
  );
