// The essence has something from every part: measured on made-up statements, and checked by a plain rule.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { limitOf, shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { countWords } from '../../webapp/static/js/core/text/words.js';
import { madeStatements } from './made_statements.js';
import { partsOf, plainSentence, statementWith } from './texts.js';

const COUNT = 400;
const SEEDS = [12, 13, 14];
const ESSENCE = 60;
const FIRST_FROM = ['help', 'important', 'so_that', 'introduce'];
const sentence = (name, words) => `${name}${' ord'.repeat(words - 1)}.`;
const shownOf = (view, part) =>
  view.parts
    .filter((viewPart) => viewPart.part === part)
    .flatMap(({ runs }) => runs.flatMap(({ shown, sentences }) => (shown ? sentences : [])))
    .map(({ text }) => text);
const textsOf = (view) => PARTS.flatMap((part) => shownOf(view, part));
const sentencesOf = (statement, part) =>
  segment(statement.parts[part]).map(({ text }) => ({ part, text, words: countWords(text) }));

/** @param {{part: string, text: string, words: number}[]} sentences */
const wordsIn = (sentences) => sentences.reduce((sum, { words }) => sum + words, 0);
const isLead = (statement, { part, text }) => sentencesOf(statement, part)[0].text === text;

const shortestOf = (statement, part) => Math.min(...sentencesOf(statement, part).map(({ words }) => words));

/** The words left for a part after the first line, and after the help, which must never be silent. */
function roomFor(part, statement, first) {
  const help = part === 'help' || shownOf(first, 'help').length ? 0 : shortestOf(statement, 'help');
  const room = ESSENCE - first.words;
  return help > room ? room : room - help;
}

/** Counts of the essence of a statement, and of the one that commit 28f4cfa chose. */
function countsOf(statement) {
  const [essence, first] = ['essence', 'first_line'].map((layer) => shortView(statement, { layer }));
  const speaking = PARTS.filter((part) => shownOf(essence, part).length);
  const fits = (part) => shortestOf(statement, part) <= roomFor(part, statement, first);
  const canSpeak = PARTS.filter((part) => shownOf(first, part).length || fits(part));
  const leads = speaking.filter((part) =>
    shownOf(essence, part).some((text) => isLead(statement, { part, text })),
  ).length;
  const old = oldEssence(statement);
  const oldLeads = old.filter((sentence) => isLead(statement, sentence)).length;
  return { speaking, canSpeak, leads, words: essence.words, old: { leads: oldLeads, words: wordsIn(old) } };
}

/** The percentage of statements in which a part is silent although one of its sentences has room. */
function silence(all, part) {
  const canSpeak = all.filter((counts) => counts.canSpeak.includes(part));
  return (100 * canSpeak.filter(({ speaking }) => !speaking.includes(part)).length) / canSpeak.length;
}

/**
 * The essence as commit 28f4cfa chose it, without marks: the leads in turn, then the second sentences and so
 * on, up to the first that does not fit.
 */
function oldEssence(statement) {
  const sheet = PARTS.map((part) => sentencesOf(statement, part));
  const leads = FIRST_FROM.flatMap((part) => sheet[PARTS.indexOf(part)].slice(0, 1));
  const inRounds = [0, 1, 2, 3, 4].flatMap((i) => sheet.flatMap((own) => own[i] ?? []));
  const sequence = new Set([leads.find(({ words }) => words <= 20) ?? leads[0], ...inRounds]);
  let room = ESSENCE;
  const end = [...sequence].findIndex(({ words }, i) => (room -= words) < 0 && i > 0);
  return end < 0 ? [...sequence] : [...sequence].slice(0, end);
}

