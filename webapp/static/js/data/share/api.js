// The five calls of shares (docs/protocol.md, "HTTP"). What a server answers is read strictly. Nothing here knows of the phone's memory.
import { ask, assert, read, refusal } from '../http/api_client.js';

/** @typedef {import('../http/api_client.js').ApiErrorCode} ApiErrorCode */
/** @typedef {import('../http/api_client.js').Request} Request */

/** The server keeps so many notes of one share. */
const NOTES_MAX = 5;
/** The largest share, or five of the largest notes, written as text, and what stands around them. */
const ANSWER_MAX_BYTES = 128 * 1024;
const END = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

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

/** Any other fault of a server, or of what stands before it, may pass. @param {number} status @returns {ApiErrorCode} */
const codeOf = (status) => BY_STATUS[status] ?? (status >= 500 ? 'later' : 'refused');

/** @param {typeof fetch} send @param {string} path @param {Request} request @returns {Promise<any>} @throws {import('../http/api_client.js').ApiError} */
async function call(send, path, request) {
  const answer = await ask(send, `/api/v1/shares/${path}`, request);
  if (!answer.ok) throw refusal(answer, codeOf(answer.status));
  return read(answer, ANSWER_MAX_BYTES);
}

/** @param {any} found @returns {string} ISO 8601 in UTC */
function endIn(found) {
  assert(
    typeof found?.expires_at === 'string' &&
      END.test(found.expires_at) &&
      !Number.isNaN(Date.parse(found.expires_at)),
  );
  return found.expires_at;
}

/** @param {any} found @returns {string} base64url */
function sealedIn(found) {
  assert(typeof found?.sealed === 'string');
  return found.sealed;
}

/** What whoever has the link may do. @param {string} id @param {typeof fetch} [send] */
export const readerApi = (id, send = fetch) => ({
  /** @returns {Promise<{sealed: string, expires: string}>} */
  async look() {
    const found = await call(send, id, { method: 'GET' });
    return { sealed: sealedIn(found), expires: endIn(found) };
  },

  /** @param {string} sealed a note; the very same again does no harm @returns {Promise<void>} */
  async answer(sealed) {
    assert(await call(send, `${id}/notes`, { method: 'POST', body: { sealed } }));
  },
});

/** What whoever made the share may do. @param {{id: string, token: string}} share @param {typeof fetch} [send] */
export const shareApi = ({ id, token }, send = fetch) => ({
  /** @param {string} sealed @param {number} expiresIn in seconds @returns {Promise<string>} its end; of the first time, where it is there already */
  make: async (sealed, expiresIn) =>
    endIn(await call(send, id, { method: 'PUT', token, body: { sealed, expires_in: expiresIn } })),

  /** @returns {Promise<void>} */
  async remove() {
    assert((await call(send, id, { method: 'DELETE', token })) === null);
  },

  /** @returns {Promise<string[]>} sealed, in the order in which they came */
  async notes() {
    const found = await call(send, `${id}/notes`, { method: 'GET', token });
    assert(Array.isArray(found?.notes) && found.notes.length <= NOTES_MAX);
    return found.notes.map(sealedIn);
  },
});
