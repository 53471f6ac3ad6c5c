// What everything sealed shares: a format byte, a body padded to one of a few sizes, AES-256-GCM
// (docs/protocol.md, "A sealed record").
import { CodedError } from '../../core/documents/coded_error.js';
import { toBase64url } from './base64url.js';
import { decoded } from './quick_base64url.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {'unknown-format'|'not-authentic'|'bad-padding'|'too-long'} SealedErrorCode */
/**
 * `sizes`: allowed lengths of a body, ascending. `additionalData`: authenticated; ties it to its place.
 * @typedef {{sizes: readonly number[], additionalData: Bytes}} Rule
 */

const FORMAT = 1;
const NONCE_BYTES = 12;
const LENGTH_BYTES = 4;

/** @extends {CodedError<SealedErrorCode>} */
export class SealedError extends CodedError {
  name = 'SealedError';
}

/** @param {Uint8Array[]} pieces @returns {Bytes} one after another */
export function concat(...pieces) {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** @param {string} text base64url @throws {SealedError} `unknown-format` */
export function bytesOf(text) {
  try {
    return decoded(text);
  } catch {
    throw new SealedError('unknown-format');
  }
}

/**
 * What binds something sealed to its place: a label, and the ids it belongs to.
 * @param {string} label @param {Uint8Array[]} pieces
 */
export const contextOf = (label, ...pieces) => concat(new TextEncoder().encode(`${label}\0`), ...pieces);

/** @param {string} document @param {readonly number[]} sizes @throws {SealedError} `too-long` */
function padded(document, sizes) {
  const text = new TextEncoder().encode(document);
  const size = sizes.find((candidate) => candidate >= text.length + LENGTH_BYTES);
  if (!size) throw new SealedError('too-long');
  const body = new Uint8Array(size);
  new DataView(body.buffer).setUint32(0, text.length);
  body.set(text, LENGTH_BYTES);
  return body;
}

/** @param {Uint8Array} body @param {readonly number[]} sizes @throws {SealedError} `bad-padding` */
function unpadded(body, sizes) {
  if (!sizes.includes(body.length)) throw new SealedError('bad-padding');
  const end = LENGTH_BYTES + new DataView(body.buffer, body.byteOffset).getUint32(0);
  if (end > body.length || body.subarray(end).some(Boolean)) throw new SealedError('bad-padding');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      body.subarray(LENGTH_BYTES, end),
    );
  } catch {
    throw new SealedError('bad-padding');
  }
}

/** @returns {Bytes} fresh and random */
const newNonce = () => crypto.getRandomValues(new Uint8Array(NONCE_BYTES));

/**
 * @param {CryptoKey} key @param {string} document JSON @param {Rule} rule
 * @param {{head?: Bytes, nonce?: Bytes}} [options] `head` precedes the nonce; only test vectors give a nonce
 * @returns {Promise<string>} base64url
 * @throws {SealedError} `too-long`
 */
export async function sealDocument(
  key,
  document,
  { sizes, additionalData },
  { head = new Uint8Array(0), nonce = newNonce() } = {},
) {
  const box = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData },
    key,
    padded(document, sizes),
  );
  return toBase64url(concat(Uint8Array.of(FORMAT), head, nonce, new Uint8Array(box)));
}

/** What follows the format byte. @param {string} sealed base64url @throws {SealedError} `unknown-format` */
export function afterFormat(sealed) {
  const bytes = bytesOf(sealed);
  if (bytes[0] !== FORMAT) throw new SealedError('unknown-format');
  return bytes.subarray(1);
}

/**
 * @param {CryptoKey} key @param {Bytes} box from the nonce on @param {Rule} rule
 * @returns {Promise<string>} the document, authentic
 * @throws {SealedError} `not-authentic` or `bad-padding`
 */
export async function openDocument(key, box, { sizes, additionalData }) {
  /** @type {ArrayBuffer} */
  let body;
  try {
    body = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: box.subarray(0, NONCE_BYTES), additionalData },
      key,
      box.subarray(NONCE_BYTES),
    );
  } catch {
    throw new SealedError('not-authentic');
  }
  return unpadded(new Uint8Array(body), sizes);
}
