// A private or left-out sentence is rewritten on one page while another phone or tab edits around it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  withLinesCarried,
  forMeeting,
  leaveOut,
  leftOutNow,
  shownText,
} from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { carryMarks, setMark } from '../../webapp/static/js/core/statement/marks.js';
import { mergeStatement, mergeText } from '../../webapp/static/js/core/statement/merge.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { documentText, readDocument } from '../../webapp/static/js/core/sync/document.js';
import { reconcile } from '../../webapp/static/js/core/sync/reconcile.js';
import { meetingWith } from './meetings.js';
import { KINDS, diceOf, edited } from './pen.js';
import { runsOf } from './sweep.js';
import { partsOf, statementWith } from './texts.js';

const part = 'help';
const EACH = Math.ceil(runsOf(2000, 120) / Object.keys(KINDS).length);
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

let clock = 0;
const now = () => new Date(Date.UTC(2026, 0, 1) + (clock += 1000)).toISOString();

/** A document as another phone reads it from the vault. */
const throughVault = (kind, document) => readDocument(documentText(kind, document), document.id).document;

/** The documents on a phone, and the state that it and the vault last agreed on. */
const storeWith = (statement, meeting) => ({ statement, meeting, agreed: { statement, meeting } });

function put(store, statement) {
  store.meeting &&= withLinesCarried(store.meeting, statement);
  store.statement = statement;
}

/** Merge a phone and the vault, both ways. */
function sync(store, vault) {
  const { agreed } = store;
  if (store.meeting)
    store.meeting =
      vault.meeting =
      agreed.meeting =
        throughVault('meeting', reconcile('meeting', agreed.meeting, store.meeting, vault.meeting));
  vault.statement = agreed.statement = throughVault(
    'statement',
    reconcile('statement', agreed.statement, store.statement, vault.statement),
  );
  put(store, vault.statement);
}

/** An open page. Its save is merged with what others have stored since it last read. */
class Page {
  constructor(store) {
    this.store = store;
    this.read();
  }

  read() {
    this.base = this.store.statement;
  }

  write(help, more = (statement) => statement) {
    const marks = carryMarks(this.base.parts[part], help, this.base.marks, part);
    const mine = more({ ...this.base, parts: { ...this.base.parts, [part]: help }, marks, updated: now() });
    put(this.store, { ...mergeStatement(this.base, mine, this.store.statement).statement, updated: now() });
    this.read();
  }

  get text() {
    return this.base.parts[part];
  }
}

function seenIn({ statement, meeting }) {
  const shown = shortView(forMeeting(statement, meeting))
    .parts.flatMap((viewPart) => (viewPart.part === part ? viewPart.runs : []))
    .flatMap(({ sentences }) => sentences.map(({ text }) => text));
  return [
    ...shown,
    ...segment(shownText(statement, part, meeting ? leftOutNow(meeting, statement) : [])).map(
      ({ text }) => text,
    ),
  ];
}

/**
 * Edits that someone makes meanwhile to a sentence that is not secret.
 * @type {((page: Page, text: string) => void)[]}
 */
const MEANWHILE = [
  (page, text) => page.write(page.text.replace(text, () => `${text.slice(0, -1)} lige nu${text.slice(-1)}`)),
  (page, text) => page.write(page.text.replace(text, () => `Desuden er det sol. ${text}`)),
  (page) => page.write(`${page.text} Desuden er det sol.`),
  (page, text) => page.write(page.text.replace(text, '')),
  (page, text) =>
    page.write(page.text, (statement) => ({
      ...statement,
      marks: setMark(statement.marks, part, text, 'always'),
    })),
];

/**
 * What is wrong when someone types on one page, and something is written on another at a random moment.
 * @param {string} kind
 * @param {number} seed
 * @param {boolean} isLeftOut left out of a meeting, or private
 * @param {boolean} isOnePhone two tabs of one phone, or two phones with a vault
 */
function faults(kind, seed, isLeftOut, isOnePhone) {
  const dice = diceOf(seed * 7919);
  const pen = edited(kind, seed);
  const { secret, others } = pen;
  const known = new Set([...others, 'lige nu Desuden er det sol'].flatMap(wordsOf));
  const own = wordsOf(secret).filter((word) => word.length > 2 && !known.has(word));
  const start = statementWith({
    parts: partsOf(['', '', pen.saves[0], '']),
    marks: isLeftOut ? [] : [{ part, text: secret, mark: 'private' }],
  });
  const meeting = isLeftOut
    ? leaveOut(meetingWith({ statement: start.id }), start, { part, text: secret }, true)
    : null;
  const vault = { statement: start, meeting };
  const here = storeWith(start, meeting);
  const there = isOnePhone ? here : storeWith(start, meeting);
  const [typing, other] = [new Page(here), new Page(there)];
  const [moment, back] = [dice(pen.saves.length), dice(4)];
  const touched = others[dice(others.length)];
  const found = [];
  const check = (when) => {
    for (const store of [here, there, vault])
      for (const text of seenIn(store))
        if (own.some((word) => wordsOf(text).includes(word))) found.push(`shown ${when}: ${text}`);
  };
  for (let i = 1; i < pen.saves.length; i += 1) {
    if (i - 1 === moment) {
      if (!isOnePhone && back > 2)
        for (const [store, page] of [
          [here, typing],
          [there, other],
        ])
          (sync(store, vault), page.read());
      MEANWHILE[dice(MEANWHILE.length)](other, touched);
    }
    if (!isOnePhone && i - 1 > moment && (i - moment) % (back + 2) === 0)
      for (const [store, page] of [
        [there, other],
        [here, typing],
      ])
        (sync(store, vault), page.read());
    typing.write(mergeText(pen.saves[i - 1], pen.saves[i], typing.text).text);
    other.read();
    check(i);
  }
  if (!isOnePhone) for (const store of [there, here, there]) sync(store, vault);
  check('last');
  const last = pen.at(pen.saves.length - 1);
  const shownLast = seenIn(here);
  for (const { text, isOther } of last) {
    if (
      isOther &&
      text !== touched &&
      segment(here.statement.parts[part]).some((sentence) => sentence.text === text) &&
      !shownLast.includes(text)
    )
      found.push(`spread: ${text}`);
  }
  return found;
}

const kinds = Object.keys(KINDS);

/** Edits that once showed a private sentence or hid its neighbour: both sides wrote in a joined sentence. */
const REGRESSIONS = [
  ['retype', 48],
  ['retype', 79],
  ['retype', 97],
  ['autocorrect', 62],
  ['autocorrect', 156],
];

for (const [name, isLeftOut, isOnePhone] of [
  ['private, another phone', false, false],
  ['private, another tab', false, true],
  ['left out, another phone', true, false],
  ['left out, another tab', true, true],
]) {
  test(`a secret rewritten during other edits is never shown, and nothing else is hidden: ${name}`, () => {
    const found = [
      ...kinds.flatMap((kind) => Array.from({ length: EACH }, (_, i) => [kind, i + 1])),
      ...REGRESSIONS,
    ]
      .map(([kind, seed]) => [`${kind} ${seed}`, faults(kind, seed, isLeftOut, isOnePhone)])
      .filter(([, faults]) => faults.length);
    assert.deepEqual(found, []);
  });
}
