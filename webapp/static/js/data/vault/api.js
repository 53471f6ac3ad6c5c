// The vault's calls (docs/protocol.md, "HTTP"). What a server answers is read strictly.
import { ApiError, ask, assert, read, refusal, serverTime } from '../http/api_client.js';
import { ID } from '../identity.js';

/** @typedef {{id: string, rev: number, seq: number, sealed: string}} RemoteRecord */
/** @typedef {{id: string, rev: number, seq: number, sealed: string | null}} Conflict */
/** @typedef {{id: string, base: number, sealed: string}} Push */

export const PULL_RECORDS = 200;
/** A page of the largest records, written as text, and what stands around them. */
const ANSWER_MAX_BYTES = PULL_RECORDS * 88_000;

export class ConflictError extends ApiError {
  /** @param {Conflict[]} conflicts */
  constructor(conflicts) {
    super('conflict');
    this.conflicts = conflicts;
  }
}

/** @type {Record<number, import('../http/api_client.js').ApiErrorCode>} */
const BY_STATUS = {
  401: 'unauthorized',
  404: 'not-found',
  413: 'too-large',
  429: 'later',
  500: 'later',
  502: 'later',
  503: 'later',
  504: 'later',
  507: 'full',
};

/** @param {unknown} value @param {number} least */
const whole = (value, least) => Number.isSafeInteger(value) && Number(value) >= least;

/** @param {any} record @returns {RemoteRecord} */
function remoteRecord(record) {
  assert(
    ID.test(record?.id) && whole(record.rev, 1) && whole(record.seq, 1) && typeof record.sealed === 'string',
  );
  return { id: record.id, rev: record.rev, seq: record.seq, sealed: record.sealed };
}

/** @param {any} conflict @returns {Conflict} */
function conflictOf(conflict) {
  assert(ID.test(conflict?.id) && whole(conflict.rev, 0) && whole(conflict.seq, 0));
  assert(conflict.rev ? typeof conflict.sealed === 'string' : conflict.sealed === null);
  return { id: conflict.id, rev: conflict.rev, seq: conflict.seq, sealed: conflict.sealed };
}

/** One vault on the server of this app. @param {import('./keys.js').Keys} keys @param {typeof fetch} [send] */
export function vaultApi({ name, token }, send = fetch) {
  /** @type {string | null} */
  let heard = null;
  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} @throws {ApiError} */
  async function call(method, path, body) {
    const answer = await ask(send, `/api/v1/vaults/${name}${path}`, { method, token, body });
    heard = serverTime(answer) ?? heard;
    if (answer.status === 409) throw await conflictIn(answer);
    if (!answer.ok) throw refusal(answer, BY_STATUS[answer.status] ?? 'refused');
    return read(answer, ANSWER_MAX_BYTES);
  }

  return {
    /** What the server last said the time is, null before it said so. */
    heard: () => heard,

    /** Make the vault, or find it there. */
    create: () => call('PUT', ''),

    /** @param {number} since @param {number} [most] @returns {Promise<{seq: number, records: RemoteRecord[], more: boolean}>} */
    async pull(since, most = PULL_RECORDS) {
      const { seq, records, more } = await call('GET', `/records?since=${since}&limit=${most}`);
      assert(
        whole(seq, 0) &&
          Array.isArray(records) &&
          records.length <= PULL_RECORDS &&
          typeof more === 'boolean',
      );
      const read = records.map(remoteRecord);
      assert(
        read.every((record, i) => record.seq > (read[i - 1]?.seq ?? since) && record.seq <= seq) &&
          !(more && !read.length),
      );
      return { seq, records: read, more };
    },

    /** @param {Push[]} records @returns {Promise<{seq: number, records: {id: string, rev: number, seq: number}[]}>} */
    async push(records) {
      const { seq, records: taken } = await call('POST', '/records', { records });
      assert(whole(seq, 1) && Array.isArray(taken) && taken.length === records.length);
      assert(
        records.every(
          ({ id, base }, i) => taken[i]?.id === id && taken[i].rev === base + 1 && whole(taken[i].seq, 1),
        ),
      );
      return { seq, records: taken };
    },

    remove: () => call('DELETE', ''),
  };
}

/** @param {Response} answer */
async function conflictIn(answer) {
  const { conflicts } = await read(answer, ANSWER_MAX_BYTES);
  assert(Array.isArray(conflicts) && conflicts.length);
  return new ConflictError(conflicts.map(conflictOf));
}
