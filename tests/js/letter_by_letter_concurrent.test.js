// A private or left-out sentence that is being rewritten on one phone, while another one, or another tab, changes the words around it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  carried,
  forMeeting,
  leaveOut,
  leftOutNow,
  toBeShown,
} from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { carryMarks, setMark } from '../../webapp/static/js/core/statement/marks.js';
import { mergeStatement, mergeText } from '../../webapp/static/js/core/statement/merge.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { documentText, readDocument } from '../../webapp/static/js/core/sync/document.js';
import { reconcile } from '../../webapp/static/js/core/sync/reconcile.js';
import { meetingWith } from './meetings.js';
import { KINDS, diceOf, edited } from './pen.js';
import { partsOf, statementWith } from './texts.js';

const part = 'help';
const EACH = Math.ceil((process.env.LETTERS ? 2000 : 240) / Object.keys(KINDS).length);
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

let clock = 0;
const now = () => new Date(Date.UTC(2026, 0, 1) + (clock += 1000)).toISOString();

/** What goes through a vault: every phone reads what another one wrote. */
const sent = (kind, document) => readDocument(documentText(kind, document), document.id).document;

/** A phone's memory, and what it and the vault last agreed on. */
const memoryWith = (statement, meeting) => ({ statement, meeting, agreed: { statement, meeting } });

function put(memory, statement) {
  memory.meeting &&= carried(memory.meeting, statement);
  memory.statement = statement;
}

/** A phone and the vault take each other's words in. */
function sync(memory, vault) {
  const { agreed } = memory;
  if (memory.meeting)
    memory.meeting =
      vault.meeting =
      agreed.meeting =
        sent('meeting', reconcile('meeting', agreed.meeting, memory.meeting, vault.meeting));
  vault.statement = agreed.statement = sent(
    'statement',
    reconcile('statement', agreed.statement, memory.statement, vault.statement),
  );
  put(memory, vault.statement);
}

/** One page that writes: what it sends is merged with what another has put into the memory since. */
class Page {
  constructor(memory) {
    this.memory = memory;
    this.hear();
  }

  hear() {
    this.base = this.memory.statement;
  }

  write(help, more = (statement) => statement) {
    const marks = carryMarks(this.base.parts[part], help, this.base.marks, part);
    const mine = more({ ...this.base, parts: { ...this.base.parts, [part]: help }, marks, updated: now() });
    put(this.memory, { ...mergeStatement(this.base, mine, this.memory.statement).statement, updated: now() });
    this.hear();
  }

  get text() {
    return this.base.parts[part];
  }
}

function seenIn({ statement, meeting }) {
  const shown = shortView(forMeeting(statement, meeting))
    .parts.flatMap((one) => (one.part === part ? one.runs : []))
    .flatMap(({ sentences }) => sentences.map(({ text }) => text));
  return [
    ...shown,
    ...segment(toBeShown(statement, part, meeting ? leftOutNow(meeting, statement) : [])).map(
      ({ text }) => text,
    ),
  ];
}

/** What somebody does meanwhile to a sentence that is no secret. @type {((page: Page, text: string) => void)[]} */
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

/** What is wrong when somebody types on one page, and something is written on another at some moment. @param {boolean} isOnePhone two tabs of one, or two phones with a vault */
function faults(kind, seed, isLeftOut, isOnePhone) {
  const dice = diceOf(seed * 7919);
  const pen = edited(kind, seed);
  const { secret, others } = pen;
  const known = new Set([...others, 'lige nu Desuden er det sol'].flatMap(wordsOf));
  const own = wordsOf(secret).filter((word) => word.length > 2 && !known.has(word));
  const begun = statementWith({
    parts: partsOf(['', '', pen.saves[0], '']),
    marks: isLeftOut ? [] : [{ part, text: secret, mark: 'private' }],
  });
  const meeting = isLeftOut
    ? leaveOut(meetingWith({ statement: begun.id }), begun, { part, text: secret }, true)
    : null;
  const vault = { statement: begun, meeting };
  const here = memoryWith(begun, meeting);
  const there = isOnePhone ? here : memoryWith(begun, meeting);
  const [one, two] = [new Page(here), new Page(there)];
  const [moment, back] = [dice(pen.saves.length), dice(4)];
  const touched = others[dice(others.length)];
  const found = [];
  const look = (when) => {
    for (const memory of [here, there, vault])
      for (const text of seenIn(memory))
        if (own.some((word) => wordsOf(text).includes(word))) found.push(`shown ${when}: ${text}`);
  };
  for (let i = 1; i < pen.saves.length; i += 1) {
    if (i - 1 === moment) {
      if (!isOnePhone && back > 2)
        for (const [memory, page] of [
          [here, one],
          [there, two],
        ])
          (sync(memory, vault), page.hear());
      MEANWHILE[dice(MEANWHILE.length)](two, touched);
    }
    if (!isOnePhone && i - 1 > moment && (i - moment) % (back + 2) === 0)
      for (const [memory, page] of [
        [there, two],
        [here, one],
      ])
        (sync(memory, vault), page.hear());
    one.write(mergeText(pen.saves[i - 1], pen.saves[i], one.text).text);
    two.hear();
    look(i);
  }
  if (!isOnePhone) for (const memory of [there, here, there]) sync(memory, vault);
  look('last');
  const last = pen.at(pen.saves.length - 1);
  const sight = seenIn(here);
  for (const { text, isOther } of last) {
    if (
      isOther &&
      text !== touched &&
      segment(here.statement.parts[part]).some((sentence) => sentence.text === text) &&
      !sight.includes(text)
    )
      found.push(`spread: ${text}`);
  }
  return found;
}

const kinds = Object.keys(KINDS);

/** Edits that once showed a private sentence, or hid its neighbour: two wrote in what had run together at the same moment. */
const HARD = [
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
  test(`typed while other words come in, nothing of it is seen, and nothing else is hidden: ${name}`, () => {
    const found = [...kinds.flatMap((kind) => Array.from({ length: EACH }, (_, i) => [kind, i + 1])), ...HARD]
      .map(([kind, seed]) => [`${kind} ${seed}`, faults(kind, seed, isLeftOut, isOnePhone)])
      .filter(([, faults]) => faults.length);
    assert.deepEqual(found, []);
  });
}
