// Views with little to show: no sentence, no date, no title; which months fit below a picture; and how the
// vault's screen counts what is not in the vault.
import { words } from './every_view.js';
import { meetingWith } from './meetings.js';
import { NOW, partsOf, statementWith } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutTime, fiveMinutes } from '../../webapp/static/js/core/views/five_minutes.js';
import { handOver } from '../../webapp/static/js/core/views/hand_over.js';
import { heardPicture } from '../../webapp/static/js/core/views/heard_picture.js';
import { takenWords } from '../../webapp/static/js/core/views/notes.js';
import { ready } from '../../webapp/static/js/core/views/ready.js';
import { vault } from '../../webapp/static/js/core/views/vault.js';

/** The elements of a tree with this tag, in order. */
function* tagged(child, tag) {
  if (Array.isArray(child)) for (const node of child) yield* tagged(node, tag);
  else if (child && typeof child === 'object') {
    if (child.tag === tag) yield child;
    yield* tagged(child.children, tag);
  }
}
/** The texts of a tree, in order. */
const texts = (child) =>
  Array.isArray(child)
    ? child.flatMap(texts)
    : child && typeof child === 'object'
      ? texts(child.children)
      : typeof child === 'string'
        ? [child]
        : [];

const INVITATION = 'Her står din første sætning, når du har skrevet den.';

test('"Gør dig klar" invites to write when there is no first sentence, and else shows it with its stem', () => {
  const hidden = statementWith({
    parts: partsOf(['', '', 'Kun til mig.']),
    marks: [{ part: 'help', text: 'Kun til mig.', mark: 'hidden' }],
  });
  for (const statement of [null, statementWith({ parts: partsOf(['', '', '']) }), hidden]) {
    assert.ok(texts(ready({ statement, meeting: null }, words)).includes(INVITATION));
  }
  const firstSentence = (parts) =>
    texts(ready({ statement: statementWith({ parts: partsOf(parts) }), meeting: null }, words))
      .slice(1)
      .join('');
  assert.equal(firstSentence(['', '', 'at sove.']), 'Jeg vil gerne have hjælp til at sove.');
  assert.equal(firstSentence(['', 'Ro og fred.']), 'Det er vigtigt for mig at… Ro og fred.');
});

test('a meeting without a date is named as "dit møde"', () => {
  const line = (at) => texts(ready({ statement: null, meeting: meetingWith({ at, place: '' }) }, words))[0];
  assert.equal(line(''), 'Til dit møde');
  assert.match(line('2026-11-26T10:00'), /^Til mødet .*26\. november/);
});

test('a sentence moved into an untitled statement is reported by its part alone', () => {
  const message = (title) =>
    texts(takenWords({ which: 0, part: 'help', statement: statementWith({ title }) }, words)).join('');
  assert.equal(message(' '), 'Nu står den under »Jeg vil gerne have hjælp til«.');
  assert.equal(message('Til lægen'), 'Nu står den under »Jeg vil gerne have hjælp til« i »Til lægen«.');
});

test('below the picture are the first date and each month that has room', () => {
  const months = (...days) =>
    [
      ...tagged(
        heardPicture(
          days.map((at) => meetingWith({ at, heard: 'yes' })),
          words,
        ),
        'text',
      ),
    ]
      .slice(3)
      .map((node) => texts(node).join(''));
  assert.deepEqual(months('2026-01-10', '2026-03-20'), ['jan.', 'feb.', 'mar.']);
  assert.deepEqual(months('2026-01-31', '2026-02-10'), ['jan.']);
  for (const [to, most] of [
    ['2026-12-31', 5],
    ['2031-01-10', 5],
  ]) {
    const named = months('2026-01-10', to);
    assert.ok(named.length > 2 && named.length <= most, named.join());
  }
});

const PROBLEMS = {
  too_long: [
    '1 tekst er for lang til boksen. Den ligger her på telefonen.',
    '2 tekster er for lange til boksen.',
  ],
  not_sealed: [
    '1 tekst kan ikke låses til boksen. Den ligger her på telefonen.',
    '2 tekster kan ikke låses til boksen.',
  ],
  unreadable: [
    '1 ting i boksen kan ikke åbnes her. Den er ikke rørt.',
    '2 ting i boksen kan ikke åbnes her.',
  ],
};

