// What the other person reads when words fail: the person's request, then their essence.
import { shortView } from '../statement/short_view.js';
import { PACE_DEFAULT } from '../text/pace.js';
import { own, ownBlock, ownPiece, stemPiece } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/**
 * The default text, until the person writes another.
 * @param {Catalogue} words
 */
export function handOverText({ t }) {
  return t(
    'Jeg kan ikke finde ordene lige nu. Det sker, når jeg bliver presset. Jeg hører dig godt. Læs det her. Det er mine egne ord. Giv mig et par minutter. Spørg om én ting ad gangen, gerne noget, jeg kan svare ja eller nej til. Vent med at beslutte noget, til jeg er med igen.',
  );
}

/**
 * @param {{statement: Statement | null, handover?: string | null}} state
 * @param {Catalogue} words
 */
export function handOver({ statement, handover }, words) {
  const view = statement && shortView(statement, { layer: 'essence', pace: PACE_DEFAULT, lang: words.lang });
  return h(
    'div',
    { class: 'hand-over-text' },
    handover?.trim() ? own('p', { class: 'plea' }, handover) : h('p', { class: 'plea' }, handOverText(words)),
    view &&
      view.parts.map((part) => {
        const shown = part.runs.flatMap((run) => (run.shown ? run.sentences : []));
        if (!shown.length) return null;
        const { stem, inline } = part.stem;
        return ownBlock(
          'p',
          { class: 'hand-over-part' },
          stem && stemPiece(inline ? stem : `${stem}…`),
          shown.flatMap(({ text }, i) => [i || stem ? ' ' : '', ownPiece(text, { 'data-sentence': true })]),
        );
      }),
  );
}
