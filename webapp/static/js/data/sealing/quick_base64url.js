// Reads base64url with the browser's own decoder where it has one, many times quicker than ours: a phone that
// opens a vault reads a megabyte of it at once.
import { fromBase64url } from './base64url.js';

/** Browsers from before 2025 have no such method. @type {any} */
const Decoder = Uint8Array;
const STRICT = { alphabet: 'base64url', lastChunkHandling: 'strict' };

/**
 * The same as `fromBase64url`.
 * @param {string} text @returns {Uint8Array<ArrayBuffer>} @throws {Error} for any other spelling
 */
export function decoded(text) {
  if (!Decoder.fromBase64 || text.length % 4) return fromBase64url(text);
  /** @type {Uint8Array<ArrayBuffer>} */
  const bytes = Decoder.fromBase64(text, STRICT);
  // Threat: it passes over white space and padding, so that one record would have many spellings.
  if (bytes.length * 4 !== text.length * 3) throw new TypeError('not base64url');
  return bytes;
}
