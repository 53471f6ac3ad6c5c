// "Sammenlign enheder": four numbers that are the same on every device that holds the same texts
// (docs/protocol.md, "Comparing words").
import { DOCUMENT_KINDS, KIND_NAMES, documentText } from '../../core/sync/document.js';
import { withDatabase } from '../storage/database.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */

const WORDS = 4;
const WORD_BITS = 11;

/** The texts of all documents that belong in the vault and are not in the bin, by id. */
async function livingTexts() {
  const stores = await withDatabase((database) =>
    Promise.all(
      KIND_NAMES.map((kind) => {
        const { store } = DOCUMENT_KINDS[kind];
        return /** @type {Promise<Document[]>} */ (rowsOf(database.transaction(store), store).getAll());
      }),
    ),
  );
  return KIND_NAMES.flatMap((kind, i) =>
    (stores[i] ?? [])
      .filter((document) => !document.deleted && DOCUMENT_KINDS[kind].travels(document))
      .map((document) => ({ id: document.id, text: documentText(kind, document) })),
  )
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ text }) => `${text}\n`);
}

/**
 * @param {Pick<import('./keys.js').Keys, 'compareKey'>} keys
 * @returns {Promise<number[]>} four, each the place of a word in a list of 2,048
 */
export async function compareNumbers({ compareKey }) {
  const message = new TextEncoder().encode((await livingTexts()).join(''));
  const digest = new DataView(await crypto.subtle.sign('HMAC', compareKey, message));
  const bits = digest.getBigUint64(0);
  return Array.from({ length: WORDS }, (_, i) =>
    Number(BigInt.asUintN(WORD_BITS, bits >> BigInt(64 - WORD_BITS * (i + 1)))),
  );
}
