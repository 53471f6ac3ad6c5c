// What is left of a document that was erased: that it is erased, and which versions it had. No word of it.

/** @typedef {import('./ancestry.js').Agreed} Agreed */
/**
 * A row of what both sides agreed on (data/vault/state.js). `erased`: whether the vault is still to be told.
 * @typedef {Omit<Agreed, 'sent'> & {
 *   id: string, erased?: 'due' | 'done', sent?: {sealed: string, name?: string, document: any}[]
 * }} Synced
 */

/**
 * The row of a document that the person erased on this phone, as the vault is to be told (`due`), or was
 * (`done`). Names of versions stay: by them an old answer, or a vault that was put back, is recognized.
 * @param {Synced} row @param {'due'|'done'} erased @returns {Synced}
 */
export const erasedRow = ({ id, rev, kind, name, parents, earlier = [], sent = [] }, erased) => ({
  id,
  rev,
  kind,
  ...(name && { name }),
  ...(parents && { parents }),
  earlier: earlier.map((each) => ({ name: each.name, document: null })),
  sent: sent.map((attempt) => ({
    sealed: attempt.document ? '' : attempt.sealed,
    name: attempt.name,
    document: null,
  })),
  document: null,
  erased,
});

/**
 * Whether an erased document stays erased when a version of it arrives: one from a bin is on its way out
 * anyway, while a living one was written or fetched back by the person elsewhere.
 * @param {Synced | undefined} row @param {{deleted: string | null} | null} local
 * @param {{deleted: string | null} | null} arrived null for a deletion
 */
export const staysErased = (row, local, arrived) =>
  Boolean(row?.erased && !local && (!arrived || arrived.deleted));
