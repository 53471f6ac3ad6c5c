// Opens records that arrived from the vault, and finds what this phone has of each.
import { DOCUMENT_KINDS, KIND_NAMES, readDocument } from '../../core/sync/document.js';
import { SealedError, open } from './record.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../../core/sync/document.js').Kind} Kind */
/** @typedef {import('../storage/database.js').Transaction} Transaction */
/** @typedef {import('./state.js').Synced} Synced */
/** @typedef {import('./keys.js').Keys} Keys */
/** `sealed` is null when the server has no such record. @typedef {import('./api.js').Conflict} Arrived */
/**
 * `parents`: see core/sync/ancestry.js. `erased`: a deletion that spares no bin.
 * @typedef {Arrived & {
 *   kind: Kind | null, document: Document | null, parents: string[] | null, trouble: string | null,
 *   erased?: boolean
 * }} Opened
 */
/**
 * A record and what this phone has of it.
 * @typedef {{kind: Kind, record: Opened, synced: Synced | undefined, local: Document | null}} Known
 */

/**
 * Whether the vault's key has sealed a record with its number, even if this app cannot read what it says.
 * @param {string | null} trouble
 */
export const isReal = (trouble) =>
  trouble === null || trouble === 'unknown-document' || trouble === 'bad-padding';

/** Records that are being opened since they arrived. @type {WeakMap<Arrived, Promise<Opened>>} */
const openings = new WeakMap();

/**
 * Begin to open records while further ones are on their way.
 * @param {Keys} keys @param {Arrived[]} records
 */
export function beginToOpen(keys, records) {
  for (const record of records.filter((each) => !openings.has(each))) {
    const opening = read(keys, record);
    opening.catch(() => {}); // `opened` throws it
    openings.set(record, opening);
  }
}

/** @param {Keys} keys @param {Arrived} arrived @returns {Promise<Opened>} */
export const opened = (keys, arrived) => openings.get(arrived) ?? read(keys, arrived);

/** @param {Keys} keys @param {Arrived} arrived @returns {Promise<Opened>} */
async function read(keys, arrived) {
  const { id, rev, sealed } = arrived;
  const found = { ...arrived, kind: null, document: null, parents: null, trouble: null };
  if (sealed === null) return found;
  try {
    const reading = readDocument(await open(keys, id, rev, sealed), id);
    return reading ? { ...found, ...reading } : { ...found, trouble: 'unknown-document' };
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    return { ...found, trouble: error.code };
  }
}

/**
 * What this phone has of each record, and its living documents. All rows are read at once: many
 * small reads are slow on a phone.
 * @param {Transaction} transaction @param {Opened[]} records
 */
export async function known(transaction, records) {
  const [rows, ...stores] = await Promise.all([
    rowsOf(transaction, 'synced').getAll(),
    ...KIND_NAMES.map(
      (kind) => /** @type {Promise<Document[]>} */ (rowsOf(transaction, DOCUMENT_KINDS[kind].store).getAll()),
    ),
  ]);
  const synced = new Map(rows.map((row) => [row.id, row]));
  const local = new Map(
    stores.flatMap((all, i) =>
      all.map((document) => [document.id, { kind: /** @type {Kind} */ (KIND_NAMES[i]), document }]),
    ),
  );
  const all = records.map((record) => knownOf(record, synced.get(record.id), local.get(record.id)));
  return {
    all,
    living: [...local.values()].filter(
      ({ kind, document }) => !document.deleted && DOCUMENT_KINDS[kind].travels(document),
    ),
  };
}

/**
 * @param {Opened} record @param {Synced | undefined} synced
 * @param {{kind: Kind, document: Document} | undefined} local @returns {Known}
 */
function knownOf(record, synced, local) {
  const knownKind = local?.kind ?? (synced?.document ? synced.kind : null);
  const kind = knownKind ?? record.kind ?? synced?.kind ?? 'statement';
  // A record never changes its kind; one that claims to is kept as it came.
  const trouble =
    record.document && knownKind && record.kind !== knownKind ? 'unknown-document' : record.trouble;
  return { kind, record: { ...record, trouble }, synced, local: local?.document ?? null };
}
