// "Fem minutter": draws the view and handles its choices, the reading pace, the voice and the wake lock.
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { markOf, setMark } from '../../core/statement/marks.js';
import { marksNow, withoutOldMarks } from '../../core/statement/old_marks.js';
import { SPOKEN_WORDS, SPOKEN_WORDS_MAX } from '../../core/statement/fields.js';
import { pickFirst } from '../../core/statement/short_view.js';
import { adjust } from '../../core/views/adjust.js';
import { fiveMinutes } from '../../core/views/five_minutes.js';
import { listen } from '../../data/storage/channel.js';
import { leaveOutAt } from '../../data/documents/meeting_choices.js';
import { choose, readSettings } from '../../data/settings.js';
import { saveStatement } from '../../data/documents/save_statement.js';
import { all, onActs, one, show } from '../dom.js';
import { carryId, failed, speak, words, wordsHere } from '../page.js';
import { interrupted } from '../widgets/interrupted.js';
import { arcActs } from '../widgets/reading_arc.js';
import { readAloud } from '../widgets/voice.js';
import { keepAwake } from '../widgets/wake_lock.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../../core/statement/fields.js').Part} Part */
/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../../core/statement/short_view.js').Layer} Layer */

const SIZES = /** @type {const} */ (['normal', 'large', 'largest']);
const view = () => one('[data-view=five]');
/** @type {{statement: Statement | null, meeting: Meeting | null, layer: Layer, pace: number | null}} */
const state = { statement: null, meeting: null, layer: 'essence', pace: null };

/** The layer chosen on this page, perhaps before storage was read. @type {Layer | undefined} */
let chosenLayer;
/** @type {Promise<void>} */
let ready = Promise.resolve();

function render() {
  const { statement, meeting } = state;
  show(view(), fiveMinutes({ ...state, statement: statement && forMeeting(statement, meeting) }, words));
}

const renderAdjust = () => show(one('[data-view=adjust]'), adjust(state, words));

async function read() {
  const [{ statement, meeting, id }, { layer, pace, text }] = await Promise.all([
    wordsHere(),
    readSettings(),
  ]);
  Object.assign(state, {
    statement,
    meeting,
    layer: chosenLayer ?? layer ?? state.layer,
    pace: pace ?? null,
  });
  if (text) document.documentElement.dataset.text = text;
  const choice = all('input[name=layer]').find(
    (input) => /** @type {HTMLInputElement} */ (input).value === state.layer,
  );
  if (choice) /** @type {HTMLInputElement} */ (choice).checked = true;
  carryId(id);
}

/** Change the statement, save it and redraw. @param {(statement: Statement) => Statement} change */
async function edit(change) {
  await ready;
  if (!state.statement) return;
  const before = state.statement;
  state.statement = (await saveStatement(before, change(before))).statement;
  render();
  renderAdjust();
}

/** @param {HTMLElement} element @param {import('../../core/statement/fields.js').MarkName} mark */
function mark(element, mark) {
  const part = /** @type {Part} */ (element.dataset.part);
  const text = element.dataset.text ?? '';
  return edit((s) => {
    const marks = marksNow(s.marks, s.parts);
    const chosen = markOf(marks, part, text) === mark ? null : mark;
    return { ...s, marks: setMark(withoutOldMarks(marks, s.parts[part], part, text), part, text, chosen) };
  });
}

/** "Ikke her": leave a sentence out at this meeting only. @param {HTMLElement} element */
async function leaveOutHere(element) {
  await ready;
  const { statement, meeting } = state;
  if (!statement || !meeting) return;
  state.meeting = await leaveOutAt(meeting.id, statement, {
    part: /** @type {Part} */ (element.dataset.part),
    text: element.dataset.text ?? '',
  });
  render();
  renderAdjust();
}

