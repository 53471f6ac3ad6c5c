// Earlier versions of a statement: view them, and restore one.
import { versions } from '../../core/views/history.js';
import { snapshotsOf, takeBack } from '../../data/documents/save_statement.js';
import { onActs, one, show } from '../dom.js';
import { carryId, failed, say, words, wordsHere } from '../page.js';

async function render() {
  const { statement, id } = await wordsHere();
  carryId(id);
  show(
    one('[data-view=versions]'),
    versions({ statement, snapshots: statement ? await snapshotsOf(statement.id) : [] }, words),
  );
}

/** @type {import('../dom.js').Acts} */
const acts = {
  'take-back': async (button) => {
    await takeBack(Number(button.dataset.key));
    await render();
    say(words.t('Den er tilbage. Det, der stod før, ligger her også.'));
  },
};

/** Starts the screen. */
export function start() {
  onActs(acts, failed);
  return render();
}
