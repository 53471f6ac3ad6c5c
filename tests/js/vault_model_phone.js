// A phone by the rules of data/vault/pull.js and push.js, without database and sealing, so that thousands of
// stories take a few seconds. The app's own functions decide what is written, read, merged and distrusted.
import { withLinesCarried } from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { documentOf, forgotten, nameOf, sealed, withoutParents } from './vault_model_records.js';
import { imported, kindOf, savedOver, travels } from './vault_model_pages.js';
import { reasonToRefuse } from '../../webapp/static/js/core/sync/distrust.js';
import {
  DOCUMENT_KINDS,
  deletionText,
  documentText,
  readDocument,
  sameDocument,
  versionText,
} from '../../webapp/static/js/core/sync/document.js';
import { agreedOn, mergeBase, nextParents } from '../../webapp/static/js/core/sync/ancestry.js';
import { reconcile } from '../../webapp/static/js/core/sync/reconcile.js';

const PATH = `/api/v1/vaults/${'A'.repeat(22)}`;
const AT = '2025-03-01T10:00:00.000Z';
const BATCH = 3;

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
  put = async (next, before = null) => {
    const stored = this.documents.get(next.id);
    const merged = stored && before ? savedOver(before, next, stored, this.isShared(next.id)) : next;
    this.#carryLines(stored, this.#store(structuredClone(merged)));
  };
  isShared = (id) => this.synced.has(id);
  import = async (copy) => {
    for (const each of copy) {
      const local = this.documents.get(each.id);
      const { next, meetings } = imported(local, each, [...this.documents.values()]);
      for (const document of [...meetings, next]) this.#store(document);
      this.#carryLines(local, next);
    }
  };
  remove = async ({ id }) => void this.documents.delete(id);
  rewind = async (dice) => void (this.seq = dice(this.seq + 1));
  begin = async () => void this.network.server.answer({ method: 'PUT', path: PATH, token: 'x' });
  held = async () =>
    new Map(
      this.network.server
        .answer({ method: 'GET', path: `${PATH}/records`, token: 'x' })[1]
        .records.map(({ id, rev, sealed: bytes }) => [
          id,
          { rev, document: withoutParents(documentOf(bytes)) },
        ]),
    );

  async sync(person = {}) {
    if (this.stop && !person.trusts && !person.insists) return this.stop;
    try {
      await this.#pull(person);
      await this.#pushAll(person);
      this.stop = null;
    } catch (error) {
      if (error instanceof Stopped) this.stop = error.message;
      else if (!(error instanceof TypeError) || error.message !== 'fetch failed') throw error;
    }
    return this.stop;
  }

  async #call(method, query, body) {
    const path = `${PATH}/records${query}`;
    const [status, answer] = await this.network.call({ method, path, token: 'x', body });
    const since = Number(/since=(\d+)/.exec(query)?.[1] ?? 0);
    const isOld = method === 'GET' && answer.records.some(({ seq }) => seq <= since);
    if (isOld) throw new TypeError('fetch failed'); // a replayed answer to another pull: data/vault/api.js
    return [status, answer];
  }

  #store(document) {
    this.documents.set(document.id, document);
    return document;
  }

  /** The lines left out of meetings follow the edits of their statement. */
  #carryLines(before, after) {
    if (!before || !after || kindOf(after) !== 'statement') return;
    for (const meeting of this.documents.values()) {
      if (meeting.statement === after.id && meeting.left_out.length)
        this.#store(withLinesCarried(meeting.left_from ? meeting : withLinesCarried(meeting, before), after));
    }
  }

  async #pull(person) {
    const accepted = [...this.synced.values()].reduce((sum, { rev }) => sum + rev, 0);
    const from = person.insists || person.trusts ? 0 : this.seq;
    const [, first] = await this.#call('GET', `?since=${from}`);
    const isRestored = Boolean(this.epoch && first.epoch && this.epoch !== first.epoch);
    const since = isRestored ? 0 : from;
    const { epoch, seq, records } = since === from ? first : (await this.#call('GET', `?since=${since}`))[1];
    const decided = isRestored ? { ...person, trusts: true } : person;
    this.#applyRecords(records, { seen: Math.max(this.seq, accepted), seq }, decided);
    this.seq = Math.min(seq, since + records.reduce((sum, { rev }) => sum + rev, 0));
    this.epoch = epoch;
    if (since === 0) this.#forgetMissing(new Set(records.map(({ id }) => id)));
    else if (person.compares) await this.#compare(person);
  }

  /** Compare every record of the vault with what this phone agreed on. */
  async #compare(person) {
    const remote = await this.network.call({ method: 'GET', path: `${PATH}/revisions`, token: 'x' });
    const differs = ({ id, rev, tag }) =>
      this.synced.get(id)?.rev !== rev || this.synced.get(id).name !== tag;
    const ids = new Set(remote[1].records.filter(differs).map(({ id }) => id));
    const [, { records }] = await this.#call('GET', '?since=0');
    this.#applyRecords(
      records.filter(({ id }) => ids.has(id)),
      { seen: 0, seq: 0 },
      person,
    );
    this.#forgetMissing(new Set(records.map(({ id }) => id)));
  }

  #forgetMissing(there) {
    for (const [id, row] of this.synced) if (row.rev && !there.has(id)) this.synced.set(id, forgotten(row));
  }

  #applyRecords(records, vault, { insists = false, trusts = false }) {
    const incoming = records.map(({ id, rev, sealed: bytes }) => {
      const reading =
        bytes === null ? { kind: null, document: null, parents: null } : readDocument(documentOf(bytes), id);
      if (!reading) throw new Error(`cannot read ${bytes}`);
      const [row, local] = [this.synced.get(id), this.documents.get(id) ?? null];
      return {
        id,
        rev,
        bytes,
        row,
        local,
        kind: reading.kind ?? (local ? kindOf(local) : (row?.kind ?? 'statement')),
        version: { rev, name: nameOf(bytes), parents: reading.parents, document: reading.document },
        document: reading.document,
      };
    });
    const code = insists || trusts ? null : this.#distrust(incoming, vault);
    if (code) throw new Stopped(code);
    const changes = incoming.map((record) => this.#applyRecord(record, insists, insists || trusts));
    for (const change of changes) if (change) this.#carryLines(...change);
  }

  #distrust(incoming, vault) {
    const revisions = incoming.map(({ row, rev }) => ({ known: row?.rev ?? 0, rev }));
    const deletions = incoming.filter(
      ({ kind, rev, document, row, local }) =>
        !document &&
        rev > (row?.rev ?? 0) &&
        local &&
        !local.deleted &&
        sameDocument(kind, row?.document, local) &&
        DOCUMENT_KINDS[kind].gone(local, AT).deleted,
    );
    const living = [...this.documents.values()].filter((document) => !document.deleted && travels(document));
    return reasonToRefuse(vault, revisions, { deletions: deletions.length, documents: living.length });
  }

  #applyRecord({ id, rev, bytes, row, local, kind, document, version }, insists, isDecided) {
    const agree = (agreed) => void this.synced.set(id, agreed);
    const own = row?.sent?.find((push) => push.bytes === bytes);
    if (own) return agree(agreedOn(kind, row, { ...version, document: own.document }));
    const isNamed = row?.name === version.name && row.rev === rev;
    if (row?.name && bytes !== null ? isNamed : row && rev <= row.rev && !isDecided) return undefined;
    const { base } = mergeBase(kind, row, version);
    this.#storeMerged(
      kind,
      local,
      insists && local && !document ? local : reconcile(kind, base, local, document),
    );
    agree(bytes === null ? { rev, kind, document } : agreedOn(kind, row, version));
    return [local, this.documents.get(id)];
  }

  #storeMerged(kind, local, next) {
    if (sameDocument(kind, local, next)) return;
    const kept = next ?? DOCUMENT_KINDS[kind].gone(local, AT);
    if (kept) this.#store(kept);
    else this.documents.delete(local.id);
  }

  #changed() {
    const row = (id) => this.synced.get(id);
    const travelling = new Map([...this.documents].filter(([, document]) => travels(document)));
    const edited = [...travelling.values()]
      .map((document) => ({ id: document.id, kind: kindOf(document), document }))
      .filter(({ id, kind, document }) => !sameDocument(kind, row(id)?.document, document));
    const gone = [...this.synced]
      .filter(([id, { document }]) => document && !travelling.has(id))
      .map(([id, { kind }]) => ({ id, kind, document: null }));
    return [...edited, ...gone].map(({ id, kind, document }) => ({
      id,
      kind,
      document: structuredClone(document),
      base: row(id)?.rev ?? 0,
      parents: nextParents(row(id)),
      bytes: sealed(
        versionText(document ? documentText(kind, document) : deletionText(kind, AT), nextParents(row(id))),
      ),
    }));
  }

  async #pushAll(person) {
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
      this.synced.set(id, {
        ...row,
        sent: [...(row.sent ?? []), { bytes, name: nameOf(bytes), document }].slice(-5),
      });
    }
    const [status, answer] = await this.#call('POST', '', {
      records: batch.map(({ id, base, bytes }) => ({ id, base, sealed: bytes })),
    });
    if (status === 409) return this.#applyRecords(answer.conflicts, { seen: 0, seq: 0 }, person);
    if (status !== 200) throw new Error(`${status}`);
    for (const { id, kind, base, parents, document, bytes } of batch) {
      const version = { rev: base + 1, name: nameOf(bytes), parents, document };
      this.synced.set(id, agreedOn(kind, this.synced.get(id), version));
    }
    return undefined;
  }
}
