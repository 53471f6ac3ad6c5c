// A phone as data/vault/pull.js and send.js have it, rule by rule, without database and sealing: thousands of stories in a
// few seconds. What is said, read, merged and distrusted is decided by the app's own functions.
import { carried } from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { distrusts } from '../../webapp/static/js/core/sync/distrust.js';
import {
  KINDS,
  deletionText,
  documentText,
  readDocument,
  sameDocument,
} from '../../webapp/static/js/core/sync/document.js';
import { reconcile } from '../../webapp/static/js/core/sync/reconcile.js';

const PATH = `/api/v1/vaults/${'A'.repeat(22)}`;
const AT = '2025-03-01T10:00:00.000Z';
const BATCH = 3;
let nonces = 0;

/** Of what kind a document is. */
export const kindOf = (one) => (one.parts ? 'statement' : one.chance ? 'exploration' : 'meeting');
/** Whether it belongs in the vault. */
export const travels = (one) => KINDS[kindOf(one)].travels(one);

/** What stands for a sealed record: other bytes each time. */
const sealed = (document) => `${(nonces += 1)} ${document}`;
const documentOf = (bytes) => bytes.slice(bytes.indexOf(' ') + 1);

class Stopped extends Error {}

export class ModelPhone {
  documents = new Map();
  synced = new Map();
  seq = 0;
  stop = null;

  constructor(network) {
    this.network = network;
  }

  take = async () => this;
  all = async () => structuredClone([...this.documents.values()]);
  put = async (next) => this.#follow(this.documents.get(next.id), this.#stored(structuredClone(next)));
  remove = async ({ id }) => void this.documents.delete(id);
  rewind = async (dice) => void (this.seq = dice(this.seq + 1));
  begin = async () => void this.network.server.answer({ method: 'PUT', path: PATH, token: 'x' });
  held = async () =>
    new Map(
      this.network.server
        .answer({ method: 'GET', path: `${PATH}/records`, token: 'x' })[1]
        .records.map(({ id, rev, sealed: bytes }) => [id, { rev, document: documentOf(bytes) }]),
    );

  async sync(person = {}) {
    if (this.stop && !person.trusts && !person.insists) return this.stop;
    try {
      await this.#pull(person);
      await this.#send(person);
      this.stop = null;
    } catch (error) {
      if (error instanceof Stopped) this.stop = error.message;
      else if (!(error instanceof TypeError) || error.message !== 'fetch failed') throw error;
    }
    return this.stop;
  }

  #call = (method, query, body) =>
    this.network.call({ method, path: `${PATH}/records${query}`, token: 'x', body });

