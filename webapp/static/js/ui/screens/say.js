// "Sig det": one sentence a screen, for saying it. Nothing moves by itself; it opens where the person stopped.
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { notStarted, step } from '../../core/text/rehearsal.js';
import { cardsOf, openingAt, say } from '../../core/views/say.js';
import { listen } from '../../data/storage/channel.js';
import { wallNow } from '../../data/documents/meetings.js';
import { choose, readSettings } from '../../data/settings.js';
import { all, one, onActs, show } from '../dom.js';
import { carryId, failed, words, wordsHere } from '../page.js';
import { fitType } from '../widgets/fit_type.js';
import { interrupted } from '../widgets/interrupted.js';
import { onTurns } from '../widgets/turns.js';
import { keepAwake } from '../widgets/wake_lock.js';

/** @typedef {import('../../core/views/say.js').Card} Card */

const view = () => one('[data-view=say]');
const button = (/** @type {string} */ name) => one(`[data-act=${name}]`);
/** @type {{cards: Card[], place: import('../../core/views/say.js').Place, ids: (string | undefined)[]}} */
const state = { cards: [], place: { about: '', layer: 'essence', day: '', at: 0 }, ids: [] };

const fit = () => all('.fitted', view()).forEach((text) => fitType(text, view()));

function render() {
  const { cards, place } = state;
  show(view(), say({ cards, at: place.at }, words));
  view().scrollTop = 0;
  fit();
  hideIf(place.at === 0, 'card-back', 'card-on');
  hideIf(place.at >= cards.length - 1, 'card-on', 'again');
}

/** Hide a button that leads nowhere; the focus goes to another. @param {boolean} isIdle */
function hideIf(isIdle, /** @type {string} */ name, /** @type {string} */ other) {
  if (isIdle && button(name) === document.activeElement) button(other).focus();
  button(name).toggleAttribute('data-idle', isIdle);
}

/** Go on or back by the rehearsal's rules, and remember where. @param {number} by */
function move(by) {
  const at = step({ ...notStarted(), at: state.place.at }, by, state.cards.length).at;
  if (at === state.place.at || !state.cards.length) return;
  state.place = { ...state.place, at };
  render();
  void choose({ say: state.place }).catch(() => {}); // the words can be said all the same
}

/** A press while the line after an interruption is shown only hides that line. @param {number} by */
function turn(by) {
  if (one('[data-say=interrupted]').hidden) move(by);
  else interrupted(button('interrupted'));
}

async function read() {
  const [{ statement, meeting, id }, { say: place, layer = 'essence', text }] = await Promise.all([
    wordsHere(),
    readSettings(),
  ]);
  if (text) document.documentElement.dataset.text = text;
  const here = { about: id, layer, day: wallNow().slice(0, 10) };
  state.cards = cardsOf(statement && forMeeting(statement, meeting), { layer, lang: words.lang });
  state.place = { ...here, at: openingAt(place, here, state.cards.length) };
  state.ids = [statement?.id, meeting?.id];
  carryId(id);
  render();
}

/** @type {import('../dom.js').Acts} */
const acts = {
  interrupted,
  'card-back': () => turn(-1),
  'card-on': () => turn(1),
  again: () => {
    move(-state.cards.length);
    button('card-on').focus();
  },
};

/** Starts the screen. */
export async function start() {
  const reading = read();
  onActs(acts, failed, reading);
  keepAwake();
  await reading;
  onTurns(turn);
  new ResizeObserver(fit).observe(view());
  listen((id) => state.ids.includes(id) && void read().catch(failed));
  window.addEventListener('pageshow', ({ persisted }) => persisted && void read().catch(failed));
}
