// A sealed record: the server stores it and cannot open it (docs/protocol.md, "A sealed record").
import {
  SealedError,
  afterFormat,
  bytesOf,
  contextOf,
  openDocument,
  sealDocument,
} from '../sealing/sealed_body.js';

/** @typedef {import('./keys.js').Keys} Keys */
/** @typedef {import('../sealing/sealed_body.js').SealedErrorCode} SealedErrorCode */

export { SealedError };

export const BODY_SIZES = [4096, 16384, 65536];
/** Longest document, in bytes of UTF-8. */
export const DOCUMENT_MAX_BYTES = 65_532;

/**
 * A record opens only in its own vault, under its own id and revision.
 * @param {Keys} keys @param {string} recordId @param {number} rev
 */
function ruleFor({ id }, recordId, rev) {
  const revision = new Uint8Array(8);
  new DataView(revision.buffer).setBigUint64(0, BigInt(rev));
  const additionalData = contextOf('egne-ord/v1/record', id, bytesOf(recordId), revision);
  return { sizes: BODY_SIZES, additionalData };
}

/**
 * @param {Keys} keys @param {string} recordId base64url of 16 bytes @param {number} rev
 * @param {string} document JSON @param {Uint8Array<ArrayBuffer>} [nonce] only test vectors give one
 * @returns {Promise<string>} base64url
 * @throws {SealedError} `too-long`
 */
export const seal = async (keys, recordId, rev, document, nonce) =>
  sealDocument(keys.sealKey, document, ruleFor(keys, recordId, rev), { nonce });

/**
 * @param {Keys} keys @param {string} recordId @param {number} rev @param {string} sealed base64url
 * @returns {Promise<string>} the document, authentic
 * @throws {SealedError}
 */
export const open = async (keys, recordId, rev, sealed) =>
  openDocument(keys.sealKey, afterFormat(sealed), ruleFor(keys, recordId, rev));
