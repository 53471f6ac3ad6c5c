// "Mine links": what is out, until when, and what came back.
import { dayName } from '../catalogue.js';
import { titleOf } from '../labels.js';
import { about, own, titled } from '../own_words.js';
import { h } from '../tree.js';
import { linkActs, statusLine, titledLink } from './share_link.js';

/** @typedef {import('../catalogue.js').Catalogue} Catalogue */
/** @typedef {import('./share_link.js').Link} Link */

/** What somebody answered: their words, never among the person's own. @param {Link} link @param {Catalogue} words */
function notes({ id, name, notes, unreadable }, words) {
  const { t, tn, lang } = words;
  return [
    notes.length > 0 && h('details', { class: 'replies', 'data-replies': id },
      h('summary', {}, about(tn('{n} svar', '{n} svar', notes.length), titledLink({ name }, words))),
      notes.map(({ text, at }) => h('figure', { class: 'reply' },
        h('figcaption', { class: 'hint' }, t('Skrevet {when}', { when: dayName(at, lang, true) })),
        own('blockquote', {}, text)))),
    unreadable > 0 && h('p', { class: 'hint' }, tn('{n} svar kan ikke åbnes. Det er ændret på vejen.', '{n} svar kan ikke åbnes. De er ændret på vejen.', unreadable)),
  ];
}

/** @param {Link} link @param {{canSend: boolean, asks: string}} state @param {Catalogue} words */
function card(link, { canSend, asks }, words) {
  const { t, lang } = words;
  return h('li', { class: 'card' },
    titled('h2', {}, { title: link.name }, titleOf({ title: link.name }, words)),
    h('p', { class: 'card-note' }, t('Lavet {when}', { when: dayName(link.made, lang, true) })),
    statusLine(link, words),
    linkActs(link, { canSend, isAsking: asks === link.id && link.state !== 'over' }, words),
    notes(link, words),
    link.state === 'over' && h('p', { class: 'link-row' },
      h('button', { type: 'button', class: 'button quiet', 'data-act': 'forget-link', 'data-id': link.id },
        about(t('Fjern fra listen'), titledLink(link, words)))));
}

/** @param {{links: Link[], canSend: boolean, asks: string}} state newest first; `asks`: the one that may be taken back @param {Catalogue} words */
export function linkList({ links, ...state }, words) {
  const { t } = words;
  if (!links.length) return h('p', { class: 'empty' }, t('Her er ingen links. Når du deler med én, kan du se det her.'));
  return h('ul', { class: 'meeting-list' }, links.map((link) => card(link, state, words)));
}
