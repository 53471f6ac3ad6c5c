// Earlier versions of a statement: view them, restore one, or erase one.
import { versions } from '../../core/views/history.js';
import { eraseVersion } from '../../data/documents/erase.js';
import { snapshotsOf, takeBack } from '../../data/documents/save_statement.js';
import { onActs, one, show } from '../dom.js';
import { carryId, failed, say, words, wordsHere } from '../page.js';

/** The key of the version that the person may be about to erase; '' for none. */
let asks = '';

async function render() {
  const { statement, id } = await wordsHere();
  carryId(id);
  show(
    one('[data-view=versions]'),
    versions({ statement, snapshots: statement ? await snapshotsOf(statement.id) : [], asks }, words),
  );
}

/** Ask about one version, or about none. @param {string} key */
async function ask(key) {
  asks = key;
  await render();
  return document.querySelector('[data-act=keep]');
}

/** @type {import('../dom.js').Acts} */
const acts = {
  'take-back': async (button) => {
    await takeBack(Number(button.dataset.key));
    await render();
    say(words.t('Udgaven er tilbage. Det, der stod før, ligger her også.'));
  },
  'ask-erase': ({ dataset }) => ask(dataset.of ?? ''),
  keep: () => ask(''),
  erase: async ({ dataset }) => {
    await eraseVersion(Number(dataset.of));
    asks = '';
    await render();
    say(words.t('Den udgave er væk.'));
  },
};

/** Starts the screen. */
export function start() {
  onActs(acts, failed);
  return render();
}
