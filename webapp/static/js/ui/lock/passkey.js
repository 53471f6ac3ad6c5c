// A passkey that unlocks: its PRF gives a secret that never leaves this phone (WebAuthn Level 3, "prf").
import { randomBytes } from '../../data/lock/wrapped_key.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const ID_BYTES = 16;
const SALT_BYTES = 32;
const CHALLENGE_BYTES = 32;
// hang guard: the browser asks the person meanwhile
const TIMEOUT_MS = 120_000;

/** Whether this browser knows passkeys; whether they have a PRF is known only once one is made. */
export const mayHavePasskey = () => 'PublicKeyCredential' in globalThis;

/** @param {PublicKeyCredential | null} credential @returns {any} what the extension says */
const prfOf = (credential) => /** @type {any} */ (credential?.getClientExtensionResults())?.prf;

/**
 * The secret of a passkey. The browser asks the person.
 * @param {{id: Bytes, prf: Bytes}} passkey @returns {Promise<Bytes | null>} null without a PRF
 */
export async function secretOfPasskey({ id, prf }) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: randomBytes(CHALLENGE_BYTES),
      allowCredentials: [{ type: 'public-key', id }],
      userVerification: 'required',
      timeout: TIMEOUT_MS,
      extensions: /** @type {any} */ ({ prf: { eval: { first: prf } } }),
    },
  });
  const first = prfOf(/** @type {PublicKeyCredential | null} */ (credential))?.results?.first;
  return first ? new Uint8Array(first) : null;
}

/**
 * Make a passkey. Its names say nothing about the person.
 * @returns {Promise<{id: Bytes, prf: Bytes, secret: Bytes} | null>} null if it has no PRF
 */
export async function makePasskey() {
  const prf = randomBytes(SALT_BYTES);
  const made = /** @type {PublicKeyCredential | null} */ (
    await navigator.credentials.create({
      publicKey: {
        rp: { name: 'Egne ord' },
        user: { id: randomBytes(ID_BYTES), name: 'Egne ord', displayName: 'Egne ord' },
        challenge: randomBytes(CHALLENGE_BYTES),
        pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: {
          authenticatorAttachment: 'platform', // finger or face on this phone, as the button says
          userVerification: 'required',
          residentKey: 'preferred',
        },
        timeout: TIMEOUT_MS,
        extensions: /** @type {any} */ ({ prf: { eval: { first: prf } } }),
      },
    })
  );
  const told = prfOf(made);
  if (!made || !told?.enabled) return null;
  const passkey = { id: new Uint8Array(made.rawId), prf };
  const secret = told.results?.first ? new Uint8Array(told.results.first) : await secretOfPasskey(passkey);
  return secret && { ...passkey, secret };
}
