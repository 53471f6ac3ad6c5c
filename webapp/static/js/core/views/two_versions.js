// "To udgaver": two conflicting versions from two devices, side by side and in full, to choose from: which
// phone wrote each, when, and where they differ.
import { formatDay, formatOf, withTimeKept } from '../language/catalogue.js';
import { hunksOf } from '../text/hunks.js';
import { leadOf, piecesOf } from '../text/pieces.js';
import { partName } from '../language/labels.js';
import { own, ownField } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../statement/fields.js').Alternative} Alternative */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/** @param {Alternative} alternative @param {Statement} statement */
export const currentText = ({ part }, statement) =>
  part === 'title' ? statement.title : statement.parts[part];

/**
 * Who looks at the screen, and when: ISO 8601 in UTC. `device`: see data/vault/device.js.
 * @typedef {{device?: string, now: string}} Viewer
 */
/** @typedef {{name: string, text: string, other: string, by?: string, at?: string}} Version */

const DAY_MS = 86_400_000;

/**
 * "i dag kl. 10.14", or the day where it was neither today nor yesterday.
 * @param {string} at @param {string} now @param {Catalogue} words
 */
function whenOf(at, now, { lang, t }) {
  const day = (/** @type {number} */ ms) => new Date(ms).toDateString();
  const time = formatOf(lang, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
  if (day(Date.parse(at)) === day(Date.parse(now))) return withTimeKept(t('i dag kl. {time}', { time }));
  if (day(Date.parse(at)) === day(Date.parse(now) - DAY_MS))
    return withTimeKept(t('i går kl. {time}', { time }));
  return formatDay(at, lang, true);
}

/**
 * Which phone, and when, as far as it is known.
 * @param {Version} version @param {Viewer} viewer @param {Catalogue} words
 */
function sourceOf({ by, at }, { device, now }, words) {
  const { t } = words;
  const phone = by && (by === device ? t('På den her telefon') : t('På en anden enhed'));
  return [phone, at && whenOf(at, now, words)].filter(Boolean).join(' · ');
}

/**
 * The text in pieces; a sentence that the other version does not have like this is marked.
 * @param {string} text @param {string} other @param {string} said
 */
function markedText(text, other, said) {
  const pieces = piecesOf(text);
  const own = new Set(hunksOf(piecesOf(other), pieces).flatMap((hunk) => hunk.pieces));
  // A reader does not say what is underlined: the style sheet puts the sentence of `data-said` before it,
  // where it is no part of the text.
  const mark = (/** @type {string} */ sentence) => h('mark', { 'data-said': said }, sentence);
  return [
    leadOf(text),
    ...pieces.flatMap((piece) => [own.has(piece) ? mark(piece.text) : piece.text, piece.gap]),
  ];
}

/**
 * @param {Version} which @param {string} act @param {string} label @param {number} i @param {Viewer} viewer
 * @param {Catalogue} words
 */
function version(which, act, label, i, viewer, words) {
  const text = markedText(which.text, which.other, words.t('Kun i den her udgave:'));
  const source = sourceOf(which, viewer, words);
  return h(
    'div',
    { class: 'card' },
    h('h3', {}, which.name),
    source && h('p', { class: 'hint', 'data-source': act }, source),
    own('p', { class: 'kept-text' }, text),
    h(
      'p',
      {},
      h(
        'button',
        { type: 'button', class: 'button', 'data-act': act, 'data-which': i, 'data-key': `${act}${i}` },
        label,
      ),
    ),
  );
}

/** @param {Statement} statement @param {Viewer} viewer @param {Catalogue} words */
const pair =
  (statement, viewer, words) => (/** @type {Alternative} */ alternative, /** @type {number} */ i) => {
    const { t } = words;
    const { part, text, by, at, shown_by, shown_at } = alternative;
    const now = currentText(alternative, statement);
    const shown = { name: t('Den, du bruger nu'), text: now, other: text, by: shown_by, at: shown_at };
    const other = { name: t('Den anden'), text, other: now, by, at };
    return h(
      'section',
      { class: 'two-versions' },
      h('h2', {}, part === 'title' ? t('Titel') : partName(part, words)),
      h(
        'div',
        { class: 'side-by-side' },
        version(shown, 'keep', t('Behold den her'), i, viewer, words),
        version(other, 'use', t('Brug den her'), i, viewer, words),
      ),
      h(
        'p',
        { class: 'link-row' },
        part !== 'title' &&
          h(
            'button',
            {
              type: 'button',
              class: 'button quiet',
              'data-act': 'both',
              'data-which': i,
              'data-key': `both${i}`,
            },
            t('Behold begge'),
          ),
        h(
          'button',
          {
            type: 'button',
            class: 'button quiet',
            'data-act': 'third',
            'data-which': i,
            'data-key': `third${i}`,
            'aria-expanded': 'false',
          },
          t('Skriv en ny'),
        ),
      ),
      h(
        'div',
        { class: 'field', 'data-third': i, hidden: true },
        h('label', { for: `third${i}` }, t('Sådan skal der stå')),
        ownField('textarea', { id: `third${i}`, rows: 4 }),
        h(
          'button',
          { type: 'button', class: 'button main', 'data-act': 'write', 'data-which': i },
          t('Brug det'),
        ),
      ),
    );
  };

/** @param {{statement: Statement | null} & Viewer} state @param {Catalogue} words */
export function twoVersions({ statement, ...viewer }, words) {
  const alternatives = statement?.alternatives ?? [];
  if (!statement || !alternatives.length) return h('p', { class: 'empty' }, words.t('Her er kun én udgave.'));
  return h('div', {}, alternatives.map(pair(statement, viewer, words)));
}
