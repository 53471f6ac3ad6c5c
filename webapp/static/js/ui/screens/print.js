// The paper twin.
import { sheet } from '../../core/views/sheet.js';
import { onActs, one, show } from '../dom.js';
import { carry, failed, words, wordsHere } from '../page.js';
import { fitOnPaper } from '../widgets/paper.js';

const place = () => one('[data-view=sheet]');
/** @type {Parameters<typeof sheet>[0] & {whole: boolean}} */
const state = { statement: null, meeting: null, whole: true };

function render() {
  show(place(), sheet(state, words));
  if (state.statement) fitOnPaper(place());
}

/** @param {Event} event */
function chooseWhole({ target }) {
  state.whole = /** @type {HTMLInputElement} */ (target).value === 'whole';
  render();
}

/** Starts the screen. */
export async function start() {
  onActs({ print: () => window.print() }, failed);
  one('[data-prints]').addEventListener('change', chooseWhole);
  const { statement, meeting, id } = await wordsHere();
  Object.assign(state, { statement, meeting });
  carry(id);
  render();
}
