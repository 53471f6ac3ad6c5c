// What the other person reads when words fail: the person's request, then their essence, and their answers.
// The shell has the app's own request and answers, for everybody who has written no others.
import { shortView } from '../statement/short_view.js';
import { PACE_DEFAULT } from '../text/pace.js';
import { segment } from '../text/sentences.js';
import { own, ownBlock, ownInline, ownPiece, stemPiece } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {Record<`answer${1 | 2 | 3 | 4}`, string>} OwnAnswers */

/** A first sentence that is longer is no headline. */
const HEADLINE_CHARACTERS = 90;

/** The person's own request, its first sentence as a headline. @param {string} text */
function plea(text) {
  const [first] = segment(text);
  return (
    first && [
      own('h1', { class: first.end > HEADLINE_CHARACTERS && 'long' }, first.text),
      own('p', {}, text.slice(first.end).trim()),
    ]
  );
}

/** @param {Statement} statement @param {Catalogue} words */
function essence(statement, { lang }) {
  return shortView(statement, { layer: 'essence', pace: PACE_DEFAULT, lang }).parts.map(({ runs, stem }) => {
    const shown = runs.flatMap((run) => (run.shown ? run.sentences : []));
    const before = stem.stem && (stem.inline ? stem.stem : `${stem.stem}…`);
    return (
      shown[0] &&
      ownBlock(
        'p',
        {},
        before && stemPiece(before),
        shown.flatMap(({ text }, i) => [i || before ? ' ' : '', ownPiece(text, { 'data-sentence': true })]),
      )
    );
  });
}

/**
 * @param {{statement: Statement | null, handover?: string | null}} state
 * @param {Catalogue} words
 */
export const handOver = ({ statement, handover }, words) =>
  h(
    'div',
    { class: 'hand-over-text' },
    plea(handover ?? ''),
    h('div', { class: 'own-sheet' }, statement && essence(statement, words)),
  );

/** The answers that the person made beforehand. @param {Partial<OwnAnswers>} settings */
export const ownAnswers = ({ answer1, answer2, answer3, answer4 }) =>
  h(
    'div',
    {},
    [answer1, answer2, answer3, answer4].map(
      (text) => text && h('button', { 'data-answer': 'own' }, ownInline(text)),
    ),
  );
