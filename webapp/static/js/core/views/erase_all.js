// "Slet alt på den her telefon": the questions before it, and afterwards what is gone and what waits.
import { h } from '../markup/tree.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../markup/tree.js').Child} Child */
/** @typedef {'phone'|'share'|'reminders'|'vault'} Kind */
/**
 * `step`: which question stands open; `done` once everything on the phone is gone.
 * @typedef {{
 *   step: 'start'|'vault'|'sure'|'working'|'done', jobs: {kind: Kind, state: 'waits'|'gone'|'kept'}[]
 * }} State
 */

/** @param {string} act @param {string} label @param {string} [kind] */
const button = (act, label, kind = 'quiet') =>
  h('button', { type: 'button', class: `button ${kind}`, 'data-act': act }, label);

/** @param {string} text @param {Child} hint @param {...Child} acts */
const question = (text, hint, ...acts) =>
  h('div', { class: 'notice' }, h('h2', { tabindex: -1 }, text), hint, h('p', { class: 'link-row' }, acts));

/**
 * What a line of the list is called.
 * @param {Kind} kind @param {number} count @param {Catalogue} words
 */
const lineName = (kind, count, { t, tn }) =>
  ({
    phone: t('Alt på telefonen'),
    reminders: t('Dine påmindelser'),
    share: tn('{n} link', '{n} links', count),
    vault: t('Boksen'),
  })[kind];

/** @param {State['jobs']} jobs of one kind @param {Catalogue} words */
function line(jobs, words) {
  const [first] = jobs;
  if (!first) return null;
  const { t } = words;
  const state = jobs.find((job) => job.state !== 'gone')?.state ?? 'gone';
  const says = { gone: t('Væk'), waits: t('Venter på net'), kept: t('Ligger der stadig') }[state];
  const name = lineName(first.kind, jobs.length, words);
  return h('li', { 'data-erased': first.kind, 'data-state': state }, h('strong', {}, name), ' · ', says);
}

/** @param {State} state @param {Catalogue} words */
function done({ jobs }, words) {
  const { t } = words;
  const kinds = /** @type {Kind[]} */ (['phone', 'reminders', 'share', 'vault']);
  const waits = jobs.some(({ state }) => state === 'waits');
  return h(
    'div',
    { class: 'notice', role: 'status' },
    h('h2', { tabindex: -1, 'data-key': 'erased' }, t('Det er slettet')), // drawn again with each job
    h(
      'ul',
      {},
      kinds.map((kind) =>
        line(
          jobs.filter((job) => job.kind === kind),
          words,
        ),
      ),
    ),
    h(
      'p',
      {},
      waits
        ? t('Resten bliver slettet, når der er net. Lad siden stå, eller åbn appen igen senere.')
        : t('Nu kan du lukke siden.'),
    ),
  );
}

/**
 * @type {Record<State['step'], (state: State, words: Catalogue) => Child>}
 */
const STEPS = {
  start: (_, { t }) =>
    h(
      'p',
      { class: 'link-row' },
      button('save-copy', t('Gem en kopi først')),
      button('begin', t('Slet alt'), 'main'),
    ),
  vault: (_, { t }) =>
    question(
      t('Hvad skal der ske med din boks?'),
      h('p', {}, t('Den ligger på serveren. Beholder du den, kan dine 12 ord åbne den igen.')),
      button('keep-vault', t('Behold boksen')),
      button('erase-vault', t('Slet også boksen')),
    ),
  sure: (_, { t }) =>
    question(
      t('Skal det hele slettes nu?'),
      null,
      button('erase', t('Ja, slet alt'), 'main'),
      button('no', t('Nej, behold det hele')),
    ),
  working: (_, { t }) => h('p', { role: 'status' }, t('Et øjeblik …')),
  done,
};

/** @param {State} state @param {Catalogue} words */
export const eraseAll = (state, words) => STEPS[state.step](state, words);
