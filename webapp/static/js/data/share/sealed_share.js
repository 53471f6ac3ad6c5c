// A sealed share: the server hands it to anyone with the link but cannot open it (docs/protocol.md).
import { afterFormat, bytesOf, contextOf, openDocument, sealDocument } from '../sealing/sealed_body.js';

export const KEY_BYTES = 32;
const SIZES = [4096, 16384, 65536];

/** @param {string} id base64url of 16 bytes */
const ruleFor = (id) => ({ sizes: SIZES, additionalData: contextOf('egne-ord/v1/share', bytesOf(id)) });

/** @param {Uint8Array<ArrayBuffer>} key 32 bytes @param {'encrypt'|'decrypt'} use */
function keyOf(key, use) {
  // Threat: 16 bytes are a valid AES key too, of a weaker cipher.
  if (key.length !== KEY_BYTES) throw new TypeError('a share has a key of 32 bytes');
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);
}

/**
 * @param {string} id @param {Uint8Array<ArrayBuffer>} key @param {string} document JSON
 * @param {Uint8Array<ArrayBuffer>} [nonce] only test vectors give one
 * @returns {Promise<string>} base64url
 * @throws {import('../sealing/sealed_body.js').SealedError} `too-long`
 */
export const sealShare = async (id, key, document, nonce) =>
  sealDocument(await keyOf(key, 'encrypt'), document, ruleFor(id), { nonce });

/**
 * @param {string} id @param {Uint8Array<ArrayBuffer>} key @param {string} sealed base64url
 * @returns {Promise<string>} the document, authentic
 * @throws {import('../sealing/sealed_body.js').SealedError}
 */
export async function openShare(id, key, sealed) {
  const box = afterFormat(sealed);
  return openDocument(await keyOf(key, 'decrypt'), box, ruleFor(id));
}
