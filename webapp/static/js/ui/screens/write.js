// One statement: four text boxes, a title, and whatever help one asks for.
import { all, onActs, one } from '../dom.js';
import { showExample } from '../editing/example.js';
import { fencedHtmx } from '../fragments.js';
import { readFields, writeFields } from '../editing/form_fields.js';
import { failed, say, words } from '../page.js';
import { stepActs } from '../editing/steps.js';
import { writeStatement, writingActs } from '../editing/statement_page.js';

const { t } = words;

/** Pressed before htmx was here, it is pressed again for the person. */
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
  void fencedHtmx().then(
    () => examplePressed && one('[data-act=example]').click(),
    () => {
      isHtmxMissing = true;
    },
  );
  // Words that nobody has saved yet have no name; together one goes on with them as new ones all the same.
  if (location.hash === '#ny') /** @type {HTMLAnchorElement} */ (one('[data-together]')).hash = 'ny';
  await writeStatement({ read: readFields, write: writeFields });
  showExample(() => readFields().kind);
}
