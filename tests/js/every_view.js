// Every view with all its fields filled in, and a marker word in each of the person's texts.
import { catalogue } from '../../webapp/static/js/core/language/catalogue.js';
import { TEXT_FIELDS } from '../../webapp/static/js/core/meeting/fields.js';
import { adjust } from '../../webapp/static/js/core/views/adjust.js';
import { fiveMinutes } from '../../webapp/static/js/core/views/five_minutes.js';
import { handOver, ownAnswers } from '../../webapp/static/js/core/views/hand_over.js';
import { agreementRows, questionRows } from '../../webapp/static/js/core/views/items.js';
import { bin, versions } from '../../webapp/static/js/core/views/history.js';
import { linkList } from '../../webapp/static/js/core/views/links.js';
import { meetingList } from '../../webapp/static/js/core/views/meetings.js';
import { noteChoices, noteRow, takenWords } from '../../webapp/static/js/core/views/notes.js';
import { meetingConflicts } from '../../webapp/static/js/core/views/conflicts.js';
import { ready } from '../../webapp/static/js/core/views/ready.js';
import { linesOf, rehearse } from '../../webapp/static/js/core/views/rehearse.js';
import { cardsOf, say } from '../../webapp/static/js/core/views/say.js';
import { shareChoices } from '../../webapp/static/js/core/views/share_choices.js';
import { linkActs } from '../../webapp/static/js/core/views/share_link.js';
import { sharedText } from '../../webapp/static/js/core/views/shared_text.js';
import { sheet } from '../../webapp/static/js/core/views/sheet.js';
import { startList, whenAndWhere } from '../../webapp/static/js/core/views/start_list.js';
import { statementList } from '../../webapp/static/js/core/views/statement_list.js';
import { takenText } from '../../webapp/static/js/core/views/take.js';
import { readThrough, whichWords } from '../../webapp/static/js/core/views/together.js';
import { accountNotices } from '../../webapp/static/js/core/views/vault_account.js';
import { twoVersions } from '../../webapp/static/js/core/views/two_versions.js';
import { agreement, meetingWith, question } from './meetings.js';
import { noteWith } from './explorations.js';
import { NOW, partsOf, statementWith } from './texts.js';

/** The marker word: in each of the person's texts, and nowhere else. */
export const MARK = 'Kanariefugl';
export const DANISH = { words: (n) => `${MARK} ${n} siger noget.`, more: `Og ${MARK} igen.` };
export const ARABIC = { words: (n) => `${MARK} ${n} أنا أسكن في المدينة.`, more: `أريد الهدوء ${MARK}.` };

export const words = catalogue({
  lang: 'da',
  version: '',
  paths: /** @type {any} */ (new Proxy({}, { get: (_, name) => `/da/${String(name)}` })),
  switch: {},
  words: {},
});

/** Views that show none of the person's words. */
export const WORDLESS = ['erase_all.js', 'erase_now.js', 'heard_picture.js', 'vault.js', 'vault_status.js'];

/** @typedef {import('../../webapp/static/js/core/markup/tree.js').Child} Child */

/**
 * The trees of all views, each with the name of its file. A view may be there more than once.
 * @param {typeof DANISH} script
 * @returns {[string, Child | Child[]][]}
 */
