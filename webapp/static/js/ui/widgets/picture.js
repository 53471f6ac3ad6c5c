// Draws a picture of words on the phone; nothing is sent.
import { MARGIN, WIDTH, pictureLayout } from '../../core/picture/layout.js';

/** @typedef {import('../../core/picture/layout.js').Font} Font */
/** @typedef {import('../../core/picture/layout.js').Block} Block */
/** @typedef {import('../../core/picture/layout.js').Layout} Layout */

/** A picture is of paper in the dark theme too; the colours of the light theme (css/tokens.css). */
const COLOURS = { paper: '#f6f1e7', sheet: '#fffdf9', line: '#ddd5c7', ink: '#2a2622', soft: '#4c453d' };

/** @param {Font} font */
function cssFont({ family, weight, size }) {
  const names = getComputedStyle(document.documentElement).getPropertyValue(`--${family}`);
  return `${weight} ${size}px ${names.trim()}`;
}

/** @param {CanvasRenderingContext2D} pen @param {{top: number, bottom: number}} sheet */
function drawSheet(pen, { top, bottom }) {
  const area = /** @type {const} */ ([MARGIN / 2, top, WIDTH - MARGIN, bottom - top]);
  pen.fillStyle = COLOURS.sheet;
  pen.strokeStyle = COLOURS.line;
  pen.lineWidth = 2;
  pen.fillRect(...area);
  pen.strokeRect(...area);
}

/** @param {CanvasRenderingContext2D} pen @param {Layout['lines'][number]} line */
function drawLine(pen, { text, rtl, font, soft, y }) {
  pen.font = cssFont(font);
  pen.fillStyle = soft ? COLOURS.soft : COLOURS.ink;
  pen.direction = rtl ? 'rtl' : 'ltr';
  pen.textAlign = rtl ? 'right' : 'left';
  pen.fillText(text.trimEnd(), rtl ? WIDTH - MARGIN : MARGIN, y);
}

/**
 * Draw the words on a canvas, which gets the size of the picture.
 * @param {HTMLCanvasElement} canvas @param {{request: Block[], words: Block[]}} blocks
 * @returns {Promise<File | null>} null if it is too much for a picture
 */
export async function drawPicture(canvas, blocks) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const layout = pictureLayout(blocks, (text, font) => {
    pen.font = cssFont(font);
    return pen.measureText(text).width;
  });
  if (!layout) return null;
  Object.assign(canvas, { width: WIDTH, height: layout.height });
  pen.fillStyle = COLOURS.paper;
  pen.fillRect(0, 0, WIDTH, layout.height);
  if (layout.sheet) drawSheet(pen, layout.sheet);
  for (const line of layout.lines) drawLine(pen, line);
  /** @type {Blob | null} */
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  return blob && new File([blob], 'egne-ord.png', { type: 'image/png' });
}
