// The phone as its own server: what the service worker needs to answer a navigation with the words already in the page.
import { catalogue } from '../core/catalogue.js';
import { survivesMarkup, toHtml } from '../core/tree.js';
import { fiveMinutes } from '../core/views/five_minutes.js';
import { handOver } from '../core/views/hand_over.js';
import { statementList } from '../core/views/statement_list.js';
import { readSettings } from '../data/settings.js';
import { ID } from '../data/identity.js';
import { allStatements, getStatement, latestStatement } from '../data/statements.js';

/** @typedef {import('../core/catalogue.js').Catalogue} Catalogue */

/** @typedef {import('../data/settings.js').Settings} Settings */
/** @typedef {import('../core/parts.js').Statement} Statement */
/** @typedef {Partial<Settings> & {statement: Statement | null, statements: Statement[]}} State */

/** More than a screen of them: the page draws the rest when the first are painted. */
const FIRST_CARDS = 30;

/** What each view shows of a state. @type {Record<string, (state: State, words: Catalogue) => import('../core/tree.js').Child>} */
const VIEWS = { list: (state, words) => statementList({ ...state, most: FIRST_CARDS }, words), five: fiveMinutes, handover: handOver };

/** @param {string} id */
async function statementOf(id) {
  return (ID.test(id) ? await getStatement(id) : await latestStatement()) ?? null;
}

const statementsShown = async () => (await allStatements()).filter(({ deleted }) => !deleted);

/**
 * What a view needs of the phone's memory; null where it cannot be read, or where there is no view.
 * @param {string} view @param {string} id of the statement, '' for the one last worked on @returns {Promise<State | null>}
 */
async function read(view, id) {
  if (!(view in VIEWS)) return null;
  const ofList = view === 'list';
  try {
    const [statement, statements, settings] = await Promise.all([ofList ? null : statementOf(id), ofList ? statementsShown() : [], readSettings()]);
    return { ...settings, statement, statements };
  } catch {
    return null; // the page tries by itself, and can say what is wrong
  }
}

const FACTS = /<script type="application\/json" data-facts>(.*?)<\/script>/s;

/**
 * A shell with the person's words in their place, in two pieces: up to the words, and what comes after them. The shell as
 * it is where that cannot be done.
 * @param {string} shell @param {string} view @param {State | null} state @returns {[string, string]}
 */
function fill(shell, view, state) {
  const facts = FACTS.exec(shell)?.[1];
  const draw = VIEWS[view];
  if (!state || !facts || !draw) return [shell, ''];
  const markup = toHtml(draw(state, catalogue(JSON.parse(facts))));
  if (!survivesMarkup(markup)) return [shell, ''];
  const page = state.install_asked ? shell.replace(' data-install>', ' data-install hidden>') : shell;
  const [before = '', after = ''] = page.split(`data-view="${view}">`);
  return [`${before}data-view="${view}" data-painted>${markup}`, after];
}

/** The language chosen on this phone, if any. */
const language = () => readSettings().then(({ language }) => language, () => undefined);

Object.assign(globalThis, { phone: { read, fill, language } });
