// The code that a new device shows: whoever reads or photographs it learns no key (docs/protocol-pairing.md).
import { fromBase64url, toBase64url } from '../sealing/base64url.js';
import { concat } from '../sealing/sealed_body.js';
import { COMMITMENT_BYTES, SEED_BYTES, commitmentTo, digestOf } from './pair_keys.js';
import { PairingError } from './pairing_error.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const SITE_BYTES = 3;
const CHECK_BYTES = 4;
const BODY_BYTES = SEED_BYTES + COMMITMENT_BYTES + SITE_BYTES;
/** Longer texts are not looked at. */
const CODE_MAX_CHARACTERS = 500;
const CODE = /^eo1\.([A-Za-z0-9_-]{52})$/;
const NEWER = /^eo\d{1,4}\./;

/** @param {string} origin such as `https://host` */
const siteOf = (origin) => digestOf('site', SITE_BYTES, new TextEncoder().encode(origin));

/** @param {Bytes} seed @param {Bytes} point of the new device @param {string} origin @returns {Promise<string>} */
export async function codeText(seed, point, origin) {
  const body = concat(seed, await commitmentTo(seed, point), await siteOf(origin));
  return `eo1.${toBase64url(concat(body, await digestOf('check', CHECK_BYTES, body)))}`;
}

/** @param {Bytes} a @param {Bytes} b */
export const isSame = (a, b) => toBase64url(a) === toBase64url(b);

/**
 * @param {string} text scanned, or pasted with white space
 * @param {string} origin of this app
 * @returns {Promise<{seed: Bytes, commitment: Bytes}>}
 * @throws {PairingError} `newer`, `foreign` or `another-site`
 */
export async function readCode(text, origin) {
  const plain = text.length > CODE_MAX_CHARACTERS ? '' : text.replace(/\s+/g, '');
  const [, coded] = CODE.exec(plain) ?? [];
  if (!coded) throw new PairingError(NEWER.test(plain) && !plain.startsWith('eo1.') ? 'newer' : 'foreign');
  const bytes = fromBase64url(coded); // 52 characters are 39 bytes in one spelling
  const body = bytes.slice(0, BODY_BYTES);
  if (!isSame(bytes.slice(BODY_BYTES), await digestOf('check', CHECK_BYTES, body)))
    throw new PairingError('foreign');
  const at = SEED_BYTES + COMMITMENT_BYTES;
  if (!isSame(body.slice(at), await siteOf(origin))) throw new PairingError('another-site');
  return { seed: body.slice(0, SEED_BYTES), commitment: body.slice(SEED_BYTES, at) };
}
