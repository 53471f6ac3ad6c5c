// The vault's calls (docs/protocol.md, "HTTP"). Every answer of the server is validated strictly.
import { ApiError, ask, assert, read, refusal, serverTime } from '../http/api_client.js';
import { ID } from '../identity.js';

/** @typedef {{id: string, rev: number, seq: number, sealed: string}} RemoteRecord */
/** @typedef {{id: string, rev: number, seq: number, sealed: string | null}} Conflict */
/** @typedef {{id: string, base: number, sealed: string}} Push */

/**
 * `tag`: the name of the version (core/sync/ancestry.js).
 * @typedef {{id: string, rev: number, seq: number, tag?: string}} Revision
 */

export const PULL_RECORDS = 200;
/** More records than any server keeps in a vault. */
const RECORDS_MAX = 100_000;
/** A page of the largest records as base64url, with the JSON around them. */
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

/** @param {unknown} value @param {number} min */
const isInteger = (value, min) => Number.isSafeInteger(value) && Number(value) >= min;

/** Threat: an object as an id would run into a TypeError that no screen has words for. @param {unknown} value */
const isId = (value) => typeof value === 'string' && ID.test(value);

/** @param {any} record @returns {RemoteRecord} */
function remoteRecord(record) {
  assert(
    isId(record?.id) &&
      isInteger(record.rev, 1) &&
      isInteger(record.seq, 1) &&
      typeof record.sealed === 'string',
  );
  return { id: record.id, rev: record.rev, seq: record.seq, sealed: record.sealed };
}

/** @param {any} record @returns {Revision} */
function revision(record) {
  const { id, rev, seq, tag } = record ?? {};
  assert(isId(id) && isInteger(rev, 1) && isInteger(seq, 1) && (tag === undefined || isId(tag)));
  return { id, rev, seq, tag };
}

/** @param {unknown} epoch @returns {string | null} */
function epochOf(epoch) {
  assert(epoch === undefined || isId(epoch));
  return /** @type {string | undefined} */ (epoch) ?? null;
}

/** @param {any} conflict @returns {Conflict} */
function conflictOf(conflict) {
  assert(isId(conflict?.id) && isInteger(conflict.rev, 0) && isInteger(conflict.seq, 0));
  assert(conflict.rev ? typeof conflict.sealed === 'string' : conflict.sealed === null);
  return { id: conflict.id, rev: conflict.rev, seq: conflict.seq, sealed: conflict.sealed };
}

/**
 * One vault on the server of this app.
 * @param {import('./keys.js').Keys} keys @param {typeof fetch} [send]
 */
export function vaultApi({ name, token }, send = fetch) {
  /** @type {string | null} */
  let lastServerTime = null;
  /**
   * @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>}
   * @throws {ApiError}
   */
  async function call(method, path, body) {
    const answer = await ask(send, `/api/v1/vaults/${name}${path}`, { method, token, body });
    lastServerTime = serverTime(answer) ?? lastServerTime;
    if (answer.status === 409) throw await conflictError(answer);
    if (!answer.ok) throw await refusal(answer, BY_STATUS[answer.status] ?? 'refused');
    return read(answer, ANSWER_MAX_BYTES);
  }

  return {
    /** The time that the server's last answer named; null before the first. */
    serverTime: () => lastServerTime,

    /** Create the vault, unless it exists. */
    create: () => call('PUT', ''),

    /**
     * @param {number} since @param {number} [limit]
     * @returns {Promise<{epoch: string | null, seq: number, records: RemoteRecord[], more: boolean}>}
     *   `epoch`: null
     *   where the server names none
     */
    async pull(since, limit = PULL_RECORDS) {
      const page = await call('GET', `/records?since=${since}&limit=${limit}`);
      const { epoch, seq, records, more } = page ?? {}; // null: an answer without a body
      assert(
        isInteger(seq, 0) &&
          Array.isArray(records) &&
          records.length <= PULL_RECORDS &&
          typeof more === 'boolean',
      );
      const read = records.map(remoteRecord);
      assert(
        read.every((record, i) => record.seq > (read[i - 1]?.seq ?? since) && record.seq <= seq) &&
          !(more && !read.length),
      );
      return { epoch: epochOf(epoch), seq, records: read, more };
    },

    /**
     * Which version the vault has of every record, without their bytes.
     * @returns {Promise<{seq: number, records: Revision[]} | null>} null where the server has no such call
     */
    async revisions() {
      const answer = await call('GET', '/revisions').catch((error) => {
        if (error instanceof ApiError && error.code === 'not-found') return null;
        throw error;
      });
      if (answer === null) return null;
      const { seq, records } = answer;
      assert(isInteger(seq, 0) && Array.isArray(records) && records.length <= RECORDS_MAX);
      return { seq, records: records.map(revision) };
    },

    /**
     * @param {Push[]} records
     * @returns {Promise<{seq: number, records: {id: string, rev: number, seq: number}[]}>}
     */
    async push(records) {
      const { seq, records: accepted } = (await call('POST', '/records', { records })) ?? {};
      assert(isInteger(seq, 1) && Array.isArray(accepted) && accepted.length === records.length);
      assert(
        records.every(
          ({ id, base }, i) =>
            accepted[i]?.id === id && accepted[i].rev === base + 1 && isInteger(accepted[i].seq, 1),
        ),
      );
      return { seq, records: accepted };
    },

    remove: () => call('DELETE', ''),
  };
}

/** @param {Response} answer */
async function conflictError(answer) {
  const { conflicts } = await read(answer, ANSWER_MAX_BYTES);
  assert(Array.isArray(conflicts) && conflicts.length);
  return new ConflictError(conflicts.map(conflictOf));
}