const SILENT_PERCENT_MAX = {
  11: { help: 0, important: 1, so_that: 5, introduce: 5 },
  16: { help: 0, important: 1, so_that: 15, introduce: 15 },
};
for (const [mean, limits] of Object.entries(SILENT_PERCENT_MAX)) {
  const all = SEEDS.flatMap((seed) => madeStatements(seed, { mean: Number(mean), count: COUNT })).map(
    countsOf,
  );
  for (const part of PARTS) {
    test(`${part} is silent in at most ${limits[part]} % of essences with sentences of ${mean} words`, () => {
      const share = silence(all, part);
      assert.ok(share <= limits[part], `silent in ${share} %`);
    });
  }

  test(`with sentences of ${mean} words, other sentences do not crowd out the leads`, () => {
    const total = (count) => all.reduce((sum, counts) => sum + count(counts), 0);
    const before = total(({ old }) => old.leads);
    assert.ok(total(({ leads }) => leads) >= 0.98 * before, 'about as many leads');
    assert.ok(total(({ speaking }) => speaking.length) >= before, 'at least as many parts as leads');
    assert.ok(total(({ words }) => words) >= total(({ old }) => old.words), 'at least as many words');
  });
}

/**
 * The rule in plain code, without marks: the lead of each part in turn, or its replacement, then the other
 * sentences in turn. A sentence that does not fit is skipped.
 */
function plainRule(statement) {
  const sheet = PARTS.map((part) => sentencesOf(statement, part)).filter((own) => own.length);
  const byRank = FIRST_FROM.flatMap((part) => sheet.filter(([lead]) => lead.part === part));
  const short = ({ words }) => words <= 20;
  const first = byRank.map(([lead]) => lead).find(short) ?? byRank.flat().find(short) ?? byRank[0][0];
  const chosen = new Set([first]);
  const fits = (candidate) => !chosen.has(candidate) && wordsIn([...chosen, candidate]) <= ESSENCE;
  const queues = sheet.map((own) => {
    const lead = own.some((candidate) => chosen.has(candidate)) ? own.slice(0, 1).find(fits) : own.find(fits);
    if (lead) chosen.add(lead);
    return lead ? [lead, ...own.filter((candidate) => candidate !== lead)] : own;
  });
  for (let i = 0; i < 5; i++)
    for (const queue of queues) if (queue[i] && fits(queue[i])) chosen.add(queue[i]);
  return { chosen, isComplete: sheet.every((own) => own.some((candidate) => chosen.has(candidate))) };
}

test('a lead that fits is dropped only if a part would be silent otherwise', () => {
  const kinds = [11, 16, 20].flatMap((mean) => madeStatements(mean, { mean, count: COUNT }));
  const plain = kinds
    .map((statement) => ({ statement, ...plainRule(statement) }))
    .filter(({ isComplete }) => isComplete);
  assert.ok(plain.length > kinds.length / 2);
  for (const { statement, chosen } of plain) {
    assert.deepEqual(textsOf(shortView(statement)).sort(), [...chosen].map(({ text }) => text).sort());
  }
});

test('no sentence that would fit is left out of the essence or the spoken layer', () => {
  const text = fc.array(plainSentence, { maxLength: 9 }).map((sentences) => sentences.join(' '));
  const texts = fc.array(text, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(texts, (own) => {
      const statement = statementWith({ parts: partsOf(own) });
      for (const layer of ['essence', 'spoken']) {
        const { words, parts } = shortView(statement, { layer });
        const folded = parts.flatMap(({ runs }) =>
          runs.flatMap(({ shown, sentences }) => (shown ? [] : sentences)),
        );
        for (const { text } of folded) assert.ok(words + countWords(text) > limitOf(layer, 170));
      }
    }),
    { numRuns: 500 },
  );
});

test('no part is silent if one sentence of each fits beside the first line', () => {
  const kinds = [11, 16, 20].flatMap((mean) => madeStatements(mean, { mean, count: COUNT }));
  const roomy = kinds.filter((statement) => {
    const first = shortView(statement, { layer: 'first_line' });
    const silent = PARTS.filter((part) => !shownOf(first, part).length);
    return silent.reduce((sum, part) => sum + shortestOf(statement, part), first.words) <= ESSENCE;
  });
  assert.ok(roomy.length > kinds.length / 2);
  for (const statement of roomy)
    for (const part of PARTS) assert.ok(shownOf(shortView(statement), part).length, part);
});

const essence = (texts, fields) => textsOf(shortView(statementWith({ parts: partsOf(texts), ...fields })));

