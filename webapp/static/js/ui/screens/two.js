// To udgaver: there are none before there is a vault, so it comes with the vault's own code.
import { vaultCode } from '../../later.js';
import { start } from '../app.js';
import { say, words } from '../page.js';

start(() => vaultCode().then(({ twoVersions }) => twoVersions(), () => say(words.t('Det her skal bruge net den første gang.'))));
