// "Brug den her sætning": adds a sentence, unchanged, to a part of a statement. No origin is recorded.
import { blankStatement } from '../../core/statement/fields.js';
import { newId } from '../identity.js';
import { saveStatement } from './save_statement.js';
import { getStatement } from './statements.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../../core/statement/fields.js').Part} Part */

/**
 * @param {string} id of the statement; '' for a new one @param {Part} part @param {string} sentence
 * @returns {Promise<Statement>} as stored
 */
export async function takeSentence(id, part, sentence) {
  const stored = id ? await getStatement(id) : undefined;
  const statement = stored && !stored.deleted ? stored : blankStatement(newId(), new Date().toISOString());
  const text = statement.parts[part];
  const gap = !text.trim() || text.endsWith('\n') ? '' : '\n';
  const parts = { ...statement.parts, [part]: `${text}${gap}${sentence}` };
  return (await saveStatement(statement === stored ? stored : null, { ...statement, parts })).statement;
}
