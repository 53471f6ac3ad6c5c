// Refuses pulls in which the server goes back in time or much is taken away at once. No server response
// deletes words by itself.

/** @typedef {'went-back'|'mass-delete'} Distrust */
/** @typedef {import('./taken_away.js').Taken} Taken */

const DELETIONS_MAX = 3;
/** One text may be tidied or put in the bin without a question: it has earlier versions, or thirty days. */
const TEXTS_MAX = 1;

/**
 * Why a pull is refused, or null.
 * Threat: a server that was rolled back, or that is hostile, could otherwise remove the person's words; so
 * could a stolen or broken phone, by deletions as well as by edits that leave nothing.
 * @param {{seen: number, seq: number}} vault the newest `seq` known so far, and the answer's
 * @param {{known: number, rev: number}[]} records each revision known so far (0 for none), and the answer's
 * @param {{deletions: number, documents: number}} change how many documents would be deleted, of how many
 * @param {Taken} [taken] how many words would be taken away
 * @returns {Distrust | null}
 */
export function reasonToRefuse({ seen, seq }, records, { deletions, documents }, taken) {
  if (seq < seen || records.some(({ known, rev }) => rev < known)) return 'went-back';
  const tooMany = deletions > DELETIONS_MAX || deletions * 2 > documents;
  if (deletions > 0 && tooMany) return 'mass-delete';
  return taken && takesMuch(taken) ? 'mass-delete' : null;
}

/**
 * Whether more than half of the words go, or more than half of the texts are emptied, in several texts. So
 * one of three texts may be emptied, and the last one rewritten from nothing, as people do on one day.
 * @param {Taken} taken
 */
const takesMuch = ({ words, allWords, texts, emptied, documents }) =>
  texts > TEXTS_MAX && (words * 2 > allWords || emptied * 2 > documents);
