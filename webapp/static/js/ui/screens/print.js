// The paper twin.
import { sheet } from '../../core/views/sheet.js';
import { start } from '../app.js';
import { onActs, one, show } from '../dom.js';
import { carry, failed, words, wordsHere } from '../page.js';
import { fitOnPaper } from '../paper.js';

const place = one('[data-view=sheet]');
/** @type {Parameters<typeof sheet>[0] & {whole: boolean}} */
const state = { statement: null, meeting: null, whole: true };

function render() {
  show(place, sheet(state, words));
  if (state.statement) fitOnPaper(place);
}

onActs({ print: () => window.print() }, failed);

one('[data-prints]').addEventListener('change', ({ target }) => {
  state.whole = /** @type {HTMLInputElement} */ (target).value === 'whole';
  render();
});

start(async () => {
  const { statement, meeting, id } = await wordsHere();
  Object.assign(state, { statement, meeting });
  carry(id);
  render();
});