test('the vault screen counts what could not be sealed or opened, and else says nothing of it', () => {
  const shown = (problems) =>
    texts(
      vault(
        {
          vault: { saved: true, too_long: [], not_sealed: [], unreadable: [], ...problems },
          recovery: [],
          shown: false,
          asks: null,
          now: NOW,
        },
        words,
      ),
    ).join('|');
  for (const [kind, [one, two]] of Object.entries(PROBLEMS)) {
    assert.ok(shown({ [kind]: ['a'] }).includes(one), kind);
    assert.ok(shown({ [kind]: ['a', 'b'] }).includes(two), kind);
    for (const [other, [sentence]] of Object.entries(PROBLEMS))
      assert.equal(shown({ [kind]: ['a'] }).includes(sentence), other === kind, `${kind}, ${other}`);
  }
  assert.doesNotMatch(shown({}), /kan ikke|for lang/);
  assert.equal(shown({ unreadable: ['a'] }).includes('Send mine ord igen'), true);
  assert.equal(shown({ not_sealed: ['a'] }).includes('Send mine ord igen'), false);
});

const sentence = (first, count) => `${first}${' ord'.repeat(count - 1)}.`;
const acts = (tree) => [...tagged(tree, 'button')].map(({ attrs }) => attrs['data-act']);

test('five minutes without a shown sentence lead to the words that are there, or to new ones', () => {
  const hrefs = (statement) =>
    [...tagged(fiveMinutes({ statement }, words), 'a')].map(({ attrs }) => attrs.href);
  assert.deepEqual(hrefs(null), [words.paths.write]);
  const blank = statementWith();
  assert.deepEqual(hrefs(blank), [`${words.paths.write}#${blank.id}`]);
});

test('spoken words can be more up to the most, less down to the start, and other layers stay as they are', () => {
  const long = Array.from({ length: 40 }, (_, i) => sentence(`S${i}`, 10)).join(' ');
  const statement = (spoken_words) => statementWith({ spoken_words, parts: partsOf([long]) });
  const offered = (spoken_words, layer = 'spoken') =>
    acts(fiveMinutes({ statement: statement(spoken_words), layer }, words));
  assert.deepEqual(offered(0), ['more']);
  assert.deepEqual(offered(190), ['more', 'less']);
  assert.deepEqual(offered(10_000), ['less']);
  assert.deepEqual(offered(190, 'essence'), []);
  const isLong = (spoken_words) =>
    texts(fiveMinutes({ statement: statement(spoken_words), layer: 'spoken' }, words)).includes(
      'Nu bliver det langt. De fleste husker det korte bedst.',
    );
  assert.deepEqual([190, 220, 221].map(isLong), [false, false, true]);
});

test('a long sentence is shown whole and said to be long, and what has no room is counted', () => {
  const [always, other] = [sentence('A', 70), sentence('B', 70)];
  const marks = [always, other].map((text) => ({ part: 'introduce', text, mark: 'always' }));
  const shown = (fields) => texts(fiveMinutes({ statement: statementWith(fields) }, words));
  const both = shown({ parts: partsOf([`${always} ${other}`]), marks });
  assert.ok(both.includes('Én sætning er lang. Hele sætningen står her.'));
  assert.ok(both.includes('Der er ikke plads til 1 sætning, du altid vil sige.'));
  assert.ok(
    !shown({ parts: partsOf(['Kort.']) })
      .join()
      .includes('lang'),
  );
});

test('the other person reads each part that has room, its stem before it, and no part without', () => {
  const read = (...parts) =>
    [...tagged(handOver({ statement: statementWith({ parts: partsOf(parts) }) }, words), 'p')].map((node) =>
      texts(node).join(''),
    );
  assert.deepEqual(read('', '', 'at sove.'), ['Jeg vil gerne have hjælp til at sove.']);
  assert.deepEqual(read('', '', 'Ro og fred.'), ['Jeg vil gerne have hjælp til… Ro og fred.']);
  assert.deepEqual(read(sentence('Lang', 90), '', 'at sove.'), ['Jeg vil gerne have hjælp til at sove.']);
});

test('a time is said in seconds, minutes and half minutes', () =>
  assert.deepEqual(
    [0, 38, 58, 75, 91, 135].map((seconds) => aboutTime(seconds, words)),
    ['ca. 0 sekunder', 'ca. 40 sekunder', 'ca. 1 minut', 'ca. 1½ minut', 'ca. 1½ minut', 'ca. 2½ minut'],
  ));
