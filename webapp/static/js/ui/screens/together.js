// "Skriv sammen": two people at one phone write the four parts, a question at a time. Saved as on "Skriv".
import { PARTS } from '../../core/statement/fields.js';
import { BEGINNING, statementToResume, startingPlace, stepFrom } from '../../core/statement/together.js';
import { readThrough, whichWords } from '../../core/views/together.js';
import { choose, readSettings } from '../../data/settings.js';
import { all, onActs, one, show } from '../dom.js';
import { grow, readParts, writeParts } from '../editing/form_fields.js';
import { failed, say, words } from '../page.js';
import { askAnother, stepOf, turn, wayOf } from '../editing/questions.js';
import { stayAboveKeyboard } from '../widgets/above_keyboard.js';
import { keepAwake } from '../widgets/wake_lock.js';
import { updateAddress, writeStatement, writingActs } from '../editing/statement_page.js';

/** @typedef {import('../../core/statement/together.js').Place} Place */
/** @typedef {import('../../core/statement/together.js').Step} Step */

const { t } = words;
/** @type {Place} */
let place = { ...BEGINNING };
/** Whether the person came from the last step to change a part; the next step then leads back there. */
let isFixing = false;
/** @type {import('../editing/statement_draft.js').StatementDraft} */
let draft;
/** @type {() => void} */
let opened;
/** Presses before the words are read wait for this. @type {Promise<void>} */
const isOpen = new Promise((resolve) => {
  opened = resolve;
});

const steps = () => all('[data-step]');
const stepNow = () => /** @type {HTMLElement} */ (steps().find(({ dataset }) => dataset.step === place.step));

/** The hint beside a box: it depends on who holds the pen and who asks. @param {HTMLElement} step */
function penWords(step) {
  if (wayOf(step) === 'back')
    return t('Svaret bliver ikke skrevet ned. Vil du have det med, så sig det med dine egne ord.');
  return place.pen === 'other'
    ? t('Du fortæller. Til den, der skriver: Spørg, og skriv kun det, der bliver sagt.')
    : t('Du skriver. Lad den anden spørge. Skriv det, du selv vil.');
}

function render() {
  for (const step of steps()) step.hidden = place.paused || step !== stepNow();
  for (const step of all('form [data-step]')) {
    const [pen, hint] = [one('[data-pen]', step), penWords(step)];
    if (pen.textContent !== hint) pen.textContent = hint; // a screen reader would repeat an unchanged one
    one('[data-act=swap]', step).hidden = wayOf(step) === 'back'; // nobody writes then
  }
  one('h1').classList.toggle('unseen', place.paused || place.step !== 'guide'); // room for the question
  one('[data-pause]').hidden = !place.paused;
  one('.steps').hidden = place.paused;
  one('[data-act=step-back]').hidden = place.step === 'guide';
  one('[data-begin]').hidden = place.step !== 'guide';
  one('[data-on]').hidden = ['guide', 'read'].includes(place.step);
  /** @type {HTMLInputElement} */ (one(`[name=pen][value=${place.pen}]`)).checked = true;
  if (place.step === 'read') show(one('[data-read]'), readThrough({ parts: readParts() }, words));
  for (const area of all('textarea', stepNow())) grow(/** @type {HTMLTextAreaElement} */ (area));
}

/**
 * Move to another place and store it for the next time. A failure is not reported: no words are lost.
 * @param {Partial<Place>} change
 */
function move(change) {
  place = { ...place, ...change, statement: draft.isStored ? draft.base.id : '' };
  if (draft.isStored) updateAddress(draft.base);
  render();
  void choose({ together: place }).catch(() => {});
}

/**
 * Go to a place and show its top, without opening a keyboard over the question.
 * @param {Partial<Place>} change
 */
function go(change) {
  for (const step of all('form [data-step]')) turn(step, 'ask');
  move(change);
  if (place.paused) say(''); // the pause itself says that all is saved
  scrollTo(0, 0);
  (place.paused ? one('[data-pause]') : stepNow()).focus({ preventScroll: true });
}

function goOn() {
  go({ step: isFixing ? 'read' : stepFrom(place.step, 1) });
  isFixing = false;
}

/** @type {import('../dom.js').Acts} */
const acts = {
  another: askAnother,
  turn: (button) => {
    turn(stepOf(button));
    render();
  },
  swap: () => move({ pen: place.pen === 'own' ? 'other' : 'own' }),
  // Threat: pressed before the words were read, it would pass over the question that is typed in meanwhile.
  begin: () => place.step === 'guide' && goOn(),
  'step-on': goOn,
  'step-back': () => {
    isFixing = false;
    go({ step: stepFrom(place.step, -1) });
  },
  fix: ({ dataset }) => {
    isFixing = true;
    go({ step: /** @type {Step} */ (dataset.part) });
  },
  // The pause says "Alt er gemt", so it comes only after a successful save.
  pause: async () => (await draft.save()) && go({ paused: true }),
  'go-on': () => go({ paused: false }),
};

/** @param {Event} event */
const choosePen = ({ target }) =>
  void isOpen.then(() =>
    move({ pen: /** @type {Place['pen']} */ (/** @type {HTMLInputElement} */ (target).value) }),
  );

/** The part that has the focus, if any. */
const focusedPart = () => {
  const step = document.activeElement?.closest('[data-step]');
  return PARTS.find((part) => /** @type {HTMLElement | null | undefined} */ (step)?.dataset.step === part);
};

/** Starts the screen. */
export async function start() {
  onActs(writingActs, failed); // words can be copied while storage is silent
  onActs(acts, failed, isOpen);
  one('[data-pens]').addEventListener('change', choosePen);
  keepAwake();
  stayAboveKeyboard();
  const isNamed = location.hash !== '';
  const settings = readSettings().catch(
    () => /** @type {Partial<import('../../data/settings.js').Settings>} */ ({}),
  );
  /**
   * What was typed before the words were read; on a slow phone all boxes are open until then.
   * @type {ReturnType<typeof readParts> | undefined}
   */
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
    isNamed ? '' : settings.then(({ together }) => statementToResume(together)),
  );
  const { together, text } = await settings;
  if (text) document.documentElement.dataset.text = text;
  const pen = one('[name=pen]:checked').getAttribute('value');
  place = startingPlace(together, draft.isStored ? draft.base.id : '', isNamed);
  if (pen === 'other') place.pen = pen;
  const begun = focusedPart() ?? PARTS.find((part) => early?.[part]);
  if (begun) place = { ...place, step: begun, paused: false };
  if (draft.isStored && place.step === 'guide') show(one('[data-which]'), whichWords(draft.base, words));
  render();
  opened();
}
