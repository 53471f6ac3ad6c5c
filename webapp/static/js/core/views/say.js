// "Sig det": one sentence a screen. The opening line comes first, then the first line, then the others in
// order.
import { h } from '../markup/tree.js';
import { ownBlock, ownPiece, stemPiece } from '../markup/own_words.js';
import { firstLines } from '../statement/short_view.js';
import { linesOf, stemText } from './rehearse.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../statement/short_view.js').Layer} Layer */
/**
 * One screen: the app's opening line, a sentence with its stem, or the end.
 * @typedef {{name: 'opening' | 'end'} | {name: 'line', stem: string, text: string}} Card
 */
/**
 * Where the person stopped, without any of their words. `about`: the id of the statement or meeting.
 * `day`: a local date; on another day they begin again.
 * @typedef {{about: string, layer: Layer, day: string, at: number}} Place
 */

/**
 * The cards of a layer; none if there is nothing to say.
 * @param {Statement | null} statement without the lines that its meeting leaves out
 * @param {{layer: Layer, lang: string}} choices @returns {Card[]}
 */
export function cardsOf(statement, { layer, lang }) {
  const lines = statement ? linesOf(statement, { layer, lang }) : [];
  const [first] = statement ? firstLines(statement, lang) : [];
  if (!first || !lines.length) return [];
  const [opening, others] = [lines.filter((line) => line.first), lines.filter((line) => !line.first)];
  const ordered = [
    ...opening.map((line) => ({ ...line, stem: line.stem || stemText(first.stem) })),
    ...others,
  ];
  const cards = ordered.map(({ stem, text }) => ({ name: /** @type {const} */ ('line'), stem, text }));
  return [{ name: 'opening' }, ...cards, { name: 'end' }];
}

/**
 * The card to open: where the person stopped if it was here and today, else the opening line.
 * @param {Place | undefined} place @param {Omit<Place, 'at'>} here @param {number} cards how many there are
 */
export function openingAt(place, here, cards) {
  const isHere = place && place.about === here.about && place.layer === here.layer && place.day === here.day;
  const at = isHere && Number.isInteger(place.at) ? place.at : 0;
  return Math.min(Math.max(0, cards - 1), Math.max(0, at));
}

/** @param {Catalogue} words */
const opening = ({ t }) => [
  h(
    'p',
    { class: 'fitted' },
    t(
      'Må jeg bruge de første fem minutter på at sige, hvad der er vigtigt for mig? Jeg har skrevet det ned, så jeg husker det.',
    ),
  ),
  h('p', { class: 'hint' }, t('Tryk på skærmen for at gå videre.')),
];

/** @param {Catalogue} words */
const end = ({ t }) => [
  h('p', { class: 'fitted' }, t('Nu har du sagt det.')),
  h('button', { type: 'button', class: 'button', 'data-act': 'again' }, t('Begynd forfra')),
];

/** @param {{stem: string, text: string}} line */
const line = ({ stem, text }) =>
  ownBlock(
    'p',
    { class: 'fitted' },
    stem && stemPiece(stem),
    stem && ' ',
    ownPiece(text, { 'data-sentence': true }),
  );

/** @param {{cards: Card[], at: number}} state @param {Catalogue} words */
export function say({ cards, at }, words) {
  const { t, paths } = words;
  const card = cards[at];
  if (!card)
    return h(
      'div',
      { class: 'empty' },
      h('p', {}, t('Her står det, du vil sige, når du har skrevet det.')),
      h('a', { class: 'button main', href: paths.write }, t('Skriv en sætning')),
    );
  const shown = card.name === 'line' ? line(card) : card.name === 'end' ? end(words) : opening(words);
  return h('div', { class: 'one', 'data-card': at }, shown);
}
