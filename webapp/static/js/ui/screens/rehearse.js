// "Øv dig": goes through a layer line by line at the person's pace; they can always pause, stop, or move on.
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { PACE_DEFAULT, learnPace } from '../../core/text/pace.js';
import { begin, notStarted, resume, lineMs, rest, secondsRead, step } from '../../core/text/rehearsal.js';
import { linesOf, rehearse } from '../../core/views/rehearse.js';
import { choose, readSettings } from '../../data/settings.js';
import { all, onActs, one, show } from '../dom.js';
import { silence } from '../elsewhere.js';
import { carryId, failed, say, words, wordsHere } from '../page.js';
import { readAloud } from '../widgets/voice.js';
import { keepAwake } from '../widgets/wake_lock.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../../core/statement/short_view.js').Layer} Layer */

const { t, lang } = words;
const view = () => one('[data-view=rehearse]');
const now = () => performance.now();
let reading = notStarted();
let timer = 0;
/** @type {{statement: Statement | null, layer: Layer, pace: number | null}} */
const state = { statement: null, layer: 'first_line', pace: null };

const lines = () => (state.statement ? linesOf(state.statement, { layer: state.layer, lang }) : []);

/** Draw the lines, and the buttons for this state: not started, reading or paused. */
function render() {
  show(view(), rehearse({ lines: lines(), at: reading.at, pace: state.pace }, words));
  const isReading = reading.at >= 0;
  one('[data-act=begin]').hidden = isReading || !lines().length;
  one('[data-reading-acts]').hidden = !isReading;
  one('[data-act=rest]').textContent = reading.since === null ? t('Fortsæt') : t('Pause');
  all('[aria-current]', view())[0]?.scrollIntoView({
    block: 'center',
    behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
  });
}

/** Move to the next line when this one's time is up; stay on the last line. */
function follow() {
  clearTimeout(timer);
  const here = lines();
  const line = here[reading.at];
  if (!line || reading.since === null || reading.at === here.length - 1) return;
  timer = setTimeout(() => move(1), lineMs(line.words, state.pace || PACE_DEFAULT));
}

/** @param {number} by */
function move(by) {
  reading = step(reading, by, lines().length);
  render();
  follow();
}

function stop() {
  clearTimeout(timer);
  silence();
  reading = notStarted();
  render();
  one('[data-act=begin]').focus();
}

/** @type {import('../dom.js').Acts} */
const acts = {
  begin: () => {
    say('');
    reading = begin(now());
    render();
    one('[data-act=rest]').focus();
    follow();
  },
  rest: () => {
    reading = reading.since === null ? resume(reading, now()) : rest(reading, now());
    render();
    follow();
  },
  'line-back': () => move(-1),
  'line-on': () => move(1),
  stop,
  done: async () => {
    const all = lines();
    const isWhole = reading.at === all.length - 1;
    const pace = isWhole
      ? learnPace(
          all.reduce((sum, line) => sum + line.words, 0),
          secondsRead(reading, now()),
        )
      : null;
    stop();
    if (pace) {
      state.pace = pace;
      await choose({ pace });
      render();
    }
    say(pace ? t('Godt. Nu kender appen dit tempo.') : t('Godt. Du kan øve dig igen, når du vil.'));
  },
  'read-aloud': () => readAloud(view()),
};

/** @param {Event} event */
function chooseLayer({ target }) {
  state.layer = /** @type {Layer} */ (/** @type {HTMLInputElement} */ (target).value);
  clearTimeout(timer);
  reading = notStarted();
  render();
}

/** @param {Event} event */
function chooseCompany({ target }) {
  one('[data-listener]').hidden = /** @type {HTMLInputElement} */ (target).value !== 'together';
}

/** Starts the screen. */
export async function start() {
  onActs(acts, failed);
  one('[data-layers]').addEventListener('change', chooseLayer);
  one('[data-company]').addEventListener('change', chooseCompany);
  keepAwake();
  const [{ statement, meeting, id }, { pace, text }] = await Promise.all([wordsHere(), readSettings()]);
  if (text) document.documentElement.dataset.text = text;
  Object.assign(state, { statement: statement && forMeeting(statement, meeting), pace: pace ?? null });
  carryId(id);
  render();
  readAloud.prepare(one('[data-act=read-aloud]'));
}
