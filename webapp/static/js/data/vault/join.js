// A second device: open a vault that is there already. Nothing is made on a server for words that name none.
import { ApiError } from '../http/api_client.js';
import { vaultApi } from './api.js';
import { toBase64url } from '../sealing/base64url.js';
import { keysOf } from './keys.js';
import { beginVault, readVault } from './state.js';
import { sync } from './sync.js';

/** @typedef {'joined'|'not-found'|'offline'|'another'} Joined */

/** @param {Uint8Array} secret 16 bytes @returns {Promise<Joined>} */
export async function join(secret) {
  const bytes = new Uint8Array(secret);
  const here = await readVault();
  if (here && toBase64url(here.secret) !== toBase64url(bytes)) return 'another';
  try {
    await vaultApi(await keysOf(bytes)).pull(0, 1); // only to see whether it opens
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.code === 'unauthorized' ? 'not-found' : 'offline';
  }
  if (!here) await beginVault(bytes);
  await sync();
  return 'joined';
}
