// A small honest server after docs/protocol.md, and a network that may be bad. For tests; it opens nothing.
const ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const problem = (status, code, more = {}) => [
  status,
  { type: `urn:egne-ord:${code}`, title: code, status, ...more },
];

/** @typedef {{method: string, path: string, token: string, body: any, from?: number}} Request */

export class ModelServer {
  /** By id, each vault's token, newest `seq` and records by id. */
  vaults = new Map();
  recordsMax = Infinity;

  /** @param {Request} request @returns {[status: number, answer: any]} */
  answer({ method, path, token, body }) {
    const [, name, rest] =
      /^\/api\/v1\/vaults\/([A-Za-z0-9_-]{22})(\/(?:records(?:\?.*)?|revisions))?$/.exec(path) ?? [];
    if (!name) return problem(404, 'not-found');
    const vault = this.vaults.get(name);
    if (method === 'PUT' && !rest && !vault) {
      this.vaults.set(name, { token, seq: 0, records: new Map(), epoch: this.newEpoch() });
      return [201, {}];
    }
    if (vault?.token !== token) return problem(401, 'unauthorized');
    if (method === 'PUT' && !rest) return [200, {}];
    if (method === 'DELETE' && !rest) {
      this.vaults.delete(name);
      return [204, null];
    }
    if (method === 'GET' && rest === '/revisions') return this.#revisions(vault);
    if (method === 'GET' && rest) return this.#pull(vault, new URL(path, 'http://localhost').searchParams);
    if (method === 'POST' && rest === '/records') return this.#push(vault, body);
    return problem(405, 'method-not-allowed');
  }

  /** The epoch of a vault that is made or put back. */
  newEpoch = () => `${(this.#epochs += 1)}`.padStart(22, 'E');
  #epochs = 0;

  #revisions({ seq, epoch, records }) {
    const found = [...records.values()].sort((a, b) => a.seq - b.seq);
    return [
      200,
      {
        epoch,
        seq,
        records: found.map(({ id, rev, seq: at, sealed }) => ({ id, rev, seq: at, tag: sealed.slice(-22) })),
      },
    ];
  }

  #pull({ seq, epoch, records }, query) {
    const [since, limit] = [Number(query.get('since') ?? 0), Number(query.get('limit') ?? 1000)];
    const found = [...records.values()].filter((record) => record.seq > since).sort((a, b) => a.seq - b.seq);
    return [200, { epoch, seq, records: found.slice(0, limit), more: found.length > limit }];
  }

  #push(vault, body) {
    const pushed = body?.records;
    if (!Array.isArray(pushed) || !pushed.length || pushed.length > 100) return problem(400, 'malformed');
    const isRight = ({ id, base, sealed }) =>
      ID.test(id) && Number.isSafeInteger(base) && base >= 0 && typeof sealed === 'string';
    if (!pushed.every(isRight) || new Set(pushed.map(({ id }) => id)).size < pushed.length)
      return problem(400, 'malformed');
    const now = (id) => vault.records.get(id) ?? { id, rev: 0, seq: 0, sealed: null };
    const conflicts = pushed.filter(({ id, base }) => now(id).rev !== base).map(({ id }) => now(id));
    if (conflicts.length) return problem(409, 'conflict', { conflicts });
    if (new Set([...vault.records.keys(), ...pushed.map(({ id }) => id)]).size > this.recordsMax)
      return problem(507, 'vault-full');
    const stored = pushed.map(({ id, base, sealed }) => {
      vault.seq += 1;
      vault.records.set(id, { id, rev: base + 1, seq: vault.seq, sealed });
      return { id, rev: base + 1, seq: vault.seq };
    });
    return [200, { seq: vault.seq, records: stored }];
  }
}

/** The way to a server. What `next` returns for a request decides what happens to it. */
export class Network {
  /** Every request so far. @type {Request[]} */
  log = [];
  /** Requests that arrive late. @type {Request[]} */
  late = [];
  /** The server's time in ms, or null when it sends none. @type {() => number | null} */
  clock = () => Date.now();
  /**
   * `lost`: the request does not arrive. `unanswered`: its answer does not.
   * `late`: it arrives on `deliver()`.
   * `twice`: the network duplicates the request, and the phone gets the second answer.
   * A Response is returned as it is.
   * @type {(request: any) => unknown}
   */
  next = () => 'fine';

  /** @param {ModelServer} server */
  constructor(server) {
    this.server = server;
  }

  /** The number of the phone that asks. */
  /** @type {(() => number) | null} */
  from = null;

  /** Send one request. @param {Request} request @returns {Promise<Response | [number, any]>} */
  async call(request) {
    if (this.from) request.from = this.from();
    this.log.push(request);
    const outcome = await this.next(request);
    if (outcome instanceof Response) return outcome;
    if (outcome === 'late') this.late.push(request);
    if (outcome === 'lost' || outcome === 'late') throw new TypeError('fetch failed');
    if (outcome === 'twice') this.server.answer(request);
    const answer = this.server.answer(request);
    if (outcome === 'unanswered') throw new TypeError('fetch failed');
    return answer;
  }

  /** The `fetch` of a phone. */
  fetch = async (path, { method, headers, body }) => {
    const answer = await this.call({
      method,
      path,
      token: headers.Authorization?.replace('Bearer ', '') ?? '',
      body: body && JSON.parse(body),
    });
    if (answer instanceof Response) return answer;
    const at = this.clock();
    const dates = at === null ? {} : { Date: new Date(at).toUTCString() };
    return new Response(answer[0] === 204 ? null : JSON.stringify(answer[1]), {
      status: answer[0],
      headers: dates,
    });
  };

  /** The late requests arrive. */
  deliver() {
    for (const request of this.late.splice(0)) this.server.answer(request);
  }

  /**
   * Plan the outcome of the next requests with this method, in order; all others are fine.
   * @param {string} method
   * @param {unknown[]} words
   */
  plan(method, ...words) {
    this.next = (request) => (request.method === method && words.length ? words.shift() : 'fine');
  }
}
