// Questions to say aloud, one at a time: the helper asks the person (`ask`), or the person asks (`back`).
import { nextOf } from '../../core/statement/together.js';
import { all, one } from '../dom.js';
import { words } from '../page.js';

/** @typedef {'ask' | 'back'} Way */

const { t } = words;

/** The step that holds a button. @param {HTMLElement} button */
export const stepOf = (button) => /** @type {HTMLElement} */ (button.closest('[data-step]'));

/** Who asks the questions of a step. @param {HTMLElement} step */
export const wayOf = (step) => /** @type {Way} */ (one('[data-way]', step).dataset.way);

/** @param {HTMLElement} step @param {Way} way */
const questions = (step, way) => all(`[data-asks="${way}"] li`, step).map((item) => item.textContent ?? '');

/** @param {HTMLElement} step @param {Way} way @param {string} question */
function ask(step, way, question) {
  one('[data-way]', step).dataset.way = way;
  one('[data-asker]', step).textContent = way === 'ask' ? t('Den anden spørger') : t('Du spørger');
  one('[data-asked]', step).textContent = question;
  one('[data-act=turn]', step).textContent = way === 'ask' ? t('Spørg selv') : t('Lad den anden spørge');
}

/** @param {HTMLElement} button */
export function askAnother(button) {
  const step = stepOf(button);
  ask(step, wayOf(step), nextOf(questions(step, wayOf(step)), one('[data-asked]', step).textContent ?? ''));
}

/**
 * Change who asks the questions of a step, by default to the other.
 * @param {HTMLElement} step
 * @param {Way} way
 */
export function turn(step, way = wayOf(step) === 'ask' ? 'back' : 'ask') {
  if (wayOf(step) !== way) ask(step, way, questions(step, way)[0] ?? '');
}
