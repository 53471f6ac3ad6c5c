// What a server may not do to this phone by itself. Nothing that it answers deletes a word.

/** @typedef {'went-back'|'mass-delete'} Distrust */

const DELETIONS_MAX = 3;

/**
 * Why a pull is not taken, or null.
 * @param {{seen: number, seq: number}} vault newest `seq` known before, and the one of the answer
 * @param {{known: number, rev: number}[]} records revision known before, 0 for none, and the one of the answer
 * @param {{deletions: number, documents: number}} change how many documents would go, of how many
 * @returns {Distrust | null}
 */
export function distrusts({ seen, seq }, records, { deletions, documents }) {
  if (seq < seen || records.some(({ known, rev }) => rev < known)) return 'went-back';
  const tooMany = deletions > DELETIONS_MAX || deletions * 2 > documents;
  return deletions > 0 && tooMany ? 'mass-delete' : null;
}
