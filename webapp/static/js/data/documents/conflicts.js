// Resolves a conflict between two versions of a text. Both stay among the earlier versions.
import { withReplacedWords } from '../../core/statement/merge.js';
import { broadcast } from '../storage/channel.js';
import { change } from '../storage/database.js';
import { addVersion, putStatement } from './save_statement.js';
import { editIn } from '../storage/device_in.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/statement/fields.js').Alternative} Alternative */
/** @typedef {import('../../core/statement/fields.js').Statement} Statement */

/**
 * @param {Statement} statement @param {Alternative['part']} part @param {string} text @returns {Statement}
 */
const withText = (statement, part, text) =>
  part === 'title'
    ? { ...statement, title: text }
    : { ...statement, parts: { ...statement.parts, [part]: text } };

/**
 * Set the text, and remove the conflicting version.
 * @param {string} id of the statement @param {Alternative} alternative the conflict that is resolved
 * @param {string} text the text from now on
 */
export async function chooseText(id, alternative, text) {
  const changed = await change(async (transaction) => {
    const stored = await rowsOf(transaction, 'statements').get(id);
    if (!stored) return [];
    const now = new Date().toISOString();
    await addVersion(transaction, withText(stored, alternative.part, alternative.text), now);
    await addVersion(transaction, stored, now);
    const others = (stored.alternatives ?? []).filter(
      (other) => other.part !== alternative.part || other.text !== alternative.text,
    );
    const edit = await editIn(transaction, now);
    const next = withReplacedWords(stored, withText(stored, alternative.part, text));
    return putStatement(transaction, stored, { ...next, alternatives: others, ...edit });
  });
  changed.forEach(broadcast);
}
