// The screen "To udgaver": choose between two versions of a text that clashed.
import { currentText, twoVersions as view } from '../../core/views/two_versions.js';
import { chooseText } from '../../data/documents/conflicts.js';
import { deviceId } from '../../data/vault/device.js';
import { onActs, one, show } from '../dom.js';
import { textIn } from '../editing/form_fields.js';
import { carryId, failed, say, words, wordsHere } from '../page.js';

/** @type {import('../../core/statement/fields.js').Statement | null} */
let statement = null;

async function render() {
  const here = await wordsHere();
  statement = here.statement;
  carryId(here.id);
  const device = await deviceId();
  show(one('[data-view=two-versions]'), view({ statement, device, now: new Date().toISOString() }, words));
}

/** @param {(shown: string, other: string, which: string) => string} text */
const choice = (text) => async (/** @type {HTMLElement} */ button) => {
  const which = button.dataset.which ?? '';
  const alternative = statement?.alternatives?.[Number(which)];
  if (!statement || !alternative) return;
  await chooseText(
    statement.id,
    alternative,
    text(currentText(alternative, statement), alternative.text, which),
  );
  await render();
  say(words.t('Gemt på din telefon. Den anden udgave ligger under Tidligere udgaver.'));
};

/** @param {string} which */
const thirdBox = (which) => /** @type {HTMLTextAreaElement} */ (one(`[data-third="${which}"] textarea`));

/** Starts the screen. */
export async function twoVersions() {
  onActs(
    {
      keep: choice((shown) => shown),
      use: choice((_, other) => other),
      both: choice((shown, other) => `${shown}\n\n${other}`),
      write: choice((_shown, _other, which) => textIn(thirdBox(which))),
      third: (button) => {
        const field = one(`[data-third="${button.dataset.which}"]`);
        field.hidden = !field.hidden;
        button.setAttribute('aria-expanded', String(!field.hidden));
        if (!field.hidden) thirdBox(button.dataset.which ?? '').focus();
      },
    },
    failed,
  );
  await render();
}
