// The printed sheet: the whole statement, or a short form of it.
import { sheet } from '../../core/views/sheet.js';
import { onActs, one, show } from '../dom.js';
import { carryId, failed, words, wordsHere } from '../page.js';
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

async function read() {
  const { statement, meeting, id } = await wordsHere();
  Object.assign(state, { statement, meeting });
  carryId(id);
  render();
}

/** Starts the screen. */
export async function start() {
  const reading = read();
  onActs({ print: () => window.print() }, failed, reading);
  one('[data-prints]').addEventListener('change', chooseWhole);
  await reading;
}
