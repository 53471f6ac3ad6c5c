// Refuses pulls in which the server goes back in time or deletes many documents. No server response deletes
// words by itself.

/** @typedef {'went-back'|'mass-delete'} Distrust */

const DELETIONS_MAX = 3;

/**
 * Why a pull is refused, or null.
 * Threat: a server that was rolled back, or that is hostile, could otherwise remove the person's words.
 * @param {{seen: number, seq: number}} vault the newest `seq` known so far, and the answer's
 * @param {{known: number, rev: number}[]} records each revision known so far (0 for none), and the answer's
 * @param {{deletions: number, documents: number}} change how many documents would be deleted, of how many
 * @returns {Distrust | null}
 */
export function reasonToRefuse({ seen, seq }, records, { deletions, documents }) {
  if (seq < seen || records.some(({ known, rev }) => rev < known)) return 'went-back';
  const tooMany = deletions > DELETIONS_MAX || deletions * 2 > documents;
  return deletions > 0 && tooMany ? 'mass-delete' : null;
}
