// One link: how long it works, and what the person can do with it.
import { formatDay } from '../language/catalogue.js';
import { labelledControl } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/**
 * What the views show of a link. `isUntitled`: the app chose its name. `past`: it has expired by this phone's
 * clock, and the server has not been asked yet.
 * @typedef {{
 *   id: string, name: string, isUntitled?: boolean, made: string, expires: string | null,
 *   state: 'waiting'|'live'|'withdrawing'|'over', over: 'expired'|'withdrawn'|'refused'|null,
 *   wait: 'offline'|'later'|'no-room'|null, past?: boolean,
 *   notes: {sealed: string, text: string, at: string}[], unreadable: number
 * }} Link
 */

/**
 * The status of a link. It gets the focus when the buttons below it disappear.
 * @param {Link} link
 * @param {Catalogue} words
 */
export const statusLine = (link, words) =>
  h('p', { class: 'link-status', tabindex: '-1', 'data-key': `status:${link.id}` }, linkStatus(link, words));

/** @param {Link} link @param {Catalogue} words */
export function linkStatus({ state, over, wait, expires, past }, { t, lang }) {
  const until = expires ? formatDay(expires, lang, true) : '';
  if (state === 'live' && past && wait) return t('Tiden er vist gået. Telefonen ser efter, når der er net.');
  if (state === 'live') return t('Virker til {when}', { when: until });
  if (state === 'waiting' && wait === 'no-room')
    return t('Serveren har ikke plads lige nu. Linket bliver lavet, når der er plads.');
  if (state === 'waiting')
    return wait === 'later'
      ? t('Serveren svarer ikke lige nu. Linket bliver lavet, når den gør.')
      : t('Venter på net. Linket bliver lavet, når der er net.');
  // Without an expiry the server never confirmed the link, so nobody has it.
  if (state === 'withdrawing' && !expires) return t('Linket bliver trukket tilbage, når der er net.');
  if (state === 'withdrawing')
    return t('Linket bliver trukket tilbage, når der er net. Indtil da virker det stadig.');
  if (over === 'withdrawn') return t('Trukket tilbage. Linket virker ikke mere.');
  return over === 'refused'
    ? t('Serveren tog ikke imod linket. Dine ord er her stadig.')
    : t('Tiden er gået. Linket virker ikke mere.');
}

/** @param {string} act @param {Link} link @param {string} label @param {string} [kind] */
function button(act, { id, name, isUntitled = false }, label, kind = 'quiet') {
  const attrs = {
    type: 'button',
    class: `button ${kind}`.trim(),
    'data-act': act,
    'data-id': id,
    'data-key': `${act}:${id}`,
  };
  return name ? labelledControl('button', attrs, label, name, !isUntitled) : h('button', attrs, label);
}

/**
 * Buttons to send a link and to withdraw it. `canSend`: the phone has a share sheet. `isAsking`: the question
 * whether to withdraw it is open.
 * @param {Link} link
 * @param {{canSend: boolean, isAsking: boolean}} state
 * @param {Catalogue} words
 */
export function linkActs(link, { canSend, isAsking }, { t }) {
  const isLive = link.state === 'live';
  return [
    isLive &&
      h(
        'p',
        { class: 'link-row' },
        canSend && button('send-link', link, t('Send'), 'main'),
        button('copy-link', link, t('Kopiér linket'), canSend ? '' : 'main'),
        button('code-link', link, t('Vis som kode'), ''),
      ),
    isLive && h('div', { class: 'qr', 'data-code-of': link.id }),
    (isLive || link.state === 'waiting') &&
      !isAsking &&
      h('p', { class: 'link-row' }, button('ask-back', link, t('Træk tilbage'))),
    isAsking &&
      h(
        'div',
        { class: 'notice', tabindex: '-1', 'data-key': `question:${link.id}` },
        h('p', {}, t('Så kan ingen åbne linket mere. Har den anden læst det, kan det ikke tages tilbage.')),
        h(
          'p',
          { class: 'link-row' },
          button('take-back', link, t('Ja, træk tilbage'), 'main'),
          button('keep-link', link, t('Behold linket')),
        ),
      ),
  ];
}
