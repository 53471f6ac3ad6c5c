// One row of the sealed database: JSON, padded, AES-256-GCM under the data key, bound to its store and key.
import { fromBase64url, toBase64url } from '../sealing/base64url.js';
import { concat } from '../sealing/sealed_body.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const NONCE_BYTES = 12;
const LENGTH_BYTES = 4;
const SMALLEST_BYTES = 512;
/** From here on, a length is a multiple of this, not a power of two. */
const STEP_BYTES = 65_536;

const utf8 = new TextEncoder();

/** The length to which a text is padded, so that it tells little. @param {number} bytes */
export function paddedLength(bytes) {
  const least = bytes + LENGTH_BYTES;
  if (least > STEP_BYTES) return Math.ceil(least / STEP_BYTES) * STEP_BYTES;
  return Math.max(SMALLEST_BYTES, 2 ** Math.ceil(Math.log2(least)));
}

/**
 * A row as JSON. Byte strings, which JSON lacks, stand beside it: only at the row's first level are there any.
 * @param {any} row @returns {string}
 */
export function textOfRow(row) {
  const isObject = row && typeof row === 'object' && !Array.isArray(row);
  const held = isObject ? Object.entries(row).filter(([, value]) => value instanceof Uint8Array) : [];
  const bytes = Object.fromEntries(held.map(([name, value]) => [name, toBase64url(value)]));
  return JSON.stringify(held.length ? { row: { ...row, ...bytes }, bytes: Object.keys(bytes) } : { row });
}

/** @param {string} text @returns {any} */
export function rowOfText(text) {
  const { row, bytes = [] } = JSON.parse(text);
  for (const name of bytes) row[name] = fromBase64url(row[name]);
  return row;
}

/** @param {string} text @returns {Bytes} */
function padded(text) {
  const content = utf8.encode(text);
  const body = new Uint8Array(paddedLength(content.length));
  new DataView(body.buffer).setUint32(0, content.length);
  body.set(content, LENGTH_BYTES);
  return body;
}

/** @param {ArrayBuffer} body authentic @returns {string} */
const unpadded = (body) =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
    new Uint8Array(body, LENGTH_BYTES, new DataView(body).getUint32(0)),
  );

/** Threat: whoever can write to the disk moves a row to another place. @param {IDBValidKey} place */
const boundTo = (place) => utf8.encode(`egne-ord-lock/v1\0${JSON.stringify(place)}`);

/**
 * @param {CryptoKey} key @param {IDBValidKey} place store and key of the row @param {string} text
 * @returns {Promise<Bytes>} nonce and ciphertext
 */
export async function seal(key, place, text) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const rule = { name: 'AES-GCM', iv, additionalData: boundTo(place) };
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt(rule, key, padded(text))));
}

/**
 * @param {CryptoKey} key @param {IDBValidKey} place @param {Bytes} sealed
 * @returns {Promise<string>} @throws {DOMException} `OperationError` if it is not authentic
 */
export async function unseal(key, place, sealed) {
  const iv = sealed.subarray(0, NONCE_BYTES);
  const rule = { name: 'AES-GCM', iv, additionalData: boundTo(place) };
  return unpadded(await crypto.subtle.decrypt(rule, key, sealed.subarray(NONCE_BYTES)));
}

/**
 * A row as it is stored: a version's statement stays in the clear, so that its versions are found.
 * @param {CryptoKey} key @param {[string, IDBValidKey]} place @param {string} text
 */
export async function sealedRow(key, place, text) {
  const group = place[0] === 'snapshots' ? { group: rowOfText(text).statement } : {};
  return { ...group, sealed: await seal(key, place, text) };
}
