// Edits a statement: four text boxes, a title, and help on request.
import { all, onActs, one } from '../dom.js';
import { showExample } from '../editing/example.js';
import { loadHtmx } from '../fragments.js';
import { readFields, writeFields } from '../editing/form_fields.js';
import { failed, say, words } from '../page.js';
import { stepActs } from '../editing/steps.js';
import { writeStatement, writingActs } from '../editing/statement_page.js';

const { t } = words;

/** Whether the example was asked for; a press before htmx has loaded is repeated then. */
let examplePressed = false;
let isHtmxMissing = false;

/** @type {import('../dom.js').Acts} */
const acts = {
  nudge: (button) => {
    const field = /** @type {HTMLElement} */ (button.closest('.field'));
    const nudges = all('[data-nudges] li', field).map((item) => item.textContent ?? '');
    const line = one('[data-nudge]', field);
    line.textContent = nudges[(nudges.indexOf(line.textContent ?? '') + 1) % nudges.length] ?? '';
    line.hidden = false;
    button.textContent = t('Et andet spørgsmål');
  },
  example: () => {
    examplePressed = true;
    if (isHtmxMissing) say(t('Det her skal bruge net første gang. Dine ord er her stadig.'));
  },
};

/** Starts the screen. */
export async function start() {
  onActs({ ...writingActs, ...stepActs(), ...acts }, failed);
  void loadHtmx().then(
    () => examplePressed && one('[data-act=example]').click(),
    () => {
      isHtmxMissing = true;
    },
  );
  // Unsaved words have no id yet; "Skriv sammen" continues them as new ones.
  if (location.hash === '#ny') /** @type {HTMLAnchorElement} */ (one('[data-together]')).hash = 'ny';
  await writeStatement({ read: readFields, write: writeFields });
  showExample(() => readFields().kind);
}