test('a sentence that does not fit is skipped, and later ones are still chosen', () => {
  const [a, b, c, d] = [sentence('A', 20), sentence('B', 45), sentence('C', 10), sentence('D', 12)];
  assert.deepEqual(essence([a, b, c, d]), [a, c, d]);
  const [b1, b3] = [sentence('B', 4), sentence('E', 5)];
  assert.deepEqual(essence([a, `${b1} ${b} ${b3}`, c, d]), [a, b1, b3, c, d]);
});

test('a lead that does not fit is replaced by the next sentence of its part that does', () => {
  const [a, b, c] = [sentence('A', 15), sentence('B', 15), sentence('C', 15)];
  const [d1, d2, d3] = [sentence('D', 40), sentence('E', 30), sentence('F', 9)];
  assert.deepEqual(essence([a, b, c, `${d1} ${d2} ${d3}`]), [a, b, c, d3]);
});

test('a part with marked sentences does not silence another', () => {
  const [a1, a2] = [sentence('A', 20), sentence('Aa', 15)];
  const [b, c, d] = [sentence('B', 20), sentence('C', 10), sentence('D', 2)];
  const marks = [{ part: 'introduce', text: a2, mark: 'always' }];
  assert.deepEqual(essence([`${a1} ${a2}`, b, c, d], { marks }), [a2, b, c, d]);
});

test('an always-said sentence that fits is said even after a long one that does not', () => {
  const [long, short, line] = [sentence('L', 50), sentence('S', 10), sentence('C', 15)];
  const marks = [long, short].map((text) => ({ part: 'introduce', text, mark: 'always' }));
  const goal = sentence('D', 20);
  assert.deepEqual(essence([`${long} ${short}`, '', line, goal], { marks }), [short, line, goal]);
});

test('the first line keeps to its limit if any sentence does', () => {
  const [long, next] = [sentence('C', 25), sentence('Cc', 10)];
  const line = (texts) =>
    textsOf(shortView(statementWith({ parts: partsOf(texts) }), { layer: 'first_line' }));
  assert.deepEqual(line(['', sentence('B', 21), `${long} ${next}`, sentence('D', 30)]), [next]);
  assert.deepEqual(line(['', sentence('B', 20), `${long} ${next}`, '']), [sentence('B', 20)]);
});

const STORY = 'Efter ulykken fik jeg genoptræning i et år. Min bror gav mig også hjælp dengang.';
test("a sentence that begins with the sheet's own stem leads its part", () => {
  const danish = ['Jeg vil gerne have hjælp til at gå.', 'Jeg vil gerne ha hjælp til at gå.'];
  for (const own of [...danish, "I'd like some help with walking."]) {
    const statement = statementWith({ parts: partsOf([sentence('A', 30), '', `${STORY} ${own}`, '']) });
    const view = shortView(statement, { layer: 'first_line' });
    assert.deepEqual([textsOf(view), view.parts.at(-1).stem.stem], [[own], '']);
  }
  const goal = statementWith({
    parts: partsOf(['', '', '', `Det er længe siden. ${STORY} Så jeg igen kan arbejde.`]),
  });
  assert.deepEqual(textsOf(shortView(goal, { layer: 'first_line' })), ['Så jeg igen kan arbejde.']);
});

test('text that continues the stem leads its part and keeps the stem', () => {
  const important = 'sove godt. Det er vigtigt for mig at spise.';
  const statement = statementWith({ parts: partsOf([sentence('A', 30), important, '', '']) });
  const view = (layer) => shortView(statement, { layer });
  assert.deepEqual(textsOf(view('first_line')), ['sove godt.']);
  assert.deepEqual(view('spoken').parts.at(-1).stem, { stem: 'Det er vigtigt for mig at', inline: true });
});

test('a story gets no stem if the person writes the stem themselves further on', () => {
  const statement = statementWith({
    parts: partsOf(['', '', `${STORY} Jeg vil gerne have hjælp til at gå.`, '']),
  });
  const {
    parts: [help],
  } = shortView(statement, { layer: 'spoken' });
  assert.deepEqual([help.stem.stem, help.runs.length], ['', 1]);
});
