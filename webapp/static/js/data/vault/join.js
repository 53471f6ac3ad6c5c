// A second device: join an existing vault. Words that name no vault create nothing on the server.
import { ApiError } from '../http/api_client.js';
import { vaultApi } from './api.js';
import { toBase64url } from '../sealing/base64url.js';
import { keysOf } from './keys.js';
import { beginVault, readVault } from './state.js';
import { sync } from './sync.js';

/**
 * `later`: the vault is this device's now, and not all of it has come.
 * @typedef {'joined'|'later'|'not-found'|'offline'|'another'} Joined
 */

/** @param {Uint8Array} secret 16 bytes @returns {Promise<Joined>} */
export async function join(secret) {
  const bytes = new Uint8Array(secret);
  const current = await readVault();
  if (current && toBase64url(current.secret) !== toBase64url(bytes)) return 'another';
  try {
    await vaultApi(await keysOf(bytes)).pull(0, 1); // only to see whether the token is accepted
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.code === 'unauthorized' ? 'not-found' : 'offline';
  }
  if (!current) await beginVault(bytes);
  return (await sync()).done ? 'joined' : 'later';
}
