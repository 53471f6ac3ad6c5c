// Writes a meeting as plain text, the way a person would on paper.
import { formatWhen } from '../language/catalogue.js';
import { answerWord } from '../language/labels.js';
import { TEXTS_AFTER, TEXTS_BEFORE } from '../meeting/fields.js';
import { fieldName } from '../views/conflicts.js';
import { meetingName } from '../views/start_list.js';

/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/** @param {Meeting} meeting @param {Catalogue} words */
export function meetingText(meeting, words) {
  const { t, lang } = words;
  const rowsOf = (/** @type {import('../meeting/fields.js').TextField[]} */ fields) =>
    fields.map((field) => [fieldName(field, words), meeting[field]]);
  const agreements = meeting.agreements.map(({ who, what, when }) =>
    [who, what, when && formatWhen(when, lang, true)].filter(Boolean).join(' · '),
  );
  const rows = [
    ...rowsOf(TEXTS_BEFORE),
    [t('Dine spørgsmål'), meeting.questions.map(({ text }) => text).join('\n')],
    [t('Fik du sagt det vigtigste?'), answerWord(meeting.said, words)],
    [t('Følte du dig hørt?'), answerWord(meeting.heard, words)],
    [t('Det har I aftalt'), agreements.join('\n')],
    ...rowsOf(TEXTS_AFTER),
  ];
  const head = [meetingName(meeting, words), meeting.at && formatWhen(meeting.at, lang, true)]
    .filter(Boolean)
    .join(' · ');
  return [head, ...rows.filter(([, text]) => text?.trim()).map((row) => row.join('\n'))].join('\n\n');
}