  #stored(document) {
    this.documents.set(document.id, document);
    return document;
  }

  /** The lines left out of meetings follow the words of their statement. */
  #follow(before, after) {
    if (!before || !after || kindOf(after) !== 'statement') return;
    for (const one of this.documents.values()) {
      if (one.statement === after.id && one.left_out.length)
        this.#stored(carried(one.left_from ? one : carried(one, before), after));
    }
  }

  async #pull(person) {
    const accepted = [...this.synced.values()].reduce((sum, { rev }) => sum + rev, 0);
    const since = person.insists ? 0 : this.seq;
    const [, { seq, records }] = await this.#call('GET', `?since=${since}`);
    this.#applyRecords(records, { seen: Math.max(since, accepted), seq }, person);
    this.seq = seq;
    const there = new Set(records.map(({ id }) => id));
    if (person.insists) for (const id of this.synced.keys()) if (!there.has(id)) this.synced.delete(id);
  }

  #applyRecords(records, vault, { insists = false, trusts = false }) {
    const all = records.map(({ id, rev, sealed: bytes }) => {
      const reading = bytes === null ? { kind: null, document: null } : readDocument(documentOf(bytes), id);
      if (!reading) throw new Error(`cannot read ${bytes}`);
      const [row, local] = [this.synced.get(id), this.documents.get(id) ?? null];
      return {
        id,
        rev,
        bytes,
        row,
        local,
        kind: reading.kind ?? (local ? kindOf(local) : (row?.kind ?? 'statement')),
        document: reading.document,
      };
    });
    const code = insists || trusts ? null : this.#distrust(all, vault);
    if (code) throw new Stopped(code);
    const changes = all.map((one) => this.#takeOne(one, insists));
    for (const change of changes) if (change) this.#follow(...change);
  }

  #distrust(all, vault) {
    const revisions = all.map(({ row, rev }) => ({ known: row?.rev ?? 0, rev }));
    const deletions = all.filter(
      ({ kind, rev, document, row, local }) =>
        !document &&
        rev > (row?.rev ?? 0) &&
        local &&
        !local.deleted &&
        sameDocument(kind, row?.document, local) &&
        KINDS[kind].gone(local, AT).deleted,
    );
    const living = [...this.documents.values()].filter((one) => !one.deleted && travels(one));
    return distrusts(vault, revisions, { deletions: deletions.length, documents: living.length });
  }

  #takeOne({ id, rev, bytes, row, local, kind, document }, insists) {
    const agree = (agreed) => void this.synced.set(id, { rev, kind, document: agreed });
    const own = row?.sent?.find((one) => one.bytes === bytes);
    if (own) return agree(own.document);
    if (insists && local && (!document || rev <= (row?.rev ?? 0))) return agree(document);
    if (row && rev <= row.rev && !insists) return undefined;
    this.#keep(kind, local, reconcile(kind, this.#agreedOn(kind, row ?? {}), local, document));
    agree(document);
    return [local, this.documents.get(id)];
  }

  #agreedOn(kind, { document = null, sent = [] }) {
    if (document && sent.every((one) => one.document)) return document;
    const last = document ?? sent.findLast((one) => one.document)?.document;
    return last ? KINDS[kind].unanswered(last) : null;
  }

  #keep(kind, local, next) {
    if (sameDocument(kind, local, next)) return;
    const kept = next ?? KINDS[kind].gone(local, AT);
    if (kept) this.#stored(kept);
    else this.documents.delete(local.id);
  }

  #changed() {
    const row = (id) => this.synced.get(id);
    const here = new Map([...this.documents].filter(([, document]) => travels(document)));
    const edited = [...here.values()]
      .map((document) => ({ id: document.id, kind: kindOf(document), document }))
      .filter(({ id, kind, document }) => !sameDocument(kind, row(id)?.document, document));
    const gone = [...this.synced]
      .filter(([id, { document }]) => document && !here.has(id))
      .map(([id, { kind }]) => ({ id, kind, document: null }));
    return [...edited, ...gone].map(({ id, kind, document }) => ({
      id,
      kind,
      document: structuredClone(document),
      base: row(id)?.rev ?? 0,
      bytes: sealed(document ? documentText(kind, document) : deletionText(kind, AT)),
    }));
  }

  async #send(person) {
    for (let round = 0; round < 6; round += 1) {
      const changed = this.#changed();
      if (!changed.length) return;
      for (let at = 0; at < changed.length; at += BATCH)
        await this.#push(changed.slice(at, at + BATCH), person);
    }
  }

  async #push(batch, person) {
    for (const { id, kind, base, document, bytes } of batch) {
      const row = this.synced.get(id) ?? { rev: base, kind, document: null };
      this.synced.set(id, { ...row, sent: [...(row.sent ?? []), { bytes, document }].slice(-5) });
    }
    const [status, answer] = await this.#call('POST', '', {
      records: batch.map(({ id, base, bytes }) => ({ id, base, sealed: bytes })),
    });
    if (status === 409) return this.#applyRecords(answer.conflicts, { seen: 0, seq: 0 }, person);
    if (status !== 200) throw new Error(`${status}`);
    for (const { id, kind, base, document } of batch) this.synced.set(id, { rev: base + 1, kind, document });
    return undefined;
  }
}
