// The sheets to hand out, one at a time. The code on each is the address of the server that this app is from.
import { all, onActs, one, show } from '../dom.js';
import { failed, say, words } from '../page.js';
import { fitOnPaper } from '../widgets/paper.js';
import { showQr } from '../widgets/qr.js';

const { t } = words;

/** @param {string} name */
function turnTo(name) {
  for (const sheet of all('[data-sheet]')) {
    sheet.hidden = sheet.dataset.sheet !== name;
    if (!sheet.hidden) fitOnPaper(sheet);
  }
}

async function drawCodes() {
  for (const address of all('[data-address]')) show(address, location.host);
  for (const code of all('[data-qr]'))
    await showQr(code, `${location.origin}/`, t('Kode med appens adresse'));
}

/** Starts the screen. */
export async function start() {
  onActs({ print: () => window.print() }, failed);
  one('[data-sheets]').addEventListener('change', ({ target }) =>
    turnTo(/** @type {HTMLInputElement} */ (target).value),
  );
  const chosen = /** @type {HTMLInputElement} */ (one('[data-sheets] :checked')).value;
  const named = /** @type {HTMLInputElement[]} */ (all('[data-sheets] input')).find(
    ({ value }) => value === location.hash.slice(1),
  );
  if (named) named.checked = true;
  await drawCodes().catch(() => say(t('Det her skal bruge net første gang. Dine ord er her stadig.')));
  turnTo(named?.value ?? chosen);
}
