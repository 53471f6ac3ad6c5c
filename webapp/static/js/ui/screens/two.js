// "To udgaver": loaded with the vault's code, because without a vault there are no two versions.
import { say, words } from '../page.js';

/** Starts the screen. @param {import('../lifecycle.js').Loaders} loaders */
export const start = ({ vaultCode }) =>
  vaultCode().then(
    ({ twoVersions }) => twoVersions(),
    () => say(words.t('Det her skal bruge net første gang.')),
  );
