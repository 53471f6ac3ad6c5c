// The vault's calls (docs/protocol.md, "HTTP"). What a server answers is read strictly: half an answer is none.
import { ID } from '../identity.js';

/** @typedef {{id: string, rev: number, seq: number, sealed: string}} RemoteRecord */
/** @typedef {{id: string, rev: number, seq: number, sealed: string | null}} Conflict */
/** @typedef {{id: string, base: number, sealed: string}} Push */
/**
 * `offline`: no answer. `bad-answer`: not what the protocol says. `later`: the server asks to wait or has a fault of its own.
 * @typedef {'offline'|'bad-answer'|'unauthorized'|'not-found'|'conflict'|'full'|'later'|'refused'} ApiErrorCode
 */

const TIMEOUT_MS = 30_000;
export const PULL_RECORDS = 200;

export class ApiError extends Error {
  /** @param {ApiErrorCode} code @param {{retryAfter?: number, conflicts?: Conflict[]}} [more] `retryAfter` in seconds */
  constructor(code, { retryAfter = 0, conflicts = [] } = {}) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.retryAfter = retryAfter;
    this.conflicts = conflicts;
  }
}

/** @type {Record<number, ApiErrorCode>} */
const BY_STATUS = { 401: 'unauthorized', 404: 'not-found', 409: 'conflict', 429: 'later', 500: 'later', 502: 'later', 503: 'later', 504: 'later', 507: 'full' };

/** @param {unknown} condition @returns {asserts condition} */
function must(condition) {
  if (!condition) throw new ApiError('bad-answer');
}

/** @param {unknown} value @param {number} least */
const whole = (value, least) => Number.isSafeInteger(value) && Number(value) >= least;

/** @param {any} record @returns {RemoteRecord} */
function remoteRecord(record) {
  must(ID.test(record?.id) && whole(record.rev, 1) && whole(record.seq, 1) && typeof record.sealed === 'string');
  return { id: record.id, rev: record.rev, seq: record.seq, sealed: record.sealed };
}

/** @param {any} conflict @returns {Conflict} */
function conflictOf(conflict) {
  must(ID.test(conflict?.id) && whole(conflict.rev, 0) && whole(conflict.seq, 0));
  must(conflict.rev ? typeof conflict.sealed === 'string' : conflict.sealed === null);
  return { id: conflict.id, rev: conflict.rev, seq: conflict.seq, sealed: conflict.sealed };
}

/** One vault on the server of this app. @param {import('./keys.js').Keys} keys @param {typeof fetch} [send] */
export function vaultApi({ name, token }, send = fetch) {
  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async function call(method, path, body) {
    const headers = { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) };
    /** @type {Response} */
    let answer;
    try {
      answer = await send(`/api/v1/vaults/${name}${path}`, {
        method, headers, body: body ? JSON.stringify(body) : undefined,
        credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new ApiError('offline');
    }
    return answer.ok ? read(answer) : refuse(answer);
  }

  return {
    /** Make the vault, or find it there. */
    create: () => call('PUT', ''),

    /** @param {number} since @param {number} [most] @returns {Promise<{seq: number, records: RemoteRecord[], more: boolean}>} */
    async pull(since, most = PULL_RECORDS) {
      const { seq, records, more } = await call('GET', `/records?since=${since}&limit=${most}`);
      must(whole(seq, 0) && Array.isArray(records) && records.length <= PULL_RECORDS && typeof more === 'boolean');
      const read = records.map(remoteRecord);
      must(read.every((record, i) => record.seq > (read[i - 1]?.seq ?? since) && record.seq <= seq) && !(more && !read.length));
      return { seq, records: read, more };
    },

    /** @param {Push[]} records @returns {Promise<{seq: number, records: {id: string, rev: number, seq: number}[]}>} */
    async push(records) {
      const { seq, records: taken } = await call('POST', '/records', { records });
      must(whole(seq, 1) && Array.isArray(taken) && taken.length === records.length);
      must(records.every(({ id, base }, i) => taken[i]?.id === id && taken[i].rev === base + 1 && whole(taken[i].seq, 1)));
      return { seq, records: taken };
    },

    remove: () => call('DELETE', ''),
  };
}

/** @param {Response} answer */
async function read(answer) {
  if (answer.status === 204) return null;
  const found = await answer.json().catch(() => null);
  must(found && typeof found === 'object');
  return found;
}

/** @param {Response} answer @returns {Promise<never>} */
async function refuse(answer) {
  const code = BY_STATUS[answer.status] ?? 'refused';
  const retryAfter = Number(answer.headers.get('Retry-After')) || 0;
  if (code !== 'conflict') throw new ApiError(code, { retryAfter });
  const { conflicts } = await read(answer);
  must(Array.isArray(conflicts) && conflicts.length);
  throw new ApiError(code, { conflicts: conflicts.map(conflictOf) });
}