export function everyTree({ words: text, more }) {
  const parts = partsOf([1, 2, 3, 4].map((n) => `${text(n)} ${more}`));
  const statement = statementWith({
    title: text(5),
    parts,
    alternatives: [
      { part: 'title', text: text(6) },
      { part: 'help', text: text(7) },
    ],
  });
  const untitled = statementWith({ id: 'B'.repeat(22), parts });
  const meeting = meetingWith({
    ...Object.fromEntries(TEXT_FIELDS.map((field, i) => [field, text(10 + i)])),
    at: '2026-11-26T10:00',
    said: 'yes',
    heard: 'no',
    questions: [question('a', text(20)), question('b', more)],
    agreements: [
      agreement('a', { who: text(21), what: more, when: '2026-11-30' }),
      agreement('b', { what: text(22), done: true }),
    ],
    alternatives: [
      { field: 'place', text: text(23) },
      { field: 'at', text: '2026-11-27' },
    ],
  });
  const note = noteWith({ text: `${text(24)} ${more}` });
  const link = {
    id: 'S'.repeat(22),
    name: text(25),
    made: NOW,
    expires: NOW,
    state: 'live',
    over: null,
    wait: null,
    notes: [{ sealed: '', text: text(26), at: NOW }],
    unreadable: 0,
  };
  const expired = { ...link, id: 'T'.repeat(22), state: 'over', over: 'expired' };
  const taken = { which: 0, part: 'help', statement };
  const choices = {
    id: note.id,
    sentences: [text(24), more],
    statements: [statement, untitled],
    vault: true,
    ticked: true,
    chosen: 1,
    into: statement.id,
    taken,
  };
  const shared = {
    lang: 'da',
    from: text(27),
    title: text(28),
    parts: Object.entries(parts).map(([part, ownText]) => ({ part, text: ownText })),
    made: NOW,
    meeting: {
      kind: 'doctor',
      at: meeting.at,
      place: text(29),
      people: text(30),
      about: text(31),
      questions: [text(32), more],
    },
  };
  const binned = { days: 3, deleted: NOW };
  const lacks = { named: [{ title: text(34), isOlder: true }], more: 1, isOlder: false };
  const account = { device: 'd', known: { devices: [] }, lacks, joined: null };
  const cards = cardsOf(statement, { layer: 'spoken', lang: 'da' });
  return [
    ['vault_account.js', accountNotices({ account, heard: NOW }, words)],
    ['adjust.js', adjust({ statement }, words)],
    ['adjust.js', adjust({ statement, meeting }, words)],
    ...['first_line', 'essence', 'spoken'].map((layer) => [
      'five_minutes.js',
      fiveMinutes({ statement, meeting, layer }, words),
    ]),
    [
      'five_minutes.js',
      fiveMinutes(
        { statement: { ...statement, marks: [{ part: 'help', text: more, mark: 'hidden' }] } },
        words,
      ),
    ],
    ['hand_over.js', handOver({ statement, handover: text(33) }, words)],
    ['hand_over.js', handOver({ statement }, words)],
    ['hand_over.js', ownAnswers({ answer2: text(34), answer4: more })],
    ['items.js', questionRows(meeting.questions, words)],
    ['items.js', agreementRows(meeting.agreements, words)],
    ['history.js', versions({ statement, snapshots: [{ key: 1, at: NOW, document: statement }] }, words)],
    [
      'history.js',
      bin(
        {
          statements: [
            { ...statement, ...binned },
            { ...untitled, ...binned },
          ],
          meetings: [{ ...meeting, ...binned }],
          notes: [{ ...note, ...binned }],
        },
        words,
      ),
    ],
    [
      'links.js',
      linkList(
        { links: [link, expired, { ...link, id: 'U'.repeat(22), name: '' }], canSend: true, asks: link.id },
        words,
      ),
    ],
    ['meetings.js', meetingList({ meetings: [meeting], since: '2026-11-20T10:00' }, words)],
    ['meetings.js', meetingList({ meetings: [meeting], since: '2026-12-20T10:00' }, words)],
    ['notes.js', noteRow(note, 1, words)],
    ['notes.js', noteChoices(choices, words)],
    ['notes.js', takenWords(taken, words)],
    ['conflicts.js', meetingConflicts(meeting, words)],
    ['ready.js', ready({ statement, meeting }, words)],
    [
      'rehearse.js',
      rehearse({ lines: linesOf(statement, { layer: 'spoken', lang: 'da' }), at: 0, pace: null }, words),
    ],
    ...cards.slice(1, -1).map((_, i) => ['say.js', say({ cards, at: i + 1 }, words)]),
    ['share_choices.js', shareChoices({ statement, meeting, changed: new Map() }, words)],
    ['share_link.js', linkActs(link, { canSend: true, isAsking: true }, words)],
    ['shared_text.js', sharedText({ shared, expires: NOW }, words)],
    ['sheet.js', sheet({ statement, meeting }, words)],
    ['sheet.js', sheet({ statement, whole: false }, words)],
    [
      'start_list.js',
      startList(
        {
          statements: [statement, untitled],
          next: meeting,
          over: meeting,
          answered: true,
          now: '2026-11-26T09:00',
        },
        words,
      ),
    ],
    ['start_list.js', whenAndWhere(meeting, words)],
    ['statement_list.js', statementList({ statements: [statement, untitled] }, words)],
    ['take.js', takenText(text(35), words)],
    ['together.js', readThrough(statement, words)],
    ['together.js', whichWords(statement, words)],
    ['two_versions.js', twoVersions({ statement, device: 'AAAAAAAA', now: NOW }, words)],
  ];
}