/** Move a part past the nearest part that has words. @param {HTMLElement} element @param {1 | -1} step */
function move(element, step) {
  const part = /** @type {Part} */ (element.dataset.part);
  return edit((s) => {
    const order = [...s.order];
    const from = order.indexOf(part);
    let to = from + step;
    while (order[to] && !s.parts[/** @type {Part} */ (order[to])].trim()) to += step;
    if (!order[to]) return s;
    order.splice(from, 1);
    order.splice(to, 0, part);
    return { ...s, order };
  });
}

/** The next larger size; after the largest comes the normal one. */
async function resize() {
  const { dataset } = document.documentElement;
  const text = SIZES[SIZES.indexOf(/** @type {'normal'} */ (dataset.text ?? 'normal')) + 1] ?? 'normal';
  dataset.text = text;
  await choose({ text });
}

/** Tell screen readers how long it takes now. */
const sayLength = () => speak(one('.about-time').textContent ?? '');

/** @param {number} words */
const grow = async (words) => {
  await edit((s) => ({
    ...s,
    spoken_words: Math.min(SPOKEN_WORDS_MAX, Math.max(SPOKEN_WORDS, s.spoken_words + words)),
  }));
  sayLength();
};

/** @param {number} pace words a minute */
async function learned(pace) {
  state.pace = pace;
  await choose({ pace });
  render();
}

/** @type {import('../dom.js').Acts} */
const acts = {
  interrupted,
  'text-size': resize,
  more: () => grow(50),
  less: () => grow(-50),
  always: (element) => mark(element, 'always'),
  hidden: (element) => mark(element, 'hidden'),
  private: (element) => mark(element, 'private'),
  'not-here': (element) => leaveOutHere(element),
  first: (element) =>
    edit((s) =>
      pickFirst(s, { part: /** @type {Part} */ (element.dataset.part), text: element.dataset.text ?? '' }),
    ),
  up: (element) => move(element, -1),
  down: (element) => move(element, 1),
  'read-aloud': () => readAloud(view()),
};

/** Mark the sentences of an opened fold as shown. @param {Event} event */
function markOpened({ target }) {
  if (!(target instanceof HTMLDetailsElement)) return;
  for (const sentence of all('[data-folded] > span', target))
    sentence.toggleAttribute('data-sentence', target.open);
}

/** @param {Event} event */
function chooseLayer({ target }) {
  chosenLayer = /** @type {Layer} */ (/** @type {HTMLInputElement} */ (target).value);
  state.layer = chosenLayer;
  void ready.then(render).then(sayLength).catch(failed);
  void choose({ layer: chosenLayer }).catch(() => {});
}

/** Take over a layer chosen before this script loaded. */
function readEarlyChoice() {
  const pressed = /** @type {HTMLInputElement | null} */ (
    document.querySelector('input[name=layer]:checked')
  );
  if (pressed && !pressed.defaultChecked) chosenLayer = /** @type {Layer} */ (pressed.value);
}

/** The code of the next screen, so that it opens at once. Firefox counts a prefetch as a breach of the policy. */
const fetchNext = async () =>
  (await fetch(one('[data-next]').dataset.next ?? '', { priority: 'low' })).arrayBuffer();

/** Starts the screen. */
export async function start() {
  onActs({ ...acts, ...arcActs(view(), learned) }, failed);
  view().addEventListener('toggle', markOpened, true);
  one('[data-layers]').addEventListener('change', chooseLayer);
  keepAwake();
  readEarlyChoice();
  ready = read();
  await ready;
  if (!view().hasAttribute('data-painted') || chosenLayer) render();
  renderAdjust();
  readAloud.prepare(one('[data-act=read-aloud]'));
  const refresh = () => void read().then(render).then(renderAdjust).catch(failed);
  listen((id) => (id === state.statement?.id || id === state.meeting?.id) && refresh());
  window.addEventListener('pageshow', ({ persisted }) => persisted && refresh());
  void fetchNext().catch(() => {});
}
