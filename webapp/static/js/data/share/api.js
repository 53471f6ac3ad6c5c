// The five calls of shares (docs/protocol.md, "HTTP"). Every answer of the server is validated strictly. A
// reader's page uses this too, so nothing here imports the phone's database.
import { ask, assert, read, refusal } from '../http/api_client.js';

/** @typedef {import('../http/api_client.js').ApiErrorCode} ApiErrorCode */
/** @typedef {import('../http/api_client.js').Request} Request */

/** As many notes as the server keeps of one share. */
const NOTES_MAX = 5;
/** The largest share, or five of the largest notes, as base64url, with the JSON around them. */
const ANSWER_MAX_BYTES = 128 * 1024;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** @type {Record<number, ApiErrorCode>} */
const BY_STATUS = {
  401: 'unauthorized',
  404: 'gone',
  408: 'later',
  409: 'taken',
  413: 'too-large',
  429: 'later',
  507: 'full',
};

/**
 * Any other fault of the server, or of a proxy before it, may be temporary.
 * @param {number} status @returns {ApiErrorCode}
 */
const codeOf = (status) => BY_STATUS[status] ?? (status >= 500 ? 'later' : 'refused');

/**
 * @param {typeof fetch} send @param {string} path @param {Request} request @returns {Promise<any>}
 * @throws {import('../http/api_client.js').ApiError}
 */
async function call(send, path, request) {
  const answer = await ask(send, `/api/v1/shares/${path}`, request);
  if (!answer.ok) throw await refusal(answer, codeOf(answer.status));
  return read(answer, ANSWER_MAX_BYTES);
}

/** @param {any} found @returns {string} ISO 8601 in UTC */
function expiryIn(found) {
  assert(
    typeof found?.expires_at === 'string' &&
      TIME.test(found.expires_at) &&
      !Number.isNaN(Date.parse(found.expires_at)),
  );
  return found.expires_at;
}

/** @param {any} found @returns {string} base64url */
function sealedIn(found) {
  assert(typeof found?.sealed === 'string');
  return found.sealed;
}

/** The calls that anyone with the link may make. @param {string} id @param {typeof fetch} [send] */
export const readerApi = (id, send = fetch) => ({
  /** @returns {Promise<{sealed: string, expires: string}>} */
  async look() {
    const found = await call(send, id, { method: 'GET' });
    return { sealed: sealedIn(found), expires: expiryIn(found) };
  },

  /** @param {string} sealed a note; sending it again does no harm @returns {Promise<void>} */
  async answer(sealed) {
    assert(await call(send, `${id}/notes`, { method: 'POST', body: { sealed } }));
  },
});

/**
 * The calls that the maker of the share may make.
 * @param {{id: string, token: string}} share @param {typeof fetch} [send]
 */
export const shareApi = ({ id, token }, send = fetch) => ({
  /**
   * @param {string} sealed @param {number} expiresIn in seconds
   * @returns {Promise<string>} when it expires; if it exists already, as set by the first call
   */
  make: async (sealed, expiresIn) =>
    expiryIn(await call(send, id, { method: 'PUT', token, body: { sealed, expires_in: expiresIn } })),

  /** @returns {Promise<void>} */
  async remove() {
    assert((await call(send, id, { method: 'DELETE', token })) === null);
  },

  /** @returns {Promise<string[]>} sealed, in the order in which they arrived */
  async notes() {
    const found = await call(send, `${id}/notes`, { method: 'GET', token });
    assert(Array.isArray(found?.notes) && found.notes.length <= NOTES_MAX);
    return found.notes.map(sealedIn);
  },
});
