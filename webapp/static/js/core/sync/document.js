// The content of a sealed record: a document of one kind, or its deletion. Described in docs/protocol.md.
import { EXPLORATION_FIELDS } from '../exploration/fields.js';
import { canonical, withMissingFields } from '../documents/fields.js';
import { MEETING_FIELDS } from '../meeting/fields.js';
import { mergeWithConflicts } from '../statement/merge.js';
import { mergeExploration } from '../exploration/merge.js';
import { mergeMeeting } from '../meeting/merge.js';
import { STATEMENT_FIELDS } from '../statement/fields.js';
import { readFields } from '../documents/read_fields.js';

/** How many versions back a version names what it builds on. */
export const PARENTS_MAX = 16;

/** @typedef {import('../documents/fields.js').Fields} Fields */
/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../exploration/fields.js').Exploration} Exploration */
/** @typedef {Statement | Meeting | Exploration} Document */
/** @typedef {'statement'|'meeting'|'exploration'} Kind */
/**
 * How documents of one kind are stored and synchronized. `store`: the object store on the phone. `newest`:
 * the highest version that this app reads. `merge`: gives the same result when the sides are swapped.
 * `travels`: whether the document goes into the vault. When the vault's document was deleted, `gone` is what
 * stays on this phone (or null) if the local document was not edited, and `outlives` is what stays if it was.
 * `unanswered`: the merge base to assume when a push of the document, or of its deletion, got no reply.
 * @typedef {{
 *   store: 'statements' | 'meetings' | 'explorations',
 *   newest: number,
 *   fields: any,
 *   merge(base: Document | null, mine: Document, theirs: Document): Document,
 *   travels(document: Document): boolean,
 *   gone(local: Document, at: string): Document | null,
 *   outlives(local: Document): Document,
 *   unanswered(sent: Document): Document | null
 * }} Row
 */
/**
 * `document` is null when it was deleted; its kind may then be unknown. `parents`: see ancestry.js.
 * `erased`: the person wants it gone at once, from every bin too.
 * @typedef {{parents: string[] | null, erased?: boolean}} Built
 * @typedef {({kind: Kind, document: Document} | {kind: Kind | null, document: null}) & Built} Reading
 */

/**
 * Documents that every phone holds. One that was deleted elsewhere first goes into the bin here, for its
 * thirty days.
 */
const ALWAYS_SYNCED = {
  travels: () => true,
  gone: (/** @type {Document} */ local, /** @type {string} */ at) =>
    local.deleted ? null : { ...local, deleted: at },
  outlives: (/** @type {Document} */ local) => local, // the next push sends it again
  unanswered: () => null,
};

/**
 * The note without its tick for the vault.
 * @param {Exploration} note
 */
const unticked = (note) => ({ ...note, in_vault: false });

/**
 * Documents that are in the vault while ticked. When one leaves the vault, no phone loses its copy and none
 * sends it again.
 */
const SYNCED_WHEN_TICKED = {
  travels: (/** @type {Exploration} */ { in_vault }) => in_vault,
  gone: (/** @type {Exploration} */ local) => (local.deleted ? null : unticked(local)),
  outlives: unticked,
  // Against this base an untick counts as a change, and no sentence is lost.
  unanswered: (/** @type {Exploration} */ sent) => ({ ...sent, text: '' }),
};

/**
 * The kinds of document that a vault holds.
 * @type {Readonly<Record<Kind, Row>>}
 */
export const DOCUMENT_KINDS = {
  statement: {
    store: 'statements',
    newest: 2,
    fields: STATEMENT_FIELDS,
    merge: mergeWithConflicts,
    ...ALWAYS_SYNCED,
  },
  meeting: { store: 'meetings', newest: 1, fields: MEETING_FIELDS, merge: mergeMeeting, ...ALWAYS_SYNCED },
  exploration: {
    store: 'explorations',
    newest: 1,
    fields: EXPLORATION_FIELDS,
    merge: mergeExploration,
    ...SYNCED_WHEN_TICKED,
  },
};

