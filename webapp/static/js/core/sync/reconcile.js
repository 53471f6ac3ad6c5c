// Reconciles a document on this phone with the vault's, against the last version both agreed on. Pure: the
// result is the same on every device.
import { DOCUMENT_KINDS, completedFrom, sameDocument } from './document.js';

/** @typedef {import('./document.js').Document} Document */

/**
 * The document to hold on this phone after a sync; null when it is deleted.
 * @param {import('./document.js').Kind} kind
 * @param {Document | null} base the last version both agreed on; null when there is none, or it was deleted
 * @param {Document | null} local null when it is deleted here
 * @param {Document | null} remote null when it is deleted in the vault
 * @returns {Document | null}
 */
export function reconcile(kind, base, local, remote) {
  return reconciled(kind, base, local, completedFrom(kind, remote, base));
}

/** @type {typeof reconcile} */
function reconciled(kind, base, local, remote) {
  if (sameDocument(kind, local, remote) || sameDocument(kind, base, remote)) return local;
  if (sameDocument(kind, base, local)) return remote;
  if (!local) return remote; // both changed it, so the surviving one was edited: an edit beats a deletion
  if (!remote) return DOCUMENT_KINDS[kind].outlives(local);
  return DOCUMENT_KINDS[kind].merge(base, local, remote);
}
