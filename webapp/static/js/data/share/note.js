// A reader's note, sealed for the phone that made the share, and only for it (docs/protocol.md, "Shares").
import {
  SealedError,
  afterFormat,
  bytesOf,
  concat,
  contextOf,
  openDocument,
  sealDocument,
} from '../sealing/sealed_body.js';
import { fromBase64url, toBase64url } from '../sealing/base64url.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/**
 * `notes_key` never leaves the phone; `notes_to` is the public point, 65 bytes as base64url.
 * @typedef {{notes_key: JsonWebKey, notes_to: string}} NotesPair
 */

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const POINT_BYTES = 65;
const UNCOMPRESSED = 4;
const SIZES = [4096, 16384];
const LABEL = 'egne-ord/v1/note';

/** @returns {Promise<NotesPair>} a new key pair for one share */
export async function newNotesPair() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const [notes_key, point] = await Promise.all([
    crypto.subtle.exportKey('jwk', privateKey),
    crypto.subtle.exportKey('raw', publicKey),
  ]);
  return { notes_key, notes_to: toBase64url(new Uint8Array(point)) };
}

/** @param {JsonWebKey} key @returns {Bytes} */
const pointOf = ({ x = '', y = '' }) =>
  concat(Uint8Array.of(UNCOMPRESSED), fromBase64url(x), fromBase64url(y));

/**
 * @param {Bytes} point @throws {SealedError} `not-authentic` unless it is an uncompressed point of the curve
 */
async function publicKey(point) {
  // Some browsers accept other encodings of a point as well; then one note would have several spellings.
  if (point[0] !== UNCOMPRESSED) throw new SealedError('not-authentic');
  try {
    return await crypto.subtle.importKey('raw', point, CURVE, false, []);
  } catch {
    throw new SealedError('not-authentic');
  }
}

/** @param {JsonWebKey} key */
const privateKey = ({ kty, crv, d, x, y }) =>
  crypto.subtle.importKey('jwk', { kty, crv, d, x, y }, CURVE, false, ['deriveBits']);

/**
 * The key of one note; both sides derive the same.
 * @param {CryptoKey} own @param {CryptoKey} other @param {Bytes} info @param {'encrypt'|'decrypt'} use
 */
async function noteKey(own, other, info, use) {
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
  const source = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new TextEncoder().encode('egne-ord/v1'), info };
  return crypto.subtle.deriveKey(hkdf, source, { name: 'AES-GCM', length: 256 }, false, [use]);
}

/** @param {string} shareId base64url of 16 bytes */
const ruleFor = (shareId) => ({ sizes: SIZES, additionalData: contextOf(LABEL, bytesOf(shareId)) });

/**
 * @param {string} shareId @param {string} notesTo the public point that the share names
 * @param {string} document JSON
 * @param {{ephemeral?: JsonWebKey, nonce?: Bytes}} [fixed] only test vectors give them
 * @returns {Promise<string>} base64url
 * @throws {SealedError} `too-long`, or `not-authentic` if `notesTo` is not a point of the curve
 */
export async function sealNote(shareId, notesTo, document, { ephemeral, nonce } = {}) {
  const pair = ephemeral ?? (await newNotesPair()).notes_key;
  const [head, to] = [pointOf(pair), bytesOf(notesTo)];
  const info = contextOf(LABEL, bytesOf(shareId), head, to);
  const key = await noteKey(await privateKey(pair), await publicKey(to), info, 'encrypt');
  return sealDocument(key, document, ruleFor(shareId), { head, nonce });
}

/**
 * @param {string} shareId @param {JsonWebKey} notesKey @param {string} sealed base64url
 * @returns {Promise<string>} the document; anyone with the link may have written it
 * @throws {SealedError}
 */
export async function openNote(shareId, notesKey, sealed) {
  const bytes = afterFormat(sealed);
  const point = bytes.slice(0, POINT_BYTES);
  const info = contextOf(LABEL, bytesOf(shareId), point, pointOf(notesKey));
  const key = await noteKey(await privateKey(notesKey), await publicKey(point), info, 'decrypt');
  return openDocument(key, bytes.subarray(POINT_BYTES), ruleFor(shareId));
}
