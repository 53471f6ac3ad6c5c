// "Mine links": the links, how long each works, and the replies.
import { formatDay } from '../language/catalogue.js';
import { titleOf } from '../language/labels.js';
import { labelledControl, own, titleElement } from '../markup/own_words.js';
import { h } from '../markup/tree.js';
import { linkActs, statusLine } from './share_link.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('./share_link.js').Link} Link */

/**
 * Replies to a link, kept apart from the person's own words.
 * @param {Link} link
 * @param {Catalogue} words
 */
function notes({ id, name, isUntitled, notes, unreadable }, { t, tn, lang }) {
  return [
    notes.length > 0 &&
      h(
        'details',
        { class: 'replies', 'data-replies': id },
        labelledControl('summary', {}, tn('{n} svar', '{n} svar', notes.length), name, !isUntitled),
        notes.map(({ text, at }) =>
          h(
            'figure',
            { class: 'reply' },
            h('figcaption', { class: 'hint' }, t('Skrevet {when}', { when: formatDay(at, lang, true) })),
            own('blockquote', {}, text),
          ),
        ),
      ),
    unreadable > 0 &&
      h(
        'p',
        { class: 'hint' },
        tn(
          '{n} svar kan ikke åbnes. Det er ændret på vejen.',
          '{n} svar kan ikke åbnes. De er ændret på vejen.',
          unreadable,
        ),
      ),
  ];
}

/** @param {Link} link @param {{canSend: boolean, asks: string}} state @param {Catalogue} words */
function card(link, { canSend, asks }, words) {
  const { t, lang } = words;
  const named = { ...link, name: titleOf({ title: link.name }, words), isUntitled: !link.name.trim() };
  return h(
    'li',
    { class: 'card' },
    titleElement('h2', {}, { title: link.name }, named.name),
    h('p', { class: 'card-note' }, t('Lavet {when}', { when: formatDay(link.made, lang, true) })),
    statusLine(link, words),
    linkActs(named, { canSend, isAsking: asks === link.id && link.state !== 'over' }, words),
    notes(named, words),
    link.state === 'over' &&
      h(
        'p',
        { class: 'link-row' },
        labelledControl(
          'button',
          { type: 'button', class: 'button quiet', 'data-act': 'forget-link', 'data-id': link.id },
          t('Fjern fra listen'),
          named.name,
          !named.isUntitled,
        ),
      ),
  );
}

/**
 * The links, newest first. `asks`: id of the link for which the question whether to withdraw it is open, or
 * ''.
 * @param {{links: Link[], canSend: boolean, asks: string}} state
 * @param {Catalogue} words
 */
export function linkList({ links, ...state }, words) {
  const { t } = words;
  if (!links.length)
    return h('p', { class: 'empty' }, t('Du har ingen links lige nu. Det, du deler, står på siden her.'));
  return h(
    'ul',
    { class: 'meeting-list' },
    links.map((link) => card(link, state, words)),
  );
}
