// "Brug den her sætning": one sentence goes, as it stands, into a part of a statement. Where it came from is not remembered.
import { blankStatement } from '../../core/statement/fields.js';
import { newId } from '../identity.js';
import { saveStatement } from './save_statement.js';
import { getStatement } from './statements.js';

/**
 * @param {string} id of the statement; '' for new words @param {import('../../core/statement/fields.js').Part} part @param {string} sentence
 * @returns {Promise<import('../../core/statement/fields.js').Statement>}
 */
export async function takeSentence(id, part, sentence) {
  const stored = id ? await getStatement(id) : undefined;
  const statement = stored && !stored.deleted ? stored : blankStatement(newId(), new Date().toISOString());
  const text = statement.parts[part];
  const gap = !text.trim() || text.endsWith('\n') ? '' : '\n';
  const parts = { ...statement.parts, [part]: `${text}${gap}${sentence}` };
  return (await saveStatement(statement === stored ? stored : null, { ...statement, parts })).statement;
}
