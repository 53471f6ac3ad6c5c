// "Dine ord": the next meeting, the statements, and an offer to install the app, or to lock it.
import { startList } from '../../core/views/start_list.js';
import { FIRST_SHEETS, card } from '../../core/views/statement_list.js';
import { binStatement, restoreStatement, startFrom } from '../../data/documents/save_statement.js';
import { allStatements } from '../../data/documents/statements.js';
import { nearestMeetings } from '../../data/documents/meetings.js';
import { putAside } from '../../data/documents/meeting_choices.js';
import { hasAnswer } from '../../data/share/has_work.js';
import { listen } from '../../data/storage/channel.js';
import { choose, readSettings } from '../../data/settings.js';
import { h } from '../../core/markup/tree.js';
import { all, onActs, one, show, toDom } from '../dom.js';
import { failed, say, words } from '../page.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */

const { t, paths } = words;
const FIVE = `.acts a[href^="${paths.five}"]`;
const list = () => one('[data-view=list]');
const today = () => new Date().toDateString();

/** The day on which the list was drawn: after midnight, "today" is another. */
let drawn = today();

async function render() {
  const [kept, nearest, answered] = await Promise.all([allStatements(), nearestMeetings(), hasAnswer()]);
  drawn = today();
  const statements = kept.filter(({ deleted }) => !deleted);
  show(list(), startList({ ...nearest, answered, statements, most: FIRST_SHEETS }, words));
  sameWords();
  await drawOthers(statements, nearest.today);
}

/** "Fem minutter" in the bar opens the words that the wide one of the next meeting opens. */
function sameWords() {
  const [wide] = all('.next-meeting .main', list());
  /** @type {HTMLAnchorElement} */ (one(FIVE)).href = wide?.getAttribute('href') ?? paths.five;
}

/**
 * Draw the sheets below the first ones a few at a time, so that a press is never kept waiting. A later drawing
 * of the list ends this one.
 * @param {Statement[]} statements @param {import('../../core/meeting/fields.js').Meeting | null} meeting today's
 */
async function drawOthers(statements, meeting) {
  const sheets = list().querySelector('[data-more]');
  for (let at = FIRST_SHEETS; sheets?.isConnected && at < statements.length; at += FIRST_SHEETS) {
    await new Promise((done) => setTimeout(done));
    const few = statements.slice(at, at + FIRST_SHEETS);
    sheets.append(...few.map((statement) => toDom(card(statement, meeting, words))));
  }
  sheets?.removeAttribute('data-more');
}

/** @param {string} id */
const offerUndo = (id) =>
  say([
    t('Ordene ligger i papirkurven i 30 dage.'),
    ' ',
    h('button', { type: 'button', class: 'button quiet', 'data-act': 'undo', 'data-id': id }, t('Fortryd')),
  ]);

/** Hide an offer after "not now". They are part of the shell, so that showing one moves nothing. */
async function hideOffers() {
  const settings = await readSettings();
  for (const offer of all('[data-offer]')) offer.hidden = Reflect.has(settings, askedOf(offer));
}

/** The setting that says so. @param {HTMLElement} offer */
const askedOf = ({ dataset }) => `${dataset.offer}_asked`;

const idOf = (/** @type {HTMLElement} */ element) => element.dataset.id ?? '';

/** @type {import('../dom.js').Acts} */
const acts = {
  bin: async (element) => {
    await binStatement(idOf(element));
    await render();
    offerUndo(idOf(element));
  },
  undo: async (element) => {
    await restoreStatement(idOf(element));
    await render();
    say(t('Nu er de her igen.'));
    return all(`a[href$="${idOf(element)}"]`, list())[0];
  },
  'put-aside': async (element) => {
    await putAside(idOf(element));
    await render();
    say(t('Helt i orden. Du finder mødet under Mine møder.'));
  },
  'start-from': async (element) => location.assign(`${paths.write}#${await startFrom(idOf(element))}`),
  'not-now': async (element) => {
    const offer = /** @type {HTMLElement} */ (element.closest('[data-offer]'));
    await choose({ [askedOf(offer)]: true });
    for (const each of all('[data-offer]')) each.remove(); // the next one waits for another visit
  },
};

/** Starts the screen. */
export async function start() {
  onActs(acts, failed);
  const isDrawn = list().hasAttribute('data-painted') && !list().querySelector('[data-more]');
  sameWords();
  await Promise.all([hideOffers(), isDrawn || render()]);
  const again = () => void render().catch(failed);
  listen(again);
  window.addEventListener('pageshow', ({ persisted }) => persisted && again());
  document.addEventListener('visibilitychange', () => drawn !== today() && again());
}
