// A QR code as a picture of squares, made on the phone.
import { h } from '../../core/markup/tree.js';
import { show } from '../dom.js';
import { qrWriter } from '../../lazy.js';

/** White around the code, in squares; readers need four. */
const QUIET = 4;
/** Longest text, in bytes of UTF-8: a larger code has squares too small for the camera of an old phone. */
const CODE_MAX_BYTES = 900;

/** @param {string} text */
export const fitsCode = (text) => new TextEncoder().encode(text).length <= CODE_MAX_BYTES;

/**
 * @param {HTMLElement} place @param {string} text @param {string} label what a screen reader says instead
 * @param {'low'|'medium'} [ecc] a long text has larger squares with less to mend it by
 */
export async function showQr(place, text, label, ecc = 'medium') {
  const { encodeQR } = await qrWriter();
  const squares = encodeQR(text, 'raw', { ecc, border: QUIET });
  const size = squares.length;
  const path = squares
    .flatMap((line, y) => line.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  show(
    place,
    h(
      'svg',
      { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label },
      h('rect', { width: size, height: size, fill: '#fff' }),
      h('path', { d: path, fill: '#000' }),
    ),
  );
}
