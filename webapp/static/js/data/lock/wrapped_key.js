// The data key, wrapped by what the person knows or holds: a code, a passkey, the twelve words.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** `salt` is given where a code is stretched. @typedef {{iv: Bytes, key: Bytes, salt?: Bytes, rounds?: number}} Wrap */

/** Rounds of PBKDF2-SHA-256 (OWASP, 2023). */
export const ROUNDS = 600_000;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const AES = { name: 'AES-GCM', length: 256 };
const utf8 = new TextEncoder();

/** @param {number} length @returns {Bytes} */
export const randomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A key that may be wrapped: a page that can use it can also read all that it opens. */
export const newDataKey = () => crypto.subtle.generateKey(AES, true, ['encrypt', 'decrypt']);

/**
 * A wrapping key from a code or a sentence. White space at the ends does not count.
 * @param {string} code @param {Bytes} salt @param {number} rounds
 */
async function keyOfCode(code, salt, rounds) {
  const typed = utf8.encode(code.normalize('NFKC').trim());
  const source = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const rule = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(rule, source, AES, false, ['wrapKey', 'unwrapKey']);
}

/**
 * A wrapping key from a secret with at least 128 random bits.
 * @param {Bytes} secret @param {'passkey'|'words'} use
 */
async function keyOfSecret(secret, use) {
  const source = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = utf8.encode(`lock-${use}`);
  const rule = { name: 'HKDF', hash: 'SHA-256', salt: utf8.encode('egne-ord-lock/v1'), info };
  return crypto.subtle.deriveKey(rule, source, AES, false, ['wrapKey', 'unwrapKey']);
}

/** @param {CryptoKey} dataKey @param {CryptoKey} wrappingKey @returns {Promise<Wrap>} */
async function wrap(dataKey, wrappingKey) {
  const iv = randomBytes(NONCE_BYTES);
  const key = await crypto.subtle.wrapKey('raw', dataKey, wrappingKey, { name: 'AES-GCM', iv });
  return { iv, key: new Uint8Array(key) };
}

/**
 * @param {Wrap} wrapped @param {CryptoKey} wrappingKey
 * @returns {Promise<CryptoKey | null>} null when it is the wrong one
 */
const unwrap = ({ iv, key }, wrappingKey) =>
  crypto.subtle
    .unwrapKey('raw', key, wrappingKey, { name: 'AES-GCM', iv }, AES, true, ['encrypt', 'decrypt'])
    .catch(() => null);

/** @param {CryptoKey} dataKey @param {string} code @returns {Promise<Wrap>} */
export async function wrapByCode(dataKey, code) {
  const salt = randomBytes(SALT_BYTES);
  return { ...(await wrap(dataKey, await keyOfCode(code, salt, ROUNDS))), salt, rounds: ROUNDS };
}

/** @param {Wrap} wrapped @param {string} code */
export const unwrapByCode = async (wrapped, code) =>
  unwrap(wrapped, await keyOfCode(code, /** @type {Bytes} */ (wrapped.salt), wrapped.rounds ?? ROUNDS));

/** @param {CryptoKey} dataKey @param {Bytes} secret @param {'passkey'|'words'} use */
export const wrapBySecret = async (dataKey, secret, use) => wrap(dataKey, await keyOfSecret(secret, use));

/** @param {Wrap} wrapped @param {Bytes} secret @param {'passkey'|'words'} use */
export const unwrapBySecret = async (wrapped, secret, use) => unwrap(wrapped, await keyOfSecret(secret, use));
