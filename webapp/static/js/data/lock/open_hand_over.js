// The hand-over without unlocking: its text, the person's answers and the essence, under a key beside them.
import { blankStatement } from '../../core/statement/fields.js';
import { shortView } from '../../core/statement/short_view.js';
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { meetingsAhead } from '../../core/meeting/fields.js';
import { PACE_DEFAULT } from '../../core/text/pace.js';
import { allMeetings, wallNow, wordsFor } from '../documents/meetings.js';
import { readSettings } from '../settings.js';
import { putOpenHandOver, readOpenHandOver } from './lock_database.js';
import { seal, unseal } from './sealed_row.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */

const PLACE = 'open-hand-over';
const HANDED = /** @type {const} */ (['handover', 'answer1', 'answer2', 'answer3', 'answer4']);

/**
 * A statement of the sentences that the hand-over shows, and no other word of it.
 * @param {Statement} statement @param {string} lang @returns {Statement}
 */
export function essenceOnly(statement, lang) {
  const view = shortView(statement, { layer: 'essence', pace: PACE_DEFAULT, lang });
  const shown = view.parts.map(({ part, runs }) => [
    part,
    runs.flatMap((run) => (run.shown ? run.sentences.map(({ text }) => text) : [])).join('\n'),
  ]);
  const { id, order, updated } = statement;
  const blank = blankStatement(id, updated);
  return { ...blank, order, parts: { ...blank.parts, ...Object.fromEntries(shown) } };
}

/** What is kept open, as JSON. @param {string} lang */
async function content(lang) {
  const [{ statement, meeting }, meetings, settings] = await Promise.all([
    wordsFor(''),
    allMeetings(),
    readSettings(),
  ]);
  // Threat: on the day of a meeting nobody may have unlocked, so the lines of every meeting ahead stay out.
  const ahead = meetingsAhead(meetings, wallNow());
  const shown = statement && [meeting, ...ahead].reduce((left, each) => forMeeting(left, each), statement);
  const handed = HANDED.flatMap((name) => (settings[name] ? [[name, settings[name]]] : []));
  return JSON.stringify({
    statement: shown && essenceOnly(shown, lang),
    settings: Object.fromEntries(handed),
  });
}

/** Bring what is open up to date, if the person chose to have it open. @param {string} lang */
export async function refreshOpenHandOver(lang) {
  const open = await readOpenHandOver();
  if (!open) return;
  const [text, before] = await Promise.all([content(lang), unseal(open.key, PLACE, open.sealed)]);
  if (text !== before) await putOpenHandOver({ key: open.key, sealed: await seal(open.key, PLACE, text) });
}

/** @param {string} lang */
export async function openHandOver(lang) {
  const rule = { name: 'AES-GCM', length: 256 };
  const key = await crypto.subtle.generateKey(rule, false, ['encrypt', 'decrypt']);
  await putOpenHandOver({ key, sealed: await seal(key, PLACE, await content(lang)) });
}

/** A database that holds nothing else. @returns {Promise<any>} null if nothing is open */
export async function openHandOverDatabase() {
  const open = await readOpenHandOver();
  if (!open) return null;
  const { statement, settings } = JSON.parse(await unseal(open.key, PLACE, open.sealed));
  /** @type {Record<string, [string, any][]>} */
  const rows = {
    statements: statement ? [[statement.id, statement]] : [],
    settings: Object.entries(settings),
  };
  const store = (/** @type {string} */ name) => {
    const values = (rows[name] ?? []).map(([, value]) => value);
    const get = async (/** @type {string} */ key) => rows[name]?.find(([at]) => at === key)?.[1];
    const openCursor = async () => (values[0] ? { value: values[0], continue: async () => null } : null);
    const getAll = async () => values;
    const getAllKeys = async () => (rows[name] ?? []).map(([key]) => key);
    return { get, getAll, getAllKeys, index: () => ({ openCursor, getAll }) };
  };
  return {
    version: Infinity, // so that nothing is written
    transaction: (/** @type {string} */ name) => ({ objectStore: store, store: store(name) }),
    get: (/** @type {string} */ name, /** @type {string} */ key) => store(name).get(key),
    getAll: (/** @type {string} */ name) => store(name).getAll(),
    getAllFromIndex: (/** @type {string} */ name) => store(name).getAll(),
    close() {},
  };
}
