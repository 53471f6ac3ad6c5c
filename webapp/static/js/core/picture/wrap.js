// Wraps a text into lines that fit a width. Joined, the lines are the text, character for character.

/** A paragraph with the line break at its end. */
const PARAGRAPH = /[^\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029])|[^\n\r\u2028\u2029]+$/g;
/** A word with the spaces after it; a line may break behind them, but not at a space that holds words together. */
const WORD =
  /[^ \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]*[ \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]*/g;
/** The first letter decides the direction, as `dir="auto"` does. */
const FIRST_LETTER = /\p{L}/u;
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether a text is read from the right. @param {string} text */
export const isFromTheRight = (text) => FROM_THE_RIGHT.test(text.match(FIRST_LETTER)?.[0] ?? '');

/**
 * What a reader sees as one letter: é of two characters, or an emoji of several.
 * @param {string} word
 */
const lettersOf = (word) =>
  'Segmenter' in Intl
    ? [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)].map((one) => one.segment)
    : [...word];

/**
 * Fill lines with pieces, in order.
 * @param {string[]} pieces @param {(line: string) => boolean} fits
 */
function fill(pieces, fits) {
  const lines = [''];
  for (const piece of pieces) {
    const line = lines[lines.length - 1] + piece;
    if (lines[lines.length - 1] && !fits(line)) lines.push(piece);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

/**
 * The lines of one paragraph. A word that no line has room for is broken between two letters.
 * @param {string} paragraph @param {(line: string) => boolean} fits
 */
function linesOf(paragraph, fits) {
  const pieces = (paragraph.match(WORD) ?? []).flatMap((word) => (fits(word) ? [word] : lettersOf(word)));
  return fill(pieces, fits);
}

/**
 * @param {string} text
 * @param {(line: string) => boolean} fits whether a line has room for this, which ends without white space
 * @returns {{text: string, rtl: boolean}[]}
 */
export const wrap = (text, fits) =>
  (text.match(PARAGRAPH) ?? []).flatMap((paragraph) =>
    linesOf(paragraph, (line) => fits(line.trimEnd())).map((line) => ({
      text: line,
      rtl: isFromTheRight(paragraph),
    })),
  );
