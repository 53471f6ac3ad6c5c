// "Ét spørgsmål ad gangen": shows the same boxes one at a time.
import { all, one } from '../dom.js';
import { words } from '../page.js';

export function stepActs() {
  const form = one('[data-form]');
  const steps = all('[data-step]', form);
  let at = 0;

  /** @param {boolean} isOn */
  const show = (isOn) => {
    steps.forEach((step, i) => step.toggleAttribute('hidden', isOn && i !== at));
    one('[data-steps]').hidden = !isOn;
    one('[data-step-count]').textContent = words.t('{at} af {all}', { at: at + 1, all: steps.length });
    one('[data-act=step-back]').toggleAttribute('disabled', at === 0);
    one('[data-act=step-on]').toggleAttribute('disabled', at === steps.length - 1);
    one('[data-act=one]').setAttribute('aria-pressed', String(isOn));
  };
  /** @param {number} by */
  const move = (by) => {
    at = Math.min(steps.length - 1, Math.max(0, at + by));
    show(true);
    const step = steps[at];
    if (step) one('textarea, input', step).focus();
  };
  return {
    one: (/** @type {HTMLElement} */ button) => {
      at = 0;
      show(button.getAttribute('aria-pressed') !== 'true');
    },
    'step-back': () => move(-1),
    'step-on': () => move(1),
  };
}
