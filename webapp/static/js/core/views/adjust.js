// The screen to choose what is said: a mark for each sentence, and the order of the parts.
import { partName } from '../language/labels.js';
import { leftOutNow } from '../meeting/lines_left_out.js';
import { markOf } from '../statement/marks.js';
import { marksNow } from '../statement/old_marks.js';
import { segment } from '../text/sentences.js';
import { own } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {import('../meeting/fields.js').Line} Line */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/** At most this many sentences get buttons. To reach the rest, the person shortens the text. */
const SENTENCES_MAX = 400;

/**
 * @param {Statement} statement
 * @param {Line[] | null} leftOut null without a meeting
 * @param {Part} part
 * @param {string} text
 * @param {string} id of the element with the sentence
 * @param {Catalogue} words
 */
function sentenceRow(statement, leftOut, part, text, id, { t }) {
  const mark = markOf(statement.marks, part, text);
  const first = statement.first?.part === part && statement.first.text === text;
  const toggle = (/** @type {string} */ act, /** @type {string} */ label, /** @type {boolean} */ on) =>
    h(
      'button',
      {
        type: 'button',
        class: 'toggle',
        'data-act': act,
        'data-part': part,
        'data-text': text,
        'aria-pressed': String(on),
        'data-key': `${act}:${part}:${text}`,
      },
      label,
    );
  return h(
    'li',
    {},
    own('p', { id }, text),
    h(
      'div',
      { class: 'toggles', role: 'group', 'aria-labelledby': id },
      toggle('always', t('Sig altid'), mark === 'always'),
      leftOut && mark !== 'hidden'
        ? toggle(
            'not-here',
            t('Ikke her'),
            leftOut.some((line) => line.part === part && line.text === text),
          )
        : toggle('hidden', t('Ikke her'), mark === 'hidden'),
      toggle('private', t('Altid privat'), mark === 'private'),
      toggle('first', t('Sig først'), first),
    ),
  );
}

/**
 * With a meeting, "Ikke her" leaves a sentence out of that meeting only.
 * @param {{statement: Statement | null, meeting?: import('../meeting/fields.js').Meeting | null}} state
 * @param {Catalogue} words
 */
export function adjust({ statement, meeting }, words) {
  const { t } = words;
  if (!statement) return h('p', { class: 'hint' }, t('Her er der ikke noget at vælge endnu.'));
  const leftOut = meeting ? leftOutNow(meeting, statement) : null;
  let left = SENTENCES_MAX;
  const now = { ...statement, marks: marksNow(statement.marks, statement.parts) };
  const filled = statement.order.filter((part) => statement.parts[part].trim());
  return h(
    'div',
    { class: 'adjust' },
    filled.map((part, i) => {
      const sentences = segment(statement.parts[part]).slice(0, left);
      left -= sentences.length;
      const name = partName(part, words);
      const move = (/** @type {string} */ act, /** @type {string} */ label, /** @type {boolean} */ can) =>
        can &&
        h(
          'button',
          {
            type: 'button',
            class: 'button quiet',
            'data-act': act,
            'data-part': part,
            'data-key': `${act}:${part}`,
            'aria-label': `${label}: ${name}`,
          },
          label,
        );
      return h(
        'section',
        { class: 'adjust-part' },
        h('h2', {}, name),
        h(
          'p',
          { class: 'link-row' },
          move('up', t('Flyt op'), i > 0),
          move('down', t('Flyt ned'), i < filled.length - 1),
        ),
        h(
          'ol',
          { class: 'adjust-list' },
          sentences.map(({ text }, at) => sentenceRow(now, leftOut, part, text, `${part}-${at}`, words)),
        ),
      );
    }),
  );
}
