// "Som billede": where each line stands on a picture with what the person asks for when words fail, and the
// first line to say on a sheet of paper.
import { wrap } from './wrap.js';

/** Sizes are in pixels of the picture. @typedef {{family: 'app' | 'words', weight: number, size: number}} Font */
/** @typedef {{text: string, font: Font, gap?: number, soft?: boolean}} Block `gap`: the room above it */
/** @typedef {{text: string, rtl: boolean, font: Font, soft: boolean, y: number}} Line `y`: of its baseline */
/** @typedef {{height: number, lines: Line[], sheet: {top: number, bottom: number} | null}} Layout */

export const WIDTH = 1080;
export const MARGIN = 72;
/** Between the edge of the sheet and its first and last line. */
const PADDING = 48;
/** As tall as a photo, and no taller than what a phone shows whole; what is longer gets smaller letters. */
const HEIGHT_MIN = 1350;
const HEIGHT_MAX = 1920;
/** With the smallest letters. Taller pictures are more than old phones can draw. */
const HEIGHT_LIMIT = 3840;
const SCALES = [1.2, 1, 0.9, 0.8, 0.7];
/** More never fits, and would take long to measure. */
const CHARACTERS_MAX = 4000;
const LINE_HEIGHT = 1.42;
const BASELINE = 1.06;

/**
 * Blocks below one another, from `top` on.
 * @param {Block[]} blocks @param {number} top @param {number} scale
 * @param {(text: string, font: Font) => number} measure
 */
function stack(blocks, top, scale, measure) {
  const lines = [];
  let y = top;
  for (const { text, font, gap = 0, soft = false } of blocks) {
    const scaled = { ...font, size: Math.round(font.size * scale) };
    y += gap;
    for (const line of wrap(text, (part) => measure(part, scaled) <= WIDTH - 2 * MARGIN)) {
      lines.push({ ...line, font: scaled, soft, y: Math.round(y + scaled.size * BASELINE) });
      y += scaled.size * LINE_HEIGHT;
    }
  }
  return { lines, bottom: Math.round(y) };
}

/**
 * @param {Block[]} request @param {Block[]} words @param {number} scale
 * @param {(text: string, font: Font) => number} measure
 * @returns {Layout}
 */
function scaledLayout(request, words, scale, measure) {
  const above = stack(request, MARGIN, scale, measure);
  const top = above.bottom + PADDING;
  const own = stack(words, top + PADDING, scale, measure);
  const sheet = words.length ? { top, bottom: own.bottom + PADDING } : null;
  const height = Math.max(HEIGHT_MIN, (sheet ? sheet.bottom : above.bottom) + MARGIN);
  return { height, lines: [...above.lines, ...own.lines], sheet };
}

/**
 * The largest letters with which the picture is no taller than a phone; the smallest if there are none.
 * @param {{request: Block[], words: Block[]}} blocks `words` stand on the sheet
 * @param {(text: string, font: Font) => number} measure the width of a text
 * @returns {Layout | null} null if it is too much for a picture, because nothing is ever cut
 */
export function pictureLayout({ request, words }, measure) {
  const characters = [...request, ...words].reduce((sum, { text }) => sum + text.length, 0);
  if (characters > CHARACTERS_MAX) return null;
  let layout = null;
  for (const scale of SCALES) {
    layout = scaledLayout(request, words, scale, measure);
    if (layout.height <= HEIGHT_MAX) return layout;
  }
  return layout && layout.height <= HEIGHT_LIMIT ? layout : null;
}
