// "Øv dig": the sentences of one layer, one after the other, at the person's own pace.
import { ownBlock, ownPiece, stemPiece } from '../markup/own_words.js';
import { PACE_DEFAULT } from '../text/pace.js';
import { shortView } from '../statement/short_view.js';
import { h } from '../markup/tree.js';
import { countWords } from '../text/words.js';
import { aboutTime } from './five_minutes.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../statement/fields.js').Statement} Statement */
/**
 * What is said in one breath: a sentence with its stem. `first`: it is the first line.
 * @typedef {{stem: string, text: string, words: number, first: boolean}} Line
 */

/** A stem as it stands before a sentence. @param {import('../statement/stems.js').Stem} stem */
export const stemText = ({ stem, inline }) => (stem && !inline ? `${stem}…` : stem);

/**
 * What is said in a layer, in order.
 * @param {Statement} statement
 * @param {{layer: import('../statement/short_view.js').Layer, lang: string}} choices
 * @returns {Line[]}
 */
export function linesOf(statement, { layer, lang }) {
  return shortView(statement, { layer, lang }).parts.flatMap(({ stem, runs }) =>
    runs
      .flatMap(({ shown, sentences }) => (shown ? sentences : []))
      .map(({ text, first }, i) => {
        const opens = i === 0 ? stemText(stem) : '';
        return { stem: opens, text, words: countWords(`${opens} ${text}`), first };
      }),
  );
}

/**
 * `at`: index of the line that is being read, -1 before the start.
 * @param {{lines: Line[], at: number, pace: number | null}} state
 * @param {Catalogue} words
 */
export function rehearse({ lines, at, pace }, words) {
  const { t, paths } = words;
  if (!lines.length) {
    return h(
      'div',
      { class: 'empty' },
      h('p', {}, t('Her kan du øve dig, når du har skrevet en sætning.')),
      h('a', { class: 'button main', href: paths.write }, t('Skriv en sætning')),
    );
  }
  const seconds = (lines.reduce((sum, { words: count }) => sum + count, 0) * 60) / (pace || PACE_DEFAULT);
  return h(
    'div',
    { class: 'rehearsal', 'data-reading': at >= 0 },
    lines.map(({ stem, text }, i) =>
      ownBlock(
        'p',
        { class: 'rehearsal-line', 'aria-current': i === at ? 'true' : null, 'data-line': i },
        ...(stem ? [stemPiece(stem), ' '] : []),
        ownPiece(text, { 'data-sentence': true }),
      ),
    ),
    h('p', { class: 'about-time' }, aboutTime(seconds, words)),
  );
}
