// A text as the sentences it is made of, and the text again.
import { segment } from './sentences.js';

/** A sentence and the white space after it; last: nothing follows. @typedef {{text: string, gap: string, last: boolean}} Piece */

/** @param {string} text @returns {Piece[]} */
export function piecesOf(text) {
  const sentences = segment(text);
  return sentences.map(({ end, text: own }, i) => {
    const next = sentences[i + 1];
    return { text: own, gap: text.slice(end, next?.start), last: !next };
  });
}

/** The white space a text begins with. @param {string} text */
export const leadOf = (text) => text.slice(0, text.length - text.trimStart().length);

/** @param {readonly Piece[]} pieces */
export const plain = (pieces) => pieces.map(({ text }) => text).join('\n');

/** @param {Piece[]} pieces */
export const joined = (pieces) =>
  pieces.map((piece, i) => piece.text + gapBefore(piece, pieces[i + 1])).join('');

/** A sentence that was the last of its text needs something before what follows it now. @param {Piece} piece @param {Piece} [next] */
function gapBefore({ text, gap, last }, next) {
  if (!next || gap) return gap;
  // "år.Jeg": nothing stood between them, and nothing need, unless another sentence came between.
  if (!last && segment(text + next.text)[0]?.text === text) return gap;
  return segment(`${text} ${next.text}`)[0]?.text === text ? ' ' : '\n';
}
