// "Det vigtigste" as plain text, for a QR code that holds the words themselves.
import { PACE_DEFAULT } from '../text/pace.js';
import { shortView } from './short_view.js';

/** @typedef {import('./fields.js').Statement} Statement */
/** @typedef {import('./short_view.js').Layer} Layer */

/**
 * @param {ReturnType<typeof shortView>['parts'][number]} part
 * @returns {string} '' if the layer has nothing of it
 */
function partText({ stem, runs }) {
  const sentences = runs.filter(({ shown }) => shown).flatMap((run) => run.sentences.map(({ text }) => text));
  if (!sentences.length) return '';
  const lead = stem.stem && (stem.inline ? stem.stem : `${stem.stem}…`);
  return [lead, ...sentences].filter(Boolean).join(' ');
}

/** @param {Statement} statement as prepared for a meeting @param {Layer} layer @param {string} lang */
export const layerText = (statement, layer, lang) =>
  shortView(statement, { layer, pace: PACE_DEFAULT, lang }).parts.map(partText).filter(Boolean).join('\n\n');

/**
 * The essence, or the first line if the essence is too long for a code. '' if both are too long, or empty.
 * @param {Statement} statement as prepared for a meeting @param {string} lang
 * @param {(text: string) => boolean} fits @returns {{text: string, layer: Layer}}
 */
export function codeText(statement, lang, fits) {
  const layers = /** @type {const} */ (['essence', 'first_line']);
  const found = layers
    .map((layer) => ({ layer, text: layerText(statement, layer, lang) }))
    .find(({ text }) => fits(text));
  return found ?? { text: '', layer: 'first_line' };
}
