// What stands on the picture: the person's request or the app's, then the first line after its stem.
import { segment } from '../text/sentences.js';

/** @typedef {import('./layout.js').Block} Block */
/** @typedef {import('../statement/short_view.js').FirstLine} FirstLine */

const HEADLINE = /** @type {const} */ ({ family: 'app', weight: 600, size: 62 });
const REQUEST = /** @type {const} */ ({ family: 'app', weight: 400, size: 42 });
const STEM = /** @type {const} */ ({ family: 'app', weight: 400, size: 40 });
const FIRST = /** @type {const} */ ({ family: 'words', weight: 400, size: 58 });
/** A longer headline is set in smaller letters. */
const HEADLINE_CHARACTERS = 90;

/**
 * A request of the person's own, its first sentence as a headline. It is set in their letters.
 * @param {string} text @returns {Block[]}
 */
function ownRequest(text) {
  const [first] = segment(text);
  if (!first) return [];
  const rest = text.slice(first.end).trim();
  const size = first.text.length > HEADLINE_CHARACTERS ? FIRST.size - 8 : HEADLINE.size;
  return [
    { text: first.text, font: { family: 'words', weight: 600, size } },
    ...(rest ? [{ text: rest, gap: 28, font: { ...FIRST, size: 46 } }] : []),
  ];
}

/**
 * @param {{own: string, headline: string, rest: string}} request `own`: the person's; else the app's
 * @param {FirstLine | null} line
 * @returns {{request: Block[], words: Block[]}}
 */
export function pictureBlocks({ own, headline, rest }, line) {
  const apps = [
    { text: headline, font: HEADLINE },
    { text: rest, font: REQUEST, gap: 28 },
  ];
  const stem = line?.stem.stem && (line.stem.inline ? line.stem.stem : `${line.stem.stem}…`);
  return {
    request: own.trim() ? ownRequest(own) : apps,
    words: line
      ? [
          ...(stem ? [{ text: stem, font: STEM, soft: true }] : []),
          { text: line.text, font: FIRST, gap: stem ? 8 : 0 },
        ]
      : [],
  };
}
