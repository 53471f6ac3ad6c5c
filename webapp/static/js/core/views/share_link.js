// One link: how long it works, and what one can do with it.
import { dayName } from '../catalogue.js';
import { titleOf } from '../labels.js';
import { about, titled } from '../own_words.js';
import { h } from '../tree.js';

/** @typedef {import('../catalogue.js').Catalogue} Catalogue */
/**
 * What a view needs to know of a link.
 * @typedef {{id: string, name: string, made: string, expires: string | null, state: 'waiting'|'live'|'withdrawing'|'over',
 *   over: 'expired'|'withdrawn'|'refused'|null, wait: 'offline'|'later'|null, notes: {sealed: string, text: string, at: string}[], unreadable: number}} Link
 */

/** Takes the focus when the buttons below it are gone. @param {Link} link @param {Catalogue} words */
export const statusLine = (link, words) => h('p', { class: 'link-status', tabindex: '-1', 'data-key': `status:${link.id}` }, linkStatus(link, words));

/** @param {Link} link @param {Catalogue} words */
export function linkStatus({ state, over, wait, expires }, { t, lang }) {
  const until = expires ? dayName(expires, lang, true) : '';
  if (state === 'live') return t('Virker til {when}', { when: until });
  if (state === 'waiting') return wait === 'later' ? t('Serveren svarer ikke lige nu. Linket bliver lavet, når den gør.') : t('Venter på net. Linket bliver lavet, når der er net.');
  // Nobody has one that was never told to be out.
  if (state === 'withdrawing' && !expires) return t('Bliver trukket tilbage, når der er net.');
  if (state === 'withdrawing') return t('Bliver trukket tilbage, når der er net. Indtil da virker det stadig.');
  if (over === 'withdrawn') return t('Trukket tilbage. Linket virker ikke mere.');
  return over === 'refused' ? t('Serveren tog ikke imod linket. Dine ord er her stadig.') : t('Tiden er gået. Linket virker ikke mere.');
}

/** What the person calls it, in a line. @param {Pick<Link, 'name'>} link @param {Catalogue} words */
export const titledLink = ({ name }, words) => titled('bdi', {}, { title: name }, titleOf({ title: name }, words));

/** @param {string} act @param {Link} link @param {string} label @param {{words: Catalogue, kind?: string}} more */
const button = (act, link, label, { words, kind = 'quiet' }) => h('button',
  { type: 'button', class: `button ${kind}`.trim(), 'data-act': act, 'data-id': link.id, 'data-key': `${act}:${link.id}` },
  about(label, titledLink(link, words)));

/**
 * The ways to give a link away, and to take it back. `canSend`: the phone has a share sheet. `isAsking`: whether to take it back.
 * @param {Link} link @param {{canSend: boolean, isAsking: boolean}} state @param {Catalogue} words
 */
export function linkActs(link, { canSend, isAsking }, words) {
  const { t } = words;
  const isLive = link.state === 'live';
  return [
    isLive && h('p', { class: 'link-row' },
      canSend && button('send-link', link, t('Send'), { words, kind: 'main' }),
      button('copy-link', link, t('Kopiér linket'), { words, kind: canSend ? '' : 'main' }),
      button('code-link', link, t('Vis som kode'), { words, kind: '' })),
    isLive && h('div', { class: 'qr', 'data-code-of': link.id }),
    (isLive || link.state === 'waiting') && !isAsking && h('p', { class: 'link-row' }, button('ask-back', link, t('Træk tilbage'), { words })),
    isAsking && h('div', { class: 'notice', tabindex: '-1', 'data-key': `question:${link.id}` },
      h('p', {}, t('Så kan ingen åbne linket mere. Er det læst, kan det ikke gøres ulæst.')),
      h('p', { class: 'link-row' }, button('take-back', link, t('Ja, træk tilbage'), { words, kind: 'main' }), button('keep-link', link, t('Behold linket'), { words }))),
  ];
}
