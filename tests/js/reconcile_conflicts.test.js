// Conflicting versions when two phones reconcile: which ones arise, stay, or are dismissed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE, LATER, both, withHelp } from './reconciled.js';

test('a title that was extended, cleared or left alone makes no conflicting version', () => {
  const titles = (a, b, from = BASE) =>
    both(from, { ...from, title: a }, { ...from, title: b, updated: LATER });
  assert.deepEqual(
    [
      titles('Til lægen på', 'Til lægen på fredag').title,
      titles('Til lægen på', 'Til lægen på fredag').alternatives,
    ],
    ['Til lægen på fredag', []],
  );
  assert.deepEqual(titles('', 'Til Ida').alternatives, []);
  assert.deepEqual(titles('Til Ida', '').title, 'Til Ida', 'a typed title stays');
  assert.deepEqual(
    both(BASE, { ...BASE, title: 'Til Ida' }, withHelp('at sove.', { updated: LATER })).alternatives,
    [],
  );
});

const CLASHED = {
  ...BASE,
  alternatives: [
    { part: 'help', text: 'at spise.' },
    { part: 'title', text: 'Til Per' },
  ],
};

test('choosing a version on one phone and editing another part on the other both take effect', () => {
  const chosen = {
    ...CLASHED,
    parts: { ...CLASHED.parts, help: 'at spise.' },
    alternatives: [CLASHED.alternatives[1]],
    updated: LATER,
  };
  const edited = { ...CLASHED, parts: { ...CLASHED.parts, so_that: 'gå i skole.' } };
  const next = both(CLASHED, chosen, edited);
  assert.deepEqual(
    [next.parts.help, next.parts.so_that, next.alternatives],
    ['at spise.', 'gå i skole.', [{ part: 'title', text: 'Til Per' }]],
  );
});

test('a version dismissed here and another dismissed there are both dismissed', () => {
  const [help, title] = CLASHED.alternatives;
  assert.deepEqual(
    both(CLASHED, { ...CLASHED, alternatives: [help] }, { ...CLASHED, alternatives: [title], updated: LATER })
      .alternatives,
    [],
  );
});

test('conflicting versions of both sides stay, each once', () => {
  const put = (text, updated) => ({
    ...BASE,
    updated,
    alternatives: [
      { part: 'help', text },
      { part: 'help', text: 'at gå.' },
    ],
  });
  const next = both(BASE, put('at spise.', BASE.updated), put('at drikke.', LATER));
  assert.deepEqual(
    next.alternatives.map(({ text }) => text),
    ['at drikke.', 'at gå.', 'at spise.'],
  );
});

test('a conflicting version equal to the shown text is dismissed', () => {
  const local = { ...BASE, alternatives: [{ part: 'help', text: 'at sove nu. at drikke vand.' }] };
  const next = both(BASE, local, withHelp('at sove nu. at drikke vand.', { updated: LATER }));
  assert.deepEqual([next.parts.help, next.alternatives], ['at sove nu. at drikke vand.', []]);
});

test('a sentence stays when one side keeps it only as text and the other only as a version', () => {
  const other = [{ part: 'help', text: 'at spise.' }];
  const from = withHelp('at spise. at sove.', { alternatives: other });
  const next = both(
    from,
    withHelp('at spise.', { alternatives: [] }),
    withHelp('at sove. at gå.', { alternatives: other, updated: LATER }),
  );
  assert.deepEqual([next.parts.help, next.alternatives], ['at gå.', other]);
});
