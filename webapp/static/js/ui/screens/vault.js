// Boksen: what it is stands in the shell; what it does comes with the vault's own code.
import { vaultCode } from '../../later.js';
import { start } from '../app.js';
import { say, words } from '../page.js';

start(() => vaultCode().then(({ vaultScreen }) => vaultScreen(), () => say(words.t('Boksen skal bruge net den første gang.'))));
