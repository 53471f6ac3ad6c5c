// A small honest server of shares, after docs/protocol.md, for tests. It opens nothing.
const ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const SEALED_BYTES = [4125, 16413, 65565];
const NOTE_BYTES = [4190, 16478];
const PATH = /^\/api\/v1\/shares\/([^/?#]*)(\/notes)?$/;
const problem = (status, code) => [status, { type: `urn:egne-ord:${code}`, title: code, status }];
const isOf = (sealed, sizes) =>
  typeof sealed === 'string' &&
  sizes.includes(Buffer.from(sealed, 'base64url').length) &&
  /^[A-Za-z0-9_-]+$/.test(sealed);

export class ShareServer {
  /** By id, each share's token, sealed text, end in ms and notes. */
  shares = new Map();
  notesMax = 5;
  /** The server's time in ms. */
  clock = () => Date.now();
  /** Whether an expired share is deleted at once. */
  sweeps = true;

  /** The share, unless it has ended by the clock, swept or not. @param {string} id */
  running(id) {
    const share = this.shares.get(id);
    if (!share || share.end > this.clock()) return share;
    if (this.sweeps) this.shares.delete(id);
    return undefined;
  }

  /**
   * @param {{method: string, path: string, token: string, body: any}} request
   * @returns {[status: number, answer: any]}
   */
  answer({ method, path, token, body }) {
    const [, id = '', notes] = PATH.exec(path) ?? [];
    if (!ID.test(id)) return problem(404, 'not-found');
    const share = this.running(id);
    const isMine = share?.token === token;
    switch (`${method}${notes ?? ''}`) {
      case 'PUT':
        return this.#make(id, share, token, body);
      case 'GET':
        return share
          ? [200, { sealed: share.sealed, expires_at: timeOf(share.end) }]
          : problem(404, 'not-found');
      case 'DELETE':
        return isMine && this.shares.delete(id) ? [204, null] : problem(401, 'unauthorized');
      case 'GET/notes':
        return isMine
          ? [200, { notes: share.notes.map((sealed) => ({ sealed })) }]
          : problem(401, 'unauthorized');
      case 'POST/notes':
        return share ? this.#keepNote(share, body) : problem(404, 'not-found');
      default:
        return problem(405, 'method-not-allowed');
    }
  }

  #make(id, share, token, body) {
    if (!token || (share && share.token !== token)) return problem(401, 'unauthorized');
    const { sealed, expires_in: seconds } = body ?? {};
    if (!isOf(sealed, SEALED_BYTES) || !Number.isInteger(seconds) || seconds < 3_600 || seconds > 7_776_000)
      return problem(400, 'malformed');
    if (share && share.sealed !== sealed) return problem(409, 'taken');
    if (!share)
      this.shares.set(id, {
        token,
        sealed,
        end: (Math.floor(this.clock() / 1000) + seconds) * 1000,
        notes: [],
      });
    return [201, { expires_at: timeOf(this.shares.get(id).end) }];
  }

  #keepNote(share, body) {
    if (!isOf(body?.sealed, NOTE_BYTES)) return problem(400, 'malformed');
    if (share.notes.includes(body.sealed)) return [201, {}];
    if (share.notes.length >= this.notesMax) return problem(507, 'notes-full');
    share.notes.push(body.sealed);
    return [201, {}];
  }
}

/** @param {number} ms */
const timeOf = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
