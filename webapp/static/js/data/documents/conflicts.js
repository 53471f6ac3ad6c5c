// Choosing between two versions. What was there before stays among the earlier versions, both of it.
import { withWords } from '../../core/statement/merge.js';
import { broadcast } from '../storage/channel.js';
import { change } from '../storage/database.js';
import { keepVersion, putStatement } from './save_statement.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/statement/fields.js').Alternative} Alternative */
/** @typedef {import('../../core/statement/fields.js').Statement} Statement */

/** @param {Statement} statement @param {Alternative['part']} part @param {string} text @returns {Statement} */
const withText = (statement, part, text) =>
  part === 'title'
    ? { ...statement, title: text }
    : { ...statement, parts: { ...statement.parts, [part]: text } };

/**
 * Say what stands from now on, and put the other version away.
 * @param {string} id of the statement @param {Alternative} alternative the one that is decided on @param {string} text
 */
export async function chooseText(id, alternative, text) {
  const changed = await change(async (transaction) => {
    const stored = await rowsOf(transaction, 'statements').get(id);
    if (!stored) return [];
    const now = new Date().toISOString();
    await keepVersion(transaction, withText(stored, alternative.part, alternative.text), now);
    await keepVersion(transaction, stored, now);
    const others = (stored.alternatives ?? []).filter(
      (one) => one.part !== alternative.part || one.text !== alternative.text,
    );
    const next = withWords(stored, withText(stored, alternative.part, text));
    return putStatement(transaction, stored, { ...next, alternatives: others, updated: now });
  });
  changed.forEach(broadcast);
}
