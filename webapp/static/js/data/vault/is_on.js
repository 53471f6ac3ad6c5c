// Whether this phone has a vault: asked on every page, so it needs nothing of the vault's code.
import { withDatabase } from '../database.js';

/** @returns {Promise<import('./memory.js').Vault | undefined>} */
export const vaultIfOn = () => withDatabase((database) => database.get('vault', 'vault'));