export const KIND_NAMES = /** @type {Kind[]} */ (Object.keys(DOCUMENT_KINDS));

/**
 * @param {unknown} name
 * @returns {Kind | null}
 */
const kindNamed = (name) => KIND_NAMES.find((kind) => kind === name) ?? null;

/**
 * The lowest version whose readers lose nothing of a document.
 * @param {Fields} fields
 * @param {Record<string, any>} document
 */
export const versionOf = (fields, document) =>
  Object.entries(fields).reduce(
    (version, [name, field]) => Math.max(version, field.version?.(document[name]) ?? 1),
    1,
  );

/**
 * The text to seal; the same on all devices that hold the same document.
 * @param {Kind} kind
 * @param {Document} document
 * @returns {string} JSON
 */
export function documentText(kind, document) {
  const { fields } = DOCUMENT_KINDS[kind];
  return JSON.stringify({ kind, version: versionOf(fields, document), [kind]: canonical(fields, document) });
}

/**
 * The text of a version: its document, and what it builds on. Apps from before v1.1 do not read `parents`.
 * @param {string} text of the document, or of its deletion @param {string[]} parents
 */
export const versionText = (text, parents) =>
  parents.length ? `${text.slice(0, -1)},"parents":${JSON.stringify(parents)}}` : text;

const NAME = /^[A-Za-z0-9_-]{22}$/;

/**
 * The parents that a version names; null if it names none, as one that an app from before v1.1 wrote.
 * @param {any} found @returns {string[] | null}
 */
function readParents(found) {
  if (!Array.isArray(found?.parents)) return null;
  return found.parents
    .slice(0, PARENTS_MAX)
    .filter((/** @type {unknown} */ name) => typeof name === 'string' && NAME.test(name));
}

/**
 * @param {Kind} kind
 * @param {string} at ISO 8601 in UTC
 * @param {boolean} [isErased] gone at once everywhere; apps from before v1.2 do not read that
 * @returns {string} JSON
 */
export const deletionText = (kind, at, isErased = false) =>
  JSON.stringify({ deleted: true, kind, version: 1, at, ...(isErased && { erased: true }) });

/**
 * Reads an opened record. Null means that this app cannot read it, because a newer app wrote it or it is of
 * an unknown kind: the caller keeps such a record untouched.
 * @param {string} text
 * @param {string} id of its record
 * @returns {Reading | null}
 */
export function readDocument(text, id) {
  try {
    const found = JSON.parse(text);
    const kind = kindNamed(found?.kind);
    const parents = readParents(found);
    const erased = found?.erased === true;
    if (found?.deleted === true) return { kind, document: null, parents, ...(erased && { erased }) };
    if (!kind || !(found.version <= DOCUMENT_KINDS[kind].newest)) return null;
    const document = readFields(DOCUMENT_KINDS[kind].fields, found[kind]);
    return document.id === id ? { kind, document, parents } : null;
  } catch {
    return null;
  }
}

/**
 * A document from another version of the app. Fields that version did not know are filled in from the base.
 * @param {Kind} kind
 * @param {Document | null} document
 * @param {Document | null} base
 * @returns {Document | null}
 */
export const completedFrom = (kind, document, base) =>
  document && withMissingFields(DOCUMENT_KINDS[kind].fields, document, base);

/**
 * @param {Kind} kind
 * @param {Document | null | undefined} a
 * @param {Document | null | undefined} b
 */
export const sameDocument = (kind, a, b) =>
  a && b ? isCopy(a, b) || documentText(kind, a) === documentText(kind, b) : !a && !b;

/** Whether two have the same members in the same order, as most that are compared: quick to see. */
const isCopy = (/** @type {Document} */ a, /** @type {Document} */ b) =>
  JSON.stringify(a) === JSON.stringify(b);
