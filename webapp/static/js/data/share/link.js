// The fragment of a link: the share's id, the key that opens it, and a checksum that shows whether anything
// was cut off (docs/protocol.md, "Shares").
import { CodedError } from '../../core/documents/coded_error.js';
import { concat } from '../sealing/sealed_body.js';
import { fromBase64url, toBase64url } from '../sealing/base64url.js';

/** `missing`: no fragment; `cut`: incomplete or changed. @typedef {'missing'|'cut'} LinkErrorCode */

const CHECK_BYTES = 3;
const FRAGMENT_MAX = 500;
/**
 * Three parts of fixed length. Messengers and sentences may add punctuation after a link, never letters or
 * digits; the checksum proves that no part of the link is among it.
 */
const FRAGMENT = /^#?([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{4})[^\p{L}\p{N}]*$/u;

/** @extends {CodedError<LinkErrorCode>} */
export class LinkError extends CodedError {
  name = 'LinkError';
}

/** @param {Uint8Array} id @param {Uint8Array} key */
async function checkOf(id, key) {
  const digest = await crypto.subtle.digest('SHA-256', concat(id, key));
  return toBase64url(new Uint8Array(digest).subarray(0, CHECK_BYTES));
}

/**
 * @param {string} id base64url of 16 bytes @param {Uint8Array} key 32 bytes
 * @returns {Promise<string>} without the #
 */
export const fragmentOf = async (id, key) =>
  `${id}.${toBase64url(key)}.${await checkOf(fromBase64url(id), key)}`;

/** Some messengers percent-encode the fragment. @param {string} fragment */
function decoded(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    throw new LinkError('cut');
  }
}

/**
 * @param {string} fragment with its # or without
 * @returns {Promise<{id: string, key: Uint8Array<ArrayBuffer>}>}
 * @throws {LinkError}
 */
export async function readFragment(fragment) {
  if (fragment.length > FRAGMENT_MAX) throw new LinkError('cut');
  const plain = decoded(fragment);
  if (/^#?\s*$/.test(plain)) throw new LinkError('missing');
  const [, id = '', key = '', check = ''] = FRAGMENT.exec(plain) ?? [];
  const bytes = bytesOf(key);
  if (!id || (await checkOf(bytesOf(id), bytes)) !== check) throw new LinkError('cut');
  return { id, key: bytes };
}

/** @param {string} text @throws {LinkError} `cut` for any but the one spelling of base64url */
function bytesOf(text) {
  try {
    return fromBase64url(text);
  } catch {
    throw new LinkError('cut');
  }
}
