// A phone as data/vault/take_in.js and send.js have it, rule by rule, without database and sealing: thousands of stories in a
// few seconds. What is said, read, merged and distrusted is decided by the app's own functions.
import { distrusts } from '../../webapp/static/js/core/vault/distrust.js';
import { deletionText, readDocument, sameDocument, statementText } from '../../webapp/static/js/core/vault/document.js';
import { reconcile } from '../../webapp/static/js/core/vault/reconcile.js';

const PATH = `/api/v1/vaults/${'A'.repeat(22)}`;
const AT = '2025-03-01T10:00:00.000Z';
const BATCH = 3;
let nonces = 0;

/** What stands for a sealed record: other bytes each time. */
const sealed = (document) => `${(nonces += 1)} ${document}`;
const documentOf = (bytes) => bytes.slice(bytes.indexOf(' ') + 1);

class Stopped extends Error {}

export class ModelPhone {
  statements = new Map();
  synced = new Map();
  seq = 0;
  stop = null;

  constructor(network) {
    this.network = network;
  }

  take = async () => this;
  all = async () => structuredClone([...this.statements.values()]);
  put = async (next) => void this.statements.set(next.id, structuredClone(next));
  remove = async (id) => void this.statements.delete(id);
  rewind = async (dice) => void (this.seq = dice(this.seq + 1));
  begin = async () => void this.network.server.answer({ method: 'PUT', path: PATH, token: 'x' });
  held = async () => new Map(this.network.server.answer({ method: 'GET', path: `${PATH}/records`, token: 'x' })[1].records
    .map(({ id, rev, sealed: bytes }) => [id, { rev, document: documentOf(bytes) }]));

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

  #call = (method, query, body) => this.network.call({ method, path: `${PATH}/records${query}`, token: 'x', body });

  async #pull(person) {
    const accepted = [...this.synced.values()].reduce((sum, { rev }) => sum + rev, 0);
    const since = person.insists ? 0 : this.seq;
    const [, { seq, records }] = await this.#call('GET', `?since=${since}`);
    this.#takeIn(records, { seen: Math.max(since, accepted), seq }, person);
    this.seq = seq;
    const there = new Set(records.map(({ id }) => id));
    if (person.insists) for (const id of this.synced.keys()) if (!there.has(id)) this.synced.delete(id);
  }

  #takeIn(records, vault, { insists = false, trusts = false }) {
    const all = records.map(({ id, rev, sealed: bytes }) => {
      const reading = bytes === null ? { kind: 'deleted' } : readDocument(documentOf(bytes), id);
      if (reading.kind === 'unknown') throw new Error(`cannot read ${bytes}`);
      return { id, rev, bytes, statement: reading.statement ?? null };
    });
    const code = insists || trusts ? null : this.#distrust(all, vault);
    if (code) throw new Stopped(code);
    for (const one of all) this.#takeOne(one, insists);
  }

  #distrust(all, vault) {
    const revisions = all.map(({ id, rev }) => ({ known: this.synced.get(id)?.rev ?? 0, rev }));
    const deletions = all.filter(({ id, rev, statement }) => {
      const [row, local] = [this.synced.get(id), this.statements.get(id)];
      return !statement && rev > (row?.rev ?? 0) && local && !local.deleted && sameDocument(row?.statement, local);
    });
    const living = [...this.statements.values()].filter(({ deleted }) => !deleted);
    return distrusts(vault, revisions, { deletions: deletions.length, statements: living.length });
  }

  #takeOne({ id, rev, bytes, statement }, insists) {
    const row = this.synced.get(id);
    const local = this.statements.get(id) ?? null;
    const agree = (agreed) => void this.synced.set(id, { rev, statement: agreed });
    const own = row?.sent?.find((one) => one.bytes === bytes);
    if (own) return agree(own.statement);
    if (insists && local && (!statement || rev <= (row?.rev ?? 0))) return agree(statement);
    if (row && rev <= row.rev && !insists) return undefined;
    this.#keep(local, reconcile(row?.statement ?? null, local, statement));
    return agree(statement);
  }

  #keep(local, next) {
    if (sameDocument(local, next)) return;
    if (next) this.statements.set(next.id, next);
    else if (local.deleted) this.statements.delete(local.id);
    else this.statements.set(local.id, { ...local, deleted: AT });
  }

  #changed() {
    const row = (id) => this.synced.get(id);
    const edited = [...this.statements.values()].filter((one) => !sameDocument(row(one.id)?.statement, one));
    const gone = [...this.synced].filter(([id, { statement }]) => statement && !this.statements.has(id));
    return [...edited.map((statement) => ({ id: statement.id, statement })), ...gone.map(([id]) => ({ id, statement: null }))].map(({ id, statement }) =>
      ({ id, statement: structuredClone(statement), base: row(id)?.rev ?? 0, bytes: sealed(statement ? statementText(statement) : deletionText(AT)) }));
  }

  async #send(person) {
    for (let round = 0; round < 6; round += 1) {
      const changed = this.#changed();
      if (!changed.length) return;
      for (let at = 0; at < changed.length; at += BATCH) await this.#push(changed.slice(at, at + BATCH), person);
    }
  }

  async #push(batch, person) {
    for (const { id, base, statement, bytes } of batch) {
      const row = this.synced.get(id) ?? { rev: base, statement: null };
      this.synced.set(id, { ...row, sent: [...(row.sent ?? []), { bytes, statement }].slice(-5) });
    }
    const [status, answer] = await this.#call('POST', '', { records: batch.map(({ id, base, bytes }) => ({ id, base, sealed: bytes })) });
    if (status === 409) return this.#takeIn(answer.conflicts, { seen: 0, seq: 0 }, person);
    if (status !== 200) throw new Error(`${status}`);
    for (const { id, base, statement } of batch) this.synced.set(id, { rev: base + 1, statement });
    return undefined;
  }
}
