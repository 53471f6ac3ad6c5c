// A small honest server as docs/protocol.md says, and a network that may be bad. For tests; it opens nothing.
const ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const problem = (status, code, more = {}) => [
  status,
  { type: `urn:egne-ord:${code}`, title: code, status, ...more },
];

export class ModelServer {
  /** Of each vault: its token, its newest `seq`, its records by id. */
  vaults = new Map();
  recordsMax = Infinity;

  /** @param {{method: string, path: string, token: string, body: any}} request @returns {[status: number, answer: any]} */
  answer({ method, path, token, body }) {
    const [, name, rest] = /^\/api\/v1\/vaults\/([A-Za-z0-9_-]{22})(\/records(?:\?.*)?)?$/.exec(path) ?? [];
    if (!name) return problem(404, 'not-found');
    const vault = this.vaults.get(name);
    if (method === 'PUT' && !rest && !vault) {
      this.vaults.set(name, { token, seq: 0, records: new Map() });
      return [201, {}];
    }
    if (vault?.token !== token) return problem(401, 'unauthorized');
    if (method === 'PUT' && !rest) return [200, {}];
    if (method === 'DELETE' && !rest) {
      this.vaults.delete(name);
      return [204, null];
    }
    if (method === 'GET' && rest) return this.#pull(vault, new URL(path, 'http://localhost').searchParams);
    if (method === 'POST' && rest === '/records') return this.#push(vault, body);
    return problem(405, 'method-not-allowed');
  }

  #pull({ seq, records }, query) {
    const [since, limit] = [Number(query.get('since') ?? 0), Number(query.get('limit') ?? 1000)];
    const found = [...records.values()].filter((record) => record.seq > since).sort((a, b) => a.seq - b.seq);
    return [200, { seq, records: found.slice(0, limit), more: found.length > limit }];
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
    const taken = pushed.map(({ id, base, sealed }) => {
      vault.seq += 1;
      vault.records.set(id, { id, rev: base + 1, seq: vault.seq, sealed });
      return { id, rev: base + 1, seq: vault.seq };
    });
    return [200, { seq: vault.seq, records: taken }];
  }
}

/** The way to a server. `next` decides on each request: what it gives back is done with it. */
export class Network {
  /** Every request that a phone made. @type {{method: string, path: string, token: string, body: any}[]} */
  log = [];
  /** Requests that come late. @type {{method: string, path: string, token: string, body: any}[]} */
  late = [];
  /** The server's clock, in ms; null where it does not say what the time is. @type {() => number | null} */
  clock = () => Date.now();
  /**
   * `lost`: the request does not arrive. `unanswered`: the answer does not. `late`: it arrives when `deliver` is called.
   * `twice`: the line sends the very same request again, and the phone hears the second answer. A response is given as it is.
   * @type {(request: any) => unknown}
   */
  next = () => 'fine';

  /** @param {ModelServer} server */
  constructor(server) {
    this.server = server;
  }

  /** One request, and what comes of it. @param {{method: string, path: string, token: string, body: any}} request @returns {Promise<Response | [number, any]>} */
  async call(request) {
    this.log.push(request);
    const what = await this.next(request);
    if (what instanceof Response) return what;
    if (what === 'late') this.late.push(request);
    if (what === 'lost' || what === 'late') throw new TypeError('fetch failed');
    if (what === 'twice') this.server.answer(request);
    const answer = this.server.answer(request);
    if (what === 'unanswered') throw new TypeError('fetch failed');
    return answer;
  }

  /** What a phone calls as `fetch`. */
  fetch = async (path, { method, headers, body }) => {
    const answer = await this.call({
      method,
      path,
      token: headers.Authorization?.replace('Bearer ', '') ?? '',
      body: body && JSON.parse(body),
    });
    if (answer instanceof Response) return answer;
    const at = this.clock();
    const said = at === null ? {} : { Date: new Date(at).toUTCString() };
    return new Response(answer[0] === 204 ? null : JSON.stringify(answer[1]), {
      status: answer[0],
      headers: said,
    });
  };

  /** What was late arrives after all. */
  deliver() {
    for (const request of this.late.splice(0)) this.server.answer(request);
  }

  /** The next requests of this kind, one word each; all others are fine. @param {string} method @param {unknown[]} words */
  plan(method, ...words) {
    this.next = (request) => (request.method === method && words.length ? words.shift() : 'fine');
  }
}
