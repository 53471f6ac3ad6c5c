// The five-minute view: the person's own sentences to say, with the others folded where they belong.
import { meetingLine, partName } from '../language/labels.js';
import { PACE_DEFAULT, roundedTime } from '../text/pace.js';
import { shortView } from '../statement/short_view.js';
import { ownBlock, ownPiece, stemPiece } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../statement/short_view.js').Layer} Layer */
/** @typedef {import('../statement/short_view.js').ViewSentence} ViewSentence */
/** @typedef {import('../markup/tree.js').Child} Child */

/** @param {ViewSentence} sentence */
const sentenceView = ({ text, mark }) => ownPiece(text, { 'data-sentence': true, 'data-mark': mark });

/** @param {Child[]} children @returns {Child[]} */
const spaced = (children) => children.flatMap((child, i) => (i ? [' ', child] : [child]));

/** @param {ViewSentence[]} sentences @param {Catalogue} words */
function fold(sentences, { tn }) {
  return h(
    'details',
    { class: 'fold' },
    // A direction of its own, so that it does not decide that of its part.
    h('summary', {}, h('bdi', {}, tn('{n} sætning mere', '{n} sætninger mere', sentences.length))),
    // Folded sentences are in the page, but do not count as shown until the fold is open.
    h('span', { 'data-folded': true }, spaced(sentences.map(({ text }) => ownPiece(text)))),
  );
}

/** @param {ReturnType<typeof shortView>['parts'][number]} part @param {Catalogue} words */
function partView({ part, stem, runs }, words) {
  let isStemPending = Boolean(stem.stem);
  const pieces = runs.flatMap((run) => {
    if (!run.shown) return fold(run.sentences, words);
    const lead = isStemPending
      ? [stemPiece(stem.inline ? stem.stem : `${stem.stem}…`, { 'data-inline': stem.inline })]
      : [];
    isStemPending = false;
    return [...lead, ...run.sentences.map(sentenceView)];
  });
  const isSaid = runs.some(({ shown }) => shown);
  return ownBlock(
    'section',
    {
      class: isSaid ? 'part say-now' : 'part',
      elementtiming: isSaid && 'words',
      'data-part': part,
      'aria-label': partName(part, words),
    },
    spaced(pieces),
  );
}

/** "ca. 40 sekunder". @param {number} seconds @param {Catalogue} words */
export function aboutTime(seconds, { t, tn }) {
  const { value, unit, half } = roundedTime(seconds);
  if (unit === 'seconds') return t('ca. {n} sekunder', { n: value });
  if (half) return t('ca. {n}½ minut', { n: value });
  return tn('ca. {n} minut', 'ca. {n} minutter', value);
}

/** Above this many words the view warns that it is getting long. */
const LONG_WORDS = 220;

/** @param {ReturnType<typeof shortView>} view @param {Catalogue} words */
function notes(view, words) {
  const { t, tn } = words;
  const canGrow = view.layer === 'spoken';
  return [
    h('p', { class: 'about-time' }, aboutTime(view.seconds, words)),
    view.over && h('p', { class: 'hint' }, t('Én sætning er lang. Hele sætningen står her.')),
    view.missing_always > 0 &&
      h(
        'p',
        { class: 'hint' },
        tn(
          'Der er ikke plads til {n} sætning, du altid vil sige.',
          'Der er ikke plads til {n} sætninger, du altid vil sige.',
          view.missing_always,
        ),
      ),
    canGrow &&
      view.limit > LONG_WORDS &&
      h('p', { class: 'hint' }, t('Nu bliver det langt. De fleste husker det korte bedst.')),
    canGrow &&
      view.has_folded &&
      view.limit < view.limit_max &&
      h('button', { type: 'button', class: 'button quiet', 'data-act': 'more' }, t('Tag lidt mere med')),
    canGrow &&
      view.limit > view.limit_start &&
      h('button', { type: 'button', class: 'button quiet', 'data-act': 'less' }, t('Tag lidt mindre med')),
  ];
}

/**
 * @param {{
 *   statement: Statement | null, meeting?: import('../meeting/fields.js').Meeting | null,
 *   layer?: Layer, pace?: number | null
 * }} state
 * @param {Catalogue} words
 */
export function fiveMinutes({ statement, meeting, layer = 'essence', pace }, words) {
  const { t, paths } = words;
  const spokenPace = pace || PACE_DEFAULT;
  const view = statement && shortView(statement, { layer, pace: spokenPace, lang: words.lang });
  if (!statement || !view || view.empty) {
    return h(
      'div',
      { class: 'empty' },
      h('p', {}, t('Her står det, du vil sige, når du har skrevet det.')),
      h(
        'a',
        { class: 'button main', href: statement ? `${paths.write}#${statement.id}` : paths.write },
        t('Skriv en sætning'),
      ),
    );
  }
  return h(
    'div',
    {
      class: 'short',
      'data-layer': layer,
      'data-said': Math.round((view.seconds * spokenPace) / 60),
      'data-seconds': view.seconds,
    },
    view.parts.map((part) => partView(part, words)),
    notes(view, words),
    meeting && h('p', { class: 'hint' }, meetingLine(meeting, words)),
  );
}
