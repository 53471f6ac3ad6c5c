// The keys of one pairing, and the words that both devices show (docs/protocol-pairing.md).
import { fromBase64url, toBase64url } from '../sealing/base64url.js';
import { concat, contextOf } from '../sealing/sealed_body.js';
import { PairingError } from './pairing_error.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** `point`: the public key, 65 bytes; the private key is not extractable. @typedef {{own: CryptoKey, point: Bytes}} Pair */
/** `words`: three places in a list of 2,048 words; `key` seals the secret. @typedef {{words: number[], key: Bytes}} Agreed */

export const SEED_BYTES = 16;
export const COMMITMENT_BYTES = 16;
const POINT_BYTES = 65;
const UNCOMPRESSED = 4;
const WORD_BITS = 11;
const WORDS = [0, 1, 2];
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const LABEL = 'egne-ord/v1/pair/';
const utf8 = new TextEncoder();

/** @returns {Promise<Pair>} for one pairing, in this page's memory only */
export async function newPair() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  return { own: privateKey, point: new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)) };
}

/**
 * A labelled SHA-256, cut to its first bytes.
 * @param {string} label @param {number} bytes @param {...Uint8Array} pieces @returns {Promise<Bytes>}
 */
export async function digestOf(label, bytes, ...pieces) {
  const digest = await crypto.subtle.digest('SHA-256', contextOf(LABEL + label, ...pieces));
  return new Uint8Array(digest).slice(0, bytes);
}

/** What a code says of the key that it stands for. @param {Bytes} seed @param {Bytes} point */
export const commitmentTo = (seed, point) => digestOf('commitment', COMMITMENT_BYTES, seed, point);

/** @param {Bytes} ikm @param {Bytes} info @param {number} bytes @returns {Promise<Bytes>} */
async function derive(ikm, info, bytes) {
  const source = await crypto.subtle.importKey('raw', ikm, 'HKDF', false, ['deriveBits']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: utf8.encode('egne-ord/v1'), info };
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf, source, bytes * 8));
}

/**
 * Where a letter lies on the server.
 * @param {Bytes} seed @param {number} letter 0 to 3 @returns {Promise<string>} base64url of 16 bytes
 */
export const letterId = async (seed, letter) =>
  toBase64url(await derive(seed, utf8.encode(`${LABEL}id/${letter}`), 16));

/** The key of a letter that everybody with the code can open. @param {Bytes} seed @param {number} letter 0 to 2 */
export const letterKey = (seed, letter) => derive(seed, utf8.encode(`${LABEL}key/${letter}`), 32);

/** @param {unknown} text @returns {Bytes} a point of 65 bytes @throws {PairingError} `changed` */
export function pointIn(text) {
  try {
    const point = fromBase64url(/** @type {string} */ (text));
    // Threat: some browsers accept other encodings of a point, so that one key would have several spellings.
    if (point.length === POINT_BYTES && point[0] === UNCOMPRESSED) return point;
  } catch {
    // not base64url
  }
  throw new PairingError('changed');
}

/** @param {Bytes} bytes 5 @returns {number[]} the first 33 bits, as three numbers */
function wordsOf(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return WORDS.map((i) => parseInt(bits.slice(i * WORD_BITS, (i + 1) * WORD_BITS), 2));
}

/**
 * What the two devices agree on; both derive the same from their own key and the other's.
 * @param {CryptoKey} own @param {Bytes} other the other's point
 * @param {{seed: Bytes, newPoint: Bytes, oldPoint: Bytes}} bound @returns {Promise<Agreed>}
 * @throws {PairingError} `changed` if the other's is no point of the curve
 */
export async function agree(own, other, { seed, newPoint, oldPoint }) {
  const point = await crypto.subtle.importKey('raw', other, CURVE, false, []).catch(() => {
    throw new PairingError('changed');
  });
  const agreed = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: point }, own, 256));
  const info = (/** @type {string} */ name) => contextOf(LABEL + name, concat(seed, newPoint, oldPoint));
  const [words, key] = await Promise.all([
    derive(agreed, info('words'), 5),
    derive(agreed, info('secret'), 32),
  ]);
  return { words: wordsOf(words), key };
}
