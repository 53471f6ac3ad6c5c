// Whether this phone has a vault. Every page asks this, so it imports none of the vault's code.
import { withDatabase } from '../storage/database.js';

/** @returns {Promise<import('./state.js').Vault | undefined>} */
export const vaultIfOn = () => withDatabase((database) => database.get('vault', 'vault'));
