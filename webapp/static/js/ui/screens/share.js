// "Del med én": choose what to share, make a link and send it; or show the words as a code, without a server.
import { codeText } from '../../core/statement/essence_text.js';
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import {
  carryTicks,
  fieldsToShare,
  isEmptyShare,
  linesToShare,
  sharedOf,
  tickedLines,
} from '../../core/sharing/what_is_shared.js';
import { setMark } from '../../core/statement/marks.js';
import { own } from '../../core/markup/own_words.js';
import { ShareError } from '../../core/sharing/document.js';
import { h } from '../../core/markup/tree.js';
import { shareChoices } from '../../core/views/share_choices.js';
import { linkActs as linkActsView, statusLine } from '../../core/views/share_link.js';
import { listen } from '../../data/storage/channel.js';
import { flushOutbox } from '../../data/share/outbox.js';
import { allShares, makeShare, whenSharesChange } from '../../data/share/shares.js';
import { all, onActs, one, show } from '../dom.js';
import { textIn } from '../editing/form_fields.js';
import { refuse } from '../forms.js';
import { carryId, failed, say, words, wordsHere } from '../page.js';
import { fitsCode, showQr } from '../widgets/qr.js';
import { startShareScheduler } from '../share/scheduler.js';
import { canSend, linkActs, prepareLinks, showLinks } from '../share/link_acts.js';

/** @typedef {import('../../core/sharing/what_is_shared.js').MeetingField | 'title'} Field */
/** @typedef {import('../../core/statement/fields.js').Part} Part */

const { t } = words;
const HOUR_SECONDS = 3600;
/** @typedef {import('../../core/sharing/what_is_shared.js').Source} Source */
/** @typedef {import('../../core/statement/fields.js').Mark} Mark */
/**
 * The person's ticks: `fields` by name, `ticks` on lines. `made`: id of the last link. `asks`: id asked
 * about.
 * @type {Source & {fields: Map<string, boolean>, ticks: Mark[], made: string, asks: string}}
 */
const state = { statement: null, meeting: null, fields: new Map(), ticks: [], made: '', asks: '' };

/** @param {string} name @returns {HTMLInputElement} */
const box = (name) => one(`[name="${name}"]`);

/** The first line to tick, for messages about all of them. */
const firstLine = () => one('[data-view=choices] input');

function renderChoices() {
  show(
    one('[data-view=choices]'),
    shareChoices({ ...state, changed: new Map([...state.fields, ...tickedLines(state.ticks)]) }, words),
  );
  const isEmpty = !linesToShare(state).parts.length && !fieldsToShare(state.meeting).length;
  for (const part of all('[data-more]')) part.hidden = isEmpty;
}

/** Draw the link that was made last on this screen. */
async function renderLink() {
  const share = (await allShares()).find(({ id }) => id === state.made);
  if (share) await prepareLinks([share]);
  showLinks(
    one('[data-view=link]'),
    share
      ? h(
          'section',
          { class: 'card made-link' },
          h('h2', {}, share.state === 'live' ? t('Linket er klar') : t('Dit link')),
          statusLine(share, words),
          linkActsView(
            share,
            { canSend: canSend(), isAsking: state.asks === share.id && share.state !== 'over' },
            words,
          ),
        )
      : null,
  );
}

/** What to share: only what is on the screen and ticked. */
function chosen() {
  const ticked = all('[data-view=choices] input').filter(
    (input) => /** @type {HTMLInputElement} */ (input).checked,
  );
  return {
    lines: ticked
      .filter(({ dataset }) => dataset.text !== undefined)
      .map(({ dataset }) => ({ part: /** @type {Part} */ (dataset.part), text: dataset.text ?? '' })),
    fields: ticked.flatMap(({ dataset }) => (dataset.field ? [/** @type {Field} */ (dataset.field)] : [])),
    from: textIn(box('from')),
    lang: words.lang,
    now: new Date().toISOString(),
  };
}

