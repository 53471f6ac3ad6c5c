// A sealed record: what the server keeps and cannot open (docs/protocol.md, "A sealed record").
import { fromBase64url, toBase64url } from './base64url.js';

/** @typedef {import('./keys.js').Keys} Keys */
/** @typedef {'unknown-format'|'not-authentic'|'bad-padding'|'too-long'} SealedErrorCode */

const FORMAT = 1;
const NONCE_BYTES = 12;
const LENGTH_BYTES = 4;
export const BODY_SIZES = [4096, 16384, 65536];
/** Longest document, in bytes of UTF-8. */
export const DOCUMENT_MAX_BYTES = 65_532;

export class SealedError extends Error {
  /** @param {SealedErrorCode} code */
  constructor(code) {
    super(code);
    this.name = 'SealedError';
    this.code = code;
  }
}

/** What binds a sealed record to its place. @param {Keys} keys @param {string} recordId @param {number} rev */
function bound({ id }, recordId, rev) {
  const label = new TextEncoder().encode('egne-ord/v1/record\0');
  const bytes = new Uint8Array(label.length + 16 + 16 + 8);
  bytes.set(label);
  bytes.set(id, label.length);
  bytes.set(bytesOf(recordId), label.length + 16);
  new DataView(bytes.buffer).setBigUint64(label.length + 32, BigInt(rev));
  return bytes;
}

/** @param {string} document @throws {SealedError} `too-long` */
function padded(document) {
  const text = new TextEncoder().encode(document);
  const size = BODY_SIZES.find((one) => one >= text.length + LENGTH_BYTES);
  if (!size) throw new SealedError('too-long');
  const body = new Uint8Array(size);
  new DataView(body.buffer).setUint32(0, text.length);
  body.set(text, LENGTH_BYTES);
  return body;
}

/** @param {Uint8Array} body @throws {SealedError} `bad-padding` */
function unpadded(body) {
  if (!BODY_SIZES.includes(body.length)) throw new SealedError('bad-padding');
  const end = LENGTH_BYTES + new DataView(body.buffer, body.byteOffset).getUint32(0);
  if (end > body.length || body.subarray(end).some(Boolean)) throw new SealedError('bad-padding');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body.subarray(LENGTH_BYTES, end));
  } catch {
    throw new SealedError('bad-padding');
  }
}

/**
 * @param {Keys} keys @param {string} recordId base64url of 16 bytes @param {number} rev @param {string} document JSON
 * @param {Uint8Array<ArrayBuffer>} [nonce] fresh and random; only known answers give one
 * @returns {Promise<string>} base64url
 * @throws {SealedError} `too-long`
 */
export async function seal(keys, recordId, rev, document, nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))) {
  const rule = { name: 'AES-GCM', iv: nonce, additionalData: bound(keys, recordId, rev) };
  const box = new Uint8Array(await crypto.subtle.encrypt(rule, keys.sealKey, padded(document)));
  const sealed = new Uint8Array(1 + NONCE_BYTES + box.length);
  sealed[0] = FORMAT;
  sealed.set(nonce, 1);
  sealed.set(box, 1 + NONCE_BYTES);
  return toBase64url(sealed);
}

/**
 * @param {Keys} keys @param {string} recordId @param {number} rev @param {string} text base64url
 * @returns {Promise<string>} the document, authentic
 * @throws {SealedError}
 */
export async function open(keys, recordId, rev, text) {
  const sealed = bytesOf(text);
  if (sealed[0] !== FORMAT) throw new SealedError('unknown-format');
  const rule = { name: 'AES-GCM', iv: sealed.subarray(1, 1 + NONCE_BYTES), additionalData: bound(keys, recordId, rev) };
  /** @type {ArrayBuffer} */
  let body;
  try {
    body = await crypto.subtle.decrypt(rule, keys.sealKey, sealed.subarray(1 + NONCE_BYTES));
  } catch {
    throw new SealedError('not-authentic');
  }
  return unpadded(new Uint8Array(body));
}

/** @param {string} text @throws {SealedError} `unknown-format` */
function bytesOf(text) {
  try {
    return fromBase64url(text);
  } catch {
    throw new SealedError('unknown-format');
  }
}
