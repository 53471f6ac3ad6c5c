// Edits a statement: four text boxes, a title, and help on request.
import { onActs, one } from '../dom.js';
import { showExample } from '../editing/example.js';
import { loadHtmx } from '../fragments.js';
import { readFields, writeFields } from '../editing/form_fields.js';
import { failed, say, words } from '../page.js';
import { showSteps, stepActs } from '../editing/steps.js';
import { writeStatement, writingActs } from '../editing/statement_page.js';

const { t } = words;

/** Whether htmx is here or on its way; it loads an example at each press from then on. */
let hasHtmx = false;

/** @type {import('../dom.js').Acts} */
const acts = {
  nudge: (button) => {
    const field = /** @type {HTMLElement} */ (button.closest('.field'));
    const next = one('li', field);
    one('[data-nudge]', field).textContent = next.textContent;
    next.parentElement?.append(next);
    button.textContent = t('Et andet spørgsmål');
  },
  example: async (button) => {
    button.parentElement?.after(one('[data-examples]')); // it stands at the question
    if (hasHtmx) return;
    hasHtmx = true;
    await loadHtmx().then(
      () => button.click(),
      () => {
        hasHtmx = false;
        say(t('Det her skal bruge net første gang. Dine ord er her stadig.'));
      },
    );
  },
};

/** Starts the screen. @param {import('../lifecycle.js').Loaders} loaders */
export async function start({ secondaryCode }) {
  onActs({ ...writingActs, ...stepActs(), ...acts }, failed);
  void showSteps();
  // A keyboard has opened; code that a first visit has no room for keeps the steps above it.
  const lift = () =>
    void secondaryCode().then(
      (code) => code.stayAboveKeyboard(),
      () => {},
    );
  globalThis.visualViewport?.addEventListener('resize', lift, { once: true });
  // Unsaved words have no id yet; "Skriv sammen" continues them as new ones.
  if (location.hash === '#ny') /** @type {HTMLAnchorElement} */ (one('[data-together]')).hash = 'ny';
  await writeStatement({ read: readFields, write: writeFields });
  showExample(() => readFields().kind);
}