/** Say what is wrong with the link; other errors are thrown on. @param {unknown} error */
function refused(error) {
  const code = error instanceof ShareError ? error.code : '';
  if (code === 'too-many') say(t('Du har 20 links, der virker. Træk et tilbage, før du laver et nyt.'));
  else if (code === 'too-long')
    refuse(firstLine(), t('Det er for meget til ét link. Fjern fluebenet ved noget af det.'));
  else throw error;
}

let isMaking = false;

/** Make a link; a second press meanwhile does nothing. */
async function makeLink() {
  if (isMaking) return;
  isMaking = true;
  await makeLinkNow().finally(() => {
    isMaking = false;
  });
}

async function makeLinkNow() {
  const shared = sharedOf(state, chosen());
  if (isEmptyShare(shared)) return refuse(firstLine(), t('Sæt flueben ved mindst én linje først.'));
  say(t('Et øjeblik …'));
  let { made } = state;
  // Remove the previous link at once, because it shows something else than what is ticked now.
  state.made = '';
  showLinks(one('[data-view=link]'), null);
  try {
    made = (
      await makeShare(shared, {
        name: shared.title,
        expiresIn: Number(box('hours').value) * HOUR_SECONDS,
        notes: box('notes').checked,
      })
    ).id;
    await flushOutbox();
  } catch (error) {
    return refused(error);
  } finally {
    state.made = made;
    await renderLink();
  }
  say('');
  one('[data-view=link]').scrollIntoView({ block: 'center' });
}

/** @param {HTMLElement} button */
async function showCodeText(button) {
  const place = one('[data-code-text]');
  const isOpen = button.getAttribute('aria-expanded') === 'true';
  button.setAttribute('aria-expanded', String(!isOpen));
  if (isOpen || !state.statement) return place.replaceChildren();
  const { text, layer } = codeText(forMeeting(state.statement, state.meeting), words.lang, fitsCode);
  if (!text)
    return show(
      place,
      h('p', { class: 'hint' }, t('Det er for meget til en kode. Giv telefonen videre i stedet.')),
    );
  show(
    place,
    h(
      'div',
      {},
      h('div', { class: 'qr', 'data-code': true }),
      layer === 'first_line' && h('p', { class: 'hint' }, t('Der er kun plads til den første sætning.')),
      h('p', { class: 'hint' }, t('Det her står i koden:')),
      own('p', {}, text),
    ),
  );
  await showQr(one('[data-code]', place), text, t('Kode med dine ord'), 'low').catch(() =>
    say(t('Det her skal bruge net første gang. Dine ord er her stadig.')),
  );
}

/** @type {import('../dom.js').Acts} */
const acts = {
  'make-link': makeLink,
  'code-text': showCodeText,
  ...linkActs(async (id) => {
    state.asks = id;
    await renderLink();
  }),
};

/** @param {Event} event */
function tick({ target }) {
  const { dataset, checked } = /** @type {HTMLInputElement} */ (target);
  if (dataset.field) state.fields.set(dataset.field, checked);
  else
    state.ticks = setMark(
      state.ticks,
      /** @type {Part} */ (dataset.part),
      dataset.text ?? '',
      checked ? 'always' : 'hidden',
    );
}

/** Read the statement and the meeting again, and keep the ticks. */
async function read() {
  const { statement, meeting, id } = await wordsHere();
  Object.assign(state, { statement, meeting, ticks: carryTicks(state.ticks, state.statement, statement) });
  carryId(id);
  renderChoices();
}

/** Starts the screen. */
export async function start() {
  onActs(acts, failed);
  one('[data-view=choices]').addEventListener('change', tick);
  one('[data-form]').addEventListener('submit', (event) => event.preventDefault());
  await read();
  listen((id) => (id === state.statement?.id || id === state.meeting?.id) && void read().catch(failed));
  whenSharesChange(() => void renderLink().catch(failed));
  startShareScheduler();
}
