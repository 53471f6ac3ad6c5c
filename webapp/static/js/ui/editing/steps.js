// "Ét spørgsmål ad gangen": shows the question that has the focus, or all of them on one page.
import { choose, readSettings } from '../../data/settings.js';
import { one } from '../dom.js';

const { dataset } = document.documentElement;

/** Show the questions as the person chose to, or as there is room for: css/steps.css knows the same width. */
export const showSteps = () =>
  readSettings()
    .catch(() => /** @type {Partial<import('../../data/settings.js').Settings>} */ ({}))
    .then(({ writing }) => {
      dataset.writing ??= writing ?? (innerWidth > 700 ? 'all' : 'one');
    });

export function stepActs() {
  /** @type {Element} */
  let now = one('[data-now]');

  one('[data-form]').addEventListener('focusin', ({ target }) => {
    const box = /** @type {Element} */ (target);
    const step = box.closest('[data-step]');
    if (!step || step === now) return;
    for (const either of [now, step]) either.toggleAttribute('data-now');
    now = step;
    if (dataset.writing === 'all') return;
    scrollTo(0, 0);
    box.scrollIntoView({ block: 'nearest' });
  });

  const go = (/** @type {Element | null} */ step) => step && one('textarea, input', step).focus();
  return {
    ways: () => {
      const writing = dataset.writing === 'all' ? 'one' : 'all';
      dataset.writing = writing;
      return choose({ writing });
    },
    'step-back': () => go(now.previousElementSibling),
    'step-on': () => go(now.nextElementSibling),
  };
}
