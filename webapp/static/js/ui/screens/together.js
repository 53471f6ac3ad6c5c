// "Skriv sammen": the four parts for two people at one phone, a question at a time. The words are saved as on "Skriv".
import { PARTS } from '../../core/statement/fields.js';
import { BEGINNING, goesOnWith, placeIn, stepFrom } from '../../core/statement/together.js';
import { readThrough, whichWords } from '../../core/views/together.js';
import { choose, readSettings } from '../../data/settings.js';
import { all, onActs, one, show } from '../dom.js';
import { grow, readParts, writeParts } from '../editing/form_fields.js';
import { failed, say, words } from '../page.js';
import { askAnother, turn, wayOf } from '../editing/questions.js';
import { keepAwake } from '../widgets/wake_lock.js';
import { nameHere, writeStatement, writingActs } from '../editing/statement_page.js';

/** @typedef {import('../../core/statement/together.js').Place} Place */
/** @typedef {import('../../core/statement/together.js').Step} Step */

const { t } = words;
/** @type {Place} */
let place = { ...BEGINNING };
/** Whether one came from the last step to change a part: then the way on leads back there. */
let isFixing = false;
/** @type {import('../editing/statement_draft.js').Draft} */
let draft;
/** @type {() => void} */
let opened;
/** What is pressed before the words are read waits for them. @type {Promise<void>} */
const isOpen = new Promise((resolve) => {
  opened = resolve;
});

const steps = () => all('[data-step]');
const stepNow = () => /** @type {HTMLElement} */ (steps().find(({ dataset }) => dataset.step === place.step));

/** The sentence beside a box follows the pen, and which way one asks. @param {HTMLElement} step */
function penWords(step) {
  if (wayOf(step) === 'back')
    return t('Svaret bliver ikke skrevet ned. Vil du have det med, så sig det med dine egne ord.');
  return place.pen === 'other'
    ? t('Den anden skriver. Til dig med pennen: Spørg, og skriv kun det, der bliver sagt.')
    : t('Du skriver. Lad den anden spørge. Skriv det, du selv vil.');
}

function render() {
  for (const step of steps()) step.hidden = place.paused || step !== stepNow();
  for (const step of all('form [data-step]')) {
    const [pen, said] = [one('[data-pen]', step), penWords(step)];
    if (pen.textContent !== said) pen.textContent = said; // a screen reader would say it again
    one('[data-act=swap]', step).hidden = wayOf(step) === 'back'; // nobody writes just now
  }
  one('h1').classList.toggle('unseen', place.paused || place.step !== 'guide'); // room for the question
  one('[data-pause]').hidden = !place.paused;
  one('[data-steps]').hidden = place.paused || place.step === 'guide';
  one('[data-steps] [data-act=step-on]').hidden = place.step === 'read';
  /** @type {HTMLInputElement} */ (one(`[name=pen][value=${place.pen}]`)).checked = true;
  if (place.step === 'read') show(one('[data-read]'), readThrough({ parts: readParts() }, words));
  for (const area of all('textarea', stepNow())) grow(/** @type {HTMLTextAreaElement} */ (area));
}

/** Where they are is kept for tomorrow. It is no word of theirs: where it cannot be kept, nothing is said. @param {Partial<Place>} change */
function move(change) {
  place = { ...place, ...change, statement: draft.isStored ? draft.base.id : '' };
  if (draft.isStored) nameHere(draft.base);
  render();
  void choose({ together: place }).catch(() => {});
}

/** @param {Partial<Place>} change where to, from the top of it, without opening a keyboard over the question */
function go(change) {
  for (const step of all('form [data-step]')) turn(step, 'ask');
  move(change);
  if (place.paused) say(''); // the pause itself says that all is saved
  scrollTo(0, 0);
  (place.paused ? one('[data-pause]') : stepNow()).focus({ preventScroll: true });
}

/** @type {Record<string, (element: HTMLElement) => unknown>} */
/** @type {import('../dom.js').Acts} */
const acts = {
  another: askAnother,
  turn: () => {
    turn(stepNow());
    render();
  },
  swap: () => move({ pen: place.pen === 'own' ? 'other' : 'own' }),
  'step-on': () => {
    go({ step: isFixing ? 'read' : stepFrom(place.step, 1) });
    isFixing = false;
  },
  'step-back': () => {
    isFixing = false;
    go({ step: stepFrom(place.step, -1) });
  },
  fix: ({ dataset }) => {
    isFixing = true;
    go({ step: /** @type {Step} */ (dataset.part) });
  },
  // "Alt er gemt" is said when it is true.
  pause: async () => (await draft.save()) && go({ paused: true }),
  'go-on': () => go({ paused: false }),
};

const whenOpen = Object.entries(acts).map(([name, act]) => [
  name,
  (/** @type {HTMLElement} */ element) => isOpen.then(() => act(element)),
]);
/** @param {Event} event */
const choosePen = ({ target }) =>
  void isOpen.then(() =>
    move({ pen: /** @type {Place['pen']} */ (/** @type {HTMLInputElement} */ (target).value) }),
  );

/** The part with the caret in it, if any. */
const partAtHand = () => PARTS.find((part) => document.activeElement?.id === part);

/** Starts the screen. */
export async function start() {
  onActs({ ...writingActs, ...Object.fromEntries(whenOpen) }, failed);
  one('[data-pens]').addEventListener('change', choosePen);
  keepAwake();
  const isNamed = location.hash !== '';
  const settings = readSettings().catch(
    () => /** @type {Partial<import('../../data/settings.js').Settings>} */ ({}),
  );
  /** On a slow phone one may write before the words are read, in boxes that all stand open till then. @type {ReturnType<typeof readParts> | undefined} */
  let early;
  draft = await writeStatement(
    {
      read: (base) => ({ parts: readParts(), title: base?.title ?? '', kind: base?.kind ?? '' }),
      write: ({ parts }) => {
        early ??= readParts();
        writeParts(parts);
        if (place.step === 'read') render();
      },
      saved: ({ id }) => id !== place.statement && move({}),
    },
    isNamed ? '' : settings.then(({ together }) => goesOnWith(together)),
  );
  const { together, text } = await settings;
  if (text) document.documentElement.dataset.text = text;
  const pen = one('[name=pen]:checked').getAttribute('value');
  place = placeIn(together, draft.isStored ? draft.base.id : '', isNamed);
  if (pen === 'other') place.pen = pen;
  const begun = partAtHand() ?? PARTS.find((part) => early?.[part]);
  if (begun) place = { ...place, step: begun, paused: false };
  if (draft.isStored && place.step === 'guide') show(one('[data-which]'), whichWords(draft.base, words));
  render();
  opened();
}
