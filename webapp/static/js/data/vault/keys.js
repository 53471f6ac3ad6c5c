// Derives a vault's id, access token and keys from its secret (docs/protocol.md, "Keys").
import { toBase64url } from '../sealing/base64url.js';

/**
 * `name` is `id` as base64url; `token` and `account`, the id of the account's record, are base64url too.
 * `compareKey` is for HMAC.
 * @typedef {{
 *   id: Uint8Array<ArrayBuffer>, name: string, token: string, account: string, sealKey: CryptoKey,
 *   compareKey: CryptoKey
 * }} Keys
 */

export const SECRET_BYTES = 16;
const HMAC = { name: 'HMAC', hash: 'SHA-256', length: 256 };
const utf8 = new TextEncoder();

/** @returns {Uint8Array<ArrayBuffer>} 16 random bytes, made on this device */
export const newSecret = () => crypto.getRandomValues(new Uint8Array(SECRET_BYTES));

/**
 * @param {Uint8Array<ArrayBuffer>} secret 16 bytes
 * @returns {Promise<Keys>} the two keys are not extractable
 */
export async function keysOf(secret) {
  if (secret.length !== SECRET_BYTES) throw new TypeError('a secret has 16 bytes');
  const source = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const hkdf = (/** @type {string} */ label) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: utf8.encode('egne-ord/v1'),
    info: utf8.encode(label),
  });
  const bytes = async (/** @type {string} */ label, /** @type {number} */ n) =>
    new Uint8Array(await crypto.subtle.deriveBits(hkdf(label), source, n * 8));
  const [id, token, account, sealKey, compareKey] = await Promise.all([
    bytes('vault-id', 16),
    bytes('auth-token', 32),
    bytes('account-id', 16),
    crypto.subtle.deriveKey(hkdf('seal-key'), source, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    crypto.subtle.deriveKey(hkdf('compare-key'), source, HMAC, false, ['sign']),
  ]);
  const names = { name: toBase64url(id), token: toBase64url(token), account: toBase64url(account) };
  return { id, ...names, sealKey, compareKey };
}
