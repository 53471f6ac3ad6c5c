// Takes a text apart into its sentences, and puts it together again.
import { segment } from './sentences.js';

/**
 * A sentence and the white space after it. `last`: it was the last one of its text.
 * @typedef {{text: string, gap: string, last: boolean}} Piece
 */

/** @param {string} text @returns {Piece[]} */
export function piecesOf(text) {
  const sentences = segment(text);
  return sentences.map(({ end, text: sentence }, i) => {
    const next = sentences[i + 1];
    return { text: sentence, gap: text.slice(end, next?.start), last: !next };
  });
}

/** The white space a text begins with. @param {string} text */
export const leadOf = (text) => text.slice(0, text.length - text.trimStart().length);

/** The sentences, one a line, without their white space. @param {readonly Piece[]} pieces */
export const comparable = (pieces) => pieces.map(({ text }) => text).join('\n');

/** @param {Piece[]} pieces */
export const textOf = (pieces) =>
  pieces.map((piece, i) => piece.text + gapAfter(piece, pieces[i + 1])).join('');

/**
 * The white space after a sentence. One that was the last of its text needs some before the next.
 * @param {Piece} piece @param {Piece} [next]
 */
function gapAfter({ text, gap, last }, next) {
  if (!next || gap) return gap;
  // "år.Jeg" needs no white space as long as the two still divide: another sentence may follow now.
  if (!last && segment(text + next.text)[0]?.text === text) return gap;
  return segment(`${text} ${next.text}`)[0]?.text === text ? ' ' : '\n';
}
