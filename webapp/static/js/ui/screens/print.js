// The paper twin: type as large as one page allows, down to 10 points, then a second page.
import { sheet } from '../../core/views/sheet.js';
import { start } from '../app.js';
import { onActs, one, show } from '../dom.js';
import { carry, failed, words, wordsHere } from '../page.js';

const SIZES_PT = [14, 13, 12, 11, 10];
const place = one('[data-view=sheet]');
/** @type {Parameters<typeof sheet>[0] & {whole: boolean}} */
const state = { statement: null, meeting: null, whole: true };

/** The largest type that keeps the sheet on one page, measured on a hidden twin of paper size. */
function fit() {
  const twin = /** @type {HTMLElement} */ (place.cloneNode(true));
  twin.classList.add('measure');
  twin.removeAttribute('data-view');
  twin.setAttribute('aria-hidden', 'true');
  document.body.append(twin);
  const fits = (/** @type {number} */ size) => {
    twin.dataset.size = String(size);
    return one('.sheet-body', twin).scrollHeight <= twin.clientHeight;
  };
  place.dataset.size = String(SIZES_PT.find(fits) ?? SIZES_PT.at(-1));
  twin.remove();
}

function render() {
  show(place, sheet(state, words));
  if (state.statement) fit();
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
