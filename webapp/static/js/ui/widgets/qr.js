// Draws a QR code as SVG, on the phone.
import { h } from '../../core/markup/tree.js';
import { show } from '../dom.js';
import { qrWriter } from '../../lazy.js';

/** Quiet zone around the code, in modules; readers need four. */
const QUIET_MODULES = 4;
/** Longest text, in bytes of UTF-8. The modules of a larger code are too small for an old phone's camera. */
const CODE_MAX_BYTES = 900;

/** @param {string} text */
export const fitsCode = (text) => new TextEncoder().encode(text).length <= CODE_MAX_BYTES;

/**
 * @param {HTMLElement} place @param {string} text @param {string} label for screen readers
 * @param {'low'|'medium'} [ecc] 'low' makes larger modules from a long text, with less error correction
 */
export async function showQr(place, text, label, ecc = 'medium') {
  const { encodeQR } = await qrWriter();
  const squares = encodeQR(text, 'raw', { ecc, border: QUIET_MODULES });
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
