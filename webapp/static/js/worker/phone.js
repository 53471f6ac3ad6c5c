// The phone as its own server: lets the service worker answer a navigation with the words in the page.
import { catalogue } from '../core/language/catalogue.js';
import { forMeeting } from '../core/meeting/lines_left_out.js';
import { survivesMarkup, toHtml } from '../core/markup/tree.js';
import { fiveMinutes } from '../core/views/five_minutes.js';
import { handOver, ownAnswers } from '../core/views/hand_over.js';
import { startList } from '../core/views/start_list.js';
import { FIRST_SHEETS } from '../core/views/statement_list.js';
import { hasAnswer } from '../data/share/has_work.js';
import { within } from '../data/storage/time_limit.js';
import { withDatabase } from '../data/storage/database.js';
import { readSettings } from '../data/settings.js';
import { ID } from '../data/identity.js';
import { nearestMeetings, wordsFor } from '../data/documents/meetings.js';
import { allStatements } from '../data/documents/statements.js';
import { factsOf } from './facts.js';
import { notices } from './notice.js';

/** @typedef {import('../core/language/catalogue.js').Catalogue} Catalogue */

/** @typedef {import('../data/settings.js').Settings} Settings */
/** @typedef {import('../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../data/documents/meetings.js').WordsHere} WordsHere */
/** @typedef {import('../data/documents/meetings.js').Nearest} Nearest */
/** @typedef {Partial<Settings> & WordsHere & Nearest & {statements: Statement[], answered: boolean}} State */

/**
 * How each view draws the state.
 * @type {Record<string, (state: State, words: Catalogue) => import('../core/markup/tree.js').Child>}
 */
const VIEWS = {
  list: (state, words) => startList({ ...state, most: FIRST_SHEETS }, words),
  five: fiveMinutes,
  handover: handOver,
};

/**
 * The statement, without the lines that its meeting leaves out.
 * @param {string} id @returns {Promise<WordsHere>}
 */
async function wordsShown(id) {
  const { statement, meeting } = await wordsFor(ID.test(id) ? id : '');
  return { statement: statement && forMeeting(statement, meeting), meeting };
}

const NOTHING = { statement: null, meeting: null };
const NONE = { next: null, over: null, today: null, now: '' };

const statementsShown = async () => (await allStatements()).filter(({ deleted }) => !deleted);

/**
 * What a view needs from the phone's database; null if it cannot be read, or if there is no such view.
 * @param {string} view @param {string} id of the statement or meeting, '' when the address names none
 * @returns {Promise<State | null>}
 */
async function read(view, id) {
  if (!(view in VIEWS)) return null;
  const isList = view === 'list';
  try {
    const [here, nearest, statements, answered, settings] = await Promise.all([
      isList ? NOTHING : wordsShown(id),
      isList ? nearestMeetings() : NONE,
      isList ? statementsShown() : [],
      isList && hasAnswer(),
      readSettings(),
    ]);
    return { ...settings, ...here, ...nearest, statements, answered };
  } catch {
    return null; // the page tries again itself, and can show what is wrong
  }
}

/** The shell's own request, for everybody who has written no other. */
const PLEA = /<div[^>]+plea>.+?<.div>/s;

/** What the shell offers to do: to install the app, and to lock it. */
const OFFER = / data-offer="(\w+)"/g;

/**
 * A shell filled with the person's words, in two pieces: up to the end of the words, and the rest. If it
 * cannot be filled, the shell as it is.
 * @param {string} shell @param {string} view @param {State | null} state @returns {[string, string]}
 */
function fill(shell, view, state) {
  const facts = factsOf(shell);
  const draw = VIEWS[view];
  if (!state || !facts || !draw) return [shell, ''];
  const markup = toHtml(draw(state, catalogue(facts)));
  const answers = toHtml(ownAnswers(state));
  if (!survivesMarkup(markup + answers)) return [shell, ''];
  const isAsked = (/** @type {string} */ name) => Reflect.get(state, `${name}_asked`);
  const filled = shell
    .replace(OFFER, (offer, name) => (isAsked(name) ? `${offer} hidden` : offer))
    .replace(state.handover?.trim() ? PLEA : '', '')
    .replace(' data-own-answers>', (place) => place + answers);
  const [before = '', after = ''] = filled.split(`data-view="${view}" data-holds>`);
  return [`${before}data-view="${view}" data-holds data-painted>${markup}`, after];
}

/**
 * The same, without the words if they cannot be drawn: the page tries again itself.
 * @param {string} shell @param {string} view @param {State | null} state @returns {[string, string]}
 */
function page(shell, view, state) {
  try {
    return fill(shell, view, state);
  } catch {
    return [shell, ''];
  }
}

/** The language chosen on this phone, if any. */
const language = () =>
  readSettings().then(
    ({ language }) => language,
    () => undefined,
  );

/** The version by which the main database says that the app lock is on; else 0. */
const locked = () => withDatabase(async () => 0).catch(({ cause }) => (cause > 0 ? cause : 0));

/**
 * The longest a navigation waits for the database. Then the page comes without words and reads them.
 */
const SHELL_MS = 1_000;

Object.assign(globalThis, {
  phone: {
    read: (/** @type {string} */ view, /** @type {string} */ id) => within(read(view, id), null, SHELL_MS),
    page,
    locked: () => within(locked(), 0, SHELL_MS),
    ...notices,
    language: () => within(language(), undefined, SHELL_MS),
  },
});
