// Acts for a link on any screen: send it, copy it, show it as a code, withdraw it.
import { h } from '../../core/markup/tree.js';
import { flushOutbox } from '../../data/share/outbox.js';
import { linkOf, withdrawShare } from '../../data/share/shares.js';
import { all, one, show } from '../dom.js';
import { say, words } from '../page.js';
import { showQr } from '../widgets/qr.js';

/** @typedef {import('../../data/share/shares.js').Share} Share */

const { t } = words;
/**
 * Links prepared in advance: browsers allow the share sheet and the clipboard only directly in a click
 * handler.
 * @type {Map<string, string>}
 */
const links = new Map();

export const canSend = () => 'share' in navigator;

/** Prepare the links of these shares. @param {Share[]} shares */
export async function prepareLinks(shares) {
  for (const share of shares)
    if (share.state === 'live' && !links.has(share.id))
      links.set(share.id, await linkOf(share, location.origin));
}

/**
 * Draw the links again, and keep an open code or text below its link.
 * @param {HTMLElement} place
 * @param {import('../../core/markup/tree.js').Child} tree
 */
export function showLinks(place, tree) {
  const open = new Map(
    all('[data-code-of]', place).map(({ dataset, childNodes }) => [dataset.codeOf, [...childNodes]]),
  );
  show(place, tree);
  for (const code of all('[data-code-of]', place)) code.append(...(open.get(code.dataset.codeOf) ?? []));
}

const placeOf = (/** @type {string} */ id) => one(`[data-code-of="${id}"]`);

/** @param {string} link @param {string} id */
async function copy(link, id) {
  try {
    await navigator.clipboard.writeText(link);
    say(t('Linket er kopieret. Sæt det ind i en besked til den, du stoler på.'));
  } catch {
    show(placeOf(id), h('p', { class: 'link-text', translate: 'no' }, link));
    say(t('Det kunne ikke kopieres. Markér linket, og kopiér det selv.'));
  }
}

/** @param {string} link */
async function send(link) {
  try {
    await navigator.share({ url: link });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return; // the person cancelled
    say(t('Telefonen kunne ikke sende linket. Prøv at kopiere det.'));
  }
}

/** @param {HTMLElement} button */
const idOf = ({ dataset }) => dataset.id ?? '';

/** Move the focus when the button that held it is gone. @param {string} key the new element's data-key */
const focusOn = (key) =>
  all('[data-key]')
    .find(({ dataset }) => dataset.key === key)
    ?.focus();

/** @param {(id: string) => Promise<void>} ask redraws with the question about this link; '' for none */
export const linkActs = (ask) => ({
  'send-link': (/** @type {HTMLElement} */ button) => send(links.get(idOf(button)) ?? ''),
  'copy-link': (/** @type {HTMLElement} */ button) => copy(links.get(idOf(button)) ?? '', idOf(button)),
  'code-link': async (/** @type {HTMLElement} */ button) => {
    const place = placeOf(idOf(button));
    if (place.childElementCount) return place.replaceChildren();
    await showQr(place, links.get(idOf(button)) ?? '', t('Kode med linket')).catch(() =>
      say(t('Det her skal bruge net første gang. Dine ord er her stadig.')),
    );
  },
  'ask-back': async (/** @type {HTMLElement} */ button) => {
    await ask(idOf(button));
    focusOn(`question:${idOf(button)}`);
  },
  'keep-link': async (/** @type {HTMLElement} */ button) => {
    await ask('');
    focusOn(`ask-back:${idOf(button)}`);
  },
  'take-back': async (/** @type {HTMLElement} */ button) => {
    await withdrawShare(idOf(button));
    await ask('');
    focusOn(`status:${idOf(button)}`);
    await flushOutbox();
  },
});
