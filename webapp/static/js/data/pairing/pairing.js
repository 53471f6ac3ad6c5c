// Pairing two devices: the new one shows a code, the old one scans it, the person compares three words on both,
// and the vault's secret goes over, sealed for the new one (docs/protocol-pairing.md).
import { fromBase64url, toBase64url } from '../sealing/base64url.js';
import { SECRET_BYTES } from '../vault/keys.js';
import { codeText, isSame, readCode } from './code.js';
import { LETTER, Letters } from './letters.js';
import { SEED_BYTES, agree, commitmentTo, newPair, pointIn } from './pair_keys.js';
import { PairingError } from './pairing_error.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {import('./letters.js').Surroundings} Surroundings */
/**
 * Asks the person whether the words are the same on both devices; rejects if they are not.
 * @typedef {(words: number[], list: string) => Promise<unknown>} Compare
 */

const LIST = /^[a-z]{2,20}$/;

/** @param {any} document @returns {{point: Bytes, list: string}} @throws {PairingError} `changed` */
function answerIn(document) {
  if (typeof document?.list !== 'string' || !LIST.test(document.list)) throw new PairingError('changed');
  return { point: pointIn(document.key), list: document.list };
}

/** @param {any} document @returns {Bytes} @throws {PairingError} `changed` */
function secretIn(document) {
  try {
    const secret = fromBase64url(document?.secret);
    if (secret.length === SECRET_BYTES) return secret;
  } catch {
    // not base64url
  }
  throw new PairingError('changed');
}

/**
 * @template Result @param {Bytes} seed @param {Surroundings} surroundings
 * @param {(letters: Letters) => Promise<Result>} steps @returns {Promise<Result>}
 */
async function withLetters(seed, surroundings, steps) {
  const letters = new Letters(seed, surroundings);
  try {
    return await steps(letters);
  } finally {
    await letters.close();
  }
}

/**
 * On the new device: show a code until an old device has sent a vault's secret.
 * @param {string} origin of this app
 * @param {{show: (code: string) => unknown, compare: Compare} & Surroundings} ways
 * @returns {Promise<Bytes>} the secret, 16 bytes
 * @throws {PairingError}
 */
export async function receiveSecret(origin, { show, compare, ...surroundings }) {
  const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
  const { own, point: newPoint } = await newPair();
  return withLetters(seed, surroundings, async (letters) => {
    await letters.post(LETTER.HERE, {});
    show(await codeText(seed, newPoint, origin));
    const { point: oldPoint, list } = answerIn(await letters.take(LETTER.ANSWER));
    const { words, key } = await agree(own, oldPoint, { seed, newPoint, oldPoint });
    // Threat: whoever knows this key before they have sent theirs can search for one with the same words.
    await letters.post(LETTER.REVEAL, { key: toBase64url(newPoint) });
    const same = compare(words, list);
    const [document] = await Promise.all([letters.take(LETTER.SECRET, key), same]);
    return secretIn(document);
  });
}

/**
 * On the old device: answer the code of a new device, and send the secret if the person says that the words
 * are the same. `list`: the list of words to show. `secret` is called only then.
 * @param {string} text @param {string} origin of this app
 * @param {{
 *   list: string, compare: Compare, secret: () => Promise<Uint8Array>, sent: () => unknown
 * } & Surroundings} ways
 * @returns {Promise<void>} once the new device has taken it
 * @throws {PairingError}
 */
export async function sendSecret(text, origin, { list, compare, secret, sent, ...surroundings }) {
  const { seed, commitment } = await readCode(text, origin);
  const { own, point: oldPoint } = await newPair();
  await withLetters(seed, surroundings, async (letters) => {
    if (!(await letters.isThere(LETTER.HERE))) throw new PairingError('stopped');
    await letters.post(LETTER.ANSWER, { key: toBase64url(oldPoint), list });
    const newPoint = pointIn((await letters.take(LETTER.REVEAL))?.key);
    // Threat: another key than the one whose code was scanned, put there by the server.
    if (!isSame(await commitmentTo(seed, newPoint), commitment)) throw new PairingError('changed');
    const { words, key } = await agree(own, newPoint, { seed, newPoint, oldPoint });
    await compare(words, list);
    if (!(await letters.isThere(LETTER.HERE))) throw new PairingError('stopped');
    await letters.post(LETTER.SECRET, { secret: toBase64url(await secret()) }, key);
    sent();
    await letters.gone(LETTER.HERE);
  });
}
