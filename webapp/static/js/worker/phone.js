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

/** @param {string} id */
async function statementOf(id) {
  return (ID.test(id) ? await getStatement(id) : await latestStatement()) ?? null;
}

/** @param {string} id */
const withSettings = async (id) => {
  const [statement, settings] = await Promise.all([statementOf(id), readSettings()]);
  return { ...settings, statement };
};

/** What fills each view: its state, and the pure tree made of it. */
const VIEWS = {
  list: async (/** @type {string} */ _id, /** @type {Catalogue} */ words) =>
    statementList({ statements: (await allStatements()).filter(({ deleted }) => !deleted) }, words),
  five: async (/** @type {string} */ id, /** @type {Catalogue} */ words) => fiveMinutes(await withSettings(id), words),
  handover: async (/** @type {string} */ id, /** @type {Catalogue} */ words) => handOver(await withSettings(id), words),
};

const FACTS = /<script type="application\/json" data-facts>(.*?)<\/script>/s;
const PLACE = /data-view="(list|five|handover)">/;

/**
 * A shell with the person's words in their place; the shell as it is where that cannot be done.
 * @param {string} shell @param {string} id of the statement, '' for the one last worked on
 */
async function fill(shell, id) {
  const place = PLACE.exec(shell);
  const facts = FACTS.exec(shell);
  if (!place || !facts) return shell;
  try {
    const name = /** @type {keyof typeof VIEWS} */ (place[1]);
    const markup = toHtml(await VIEWS[name](id, catalogue(JSON.parse(/** @type {string} */ (facts[1])))));
    if (!survivesMarkup(markup)) return shell;
    const { install_asked } = await readSettings();
    const page = install_asked ? shell.replace(' data-install>', ' data-install hidden>') : shell;
    return page.replace(PLACE, () => `data-view="${name}" data-painted>${markup}`);
  } catch {
    return shell; // the page tries by itself, and can say what is wrong
  }
}

/** The language chosen on this phone, if any. */
const language = () => readSettings().then(({ language }) => language, () => undefined);

Object.assign(globalThis, { phone: { fill, language } });
