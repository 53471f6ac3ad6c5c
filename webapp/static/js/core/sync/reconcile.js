// One document on this phone and in the vault, against what both last agreed on. Pure, and the same on every device.
import { KINDS, completedFrom, sameDocument } from './document.js';

/** @typedef {import('./document.js').Document} Document */

/**
 * What this phone holds after both sides are taken together; null when it is gone on both.
 * @param {import('./document.js').Kind} kind
 * @param {Document | null} base last agreed on; null before that, or when it was gone
 * @param {Document | null} local null when it is gone here
 * @param {Document | null} remote null when it is gone in the vault
 * @returns {Document | null}
 */
export function reconcile(kind, base, local, remote) {
  return reconciled(kind, base, local, completedFrom(kind, remote, base));
}

/** @type {typeof reconcile} */
function reconciled(kind, base, local, remote) {
  if (sameDocument(kind, local, remote) || sameDocument(kind, base, remote)) return local;
  if (sameDocument(kind, base, local)) return remote;
  if (!local) return remote; // both changed it, so the one that is not gone was edited: edit beats delete
  if (!remote) return KINDS[kind].outlives(local);
  return KINDS[kind].merge(base, local, remote);
}
