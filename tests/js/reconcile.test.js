// Reconciling a document on this phone with the one in the vault: both phones end with the same bytes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reconcile } from '../../webapp/static/js/core/sync/reconcile.js';
import { LATER as AFTER, noteWith } from './explorations.js';
import { BASE, LATER, both, statementText, withHelp } from './reconciled.js';

test('when one side changed, both phones take that side', () => {
  const edited = withHelp('at sove.', { updated: LATER, title: 'Til Bo' });
  assert.deepEqual(both(BASE, edited, BASE), edited);
  assert.deepEqual(both(BASE, null, BASE), null);
  assert.deepEqual(both(null, edited, null), edited);
});

test('when both sides made the same change, nothing happens', () => {
  const edited = withHelp('at sove.', { updated: LATER });
  assert.deepEqual(both(BASE, edited, edited), edited);
  assert.equal(both(BASE, null, null), null);
  assert.deepEqual(both(null, BASE, BASE), BASE);
});

test('changes to different parts are all merged, without a conflicting version', () => {
  const local = {
    ...BASE,
    title: 'Til Bo',
    parts: { ...BASE.parts, introduce: 'Jeg hedder Bo. Jeg er 40.' },
  };
  const remote = withHelp('at sove. at drikke vand. at gå.', { updated: LATER, kind: 'doctor' });
  assert.deepEqual(both(BASE, local, remote), {
    ...remote,
    title: 'Til Bo',
    parts: { ...remote.parts, introduce: 'Jeg hedder Bo. Jeg er 40.' },
  });
});

test('changes to different sentences of one part are all merged', () => {
  const next = both(
    BASE,
    withHelp('at sove godt. at drikke vand.'),
    withHelp('at sove. at drikke vand hver dag.', { updated: LATER }),
  );
  assert.equal(next.parts.help, 'at sove godt. at drikke vand hver dag.');
  assert.deepEqual(next.alternatives, []);
});

test('two changes of the same sentence: the later text is shown, the other is kept whole', () => {
  const next = both(
    BASE,
    withHelp('at spise. at drikke vand.'),
    withHelp('at komme hjem. at drikke vand.', { updated: LATER }),
  );
  assert.equal(next.parts.help, 'at komme hjem. at drikke vand.');
  assert.deepEqual(next.alternatives, [{ part: 'help', text: 'at spise. at drikke vand.' }]);
});

test('the conflicting version also holds what both sides added elsewhere', () => {
  const next = both(
    BASE,
    withHelp('at spise. at drikke vand. at gå.'),
    withHelp('at komme hjem. at drikke vand.', { updated: LATER }),
  );
  assert.equal(next.parts.help, 'at komme hjem. at drikke vand. at gå.');
  assert.deepEqual(next.alternatives, [{ part: 'help', text: 'at spise. at drikke vand. at gå.' }]);
});

test('with equal timestamps the bytes decide, the same way on both phones', () => {
  const next = both(BASE, withHelp('at spise. at drikke vand.'), withHelp('at komme hjem. at drikke vand.'));
  assert.deepEqual(
    new Set([next.parts.help, next.alternatives[0].text]),
    new Set(['at spise. at drikke vand.', 'at komme hjem. at drikke vand.']),
  );
});

test('an edit wins over a permanent deletion, whichever side is local', () => {
  const edited = withHelp('at sove.', { updated: LATER });
  assert.deepEqual(both(BASE, edited, null), edited);
  assert.deepEqual(both(BASE, null, { ...BASE, deleted: LATER }), { ...BASE, deleted: LATER });
});

test('an edit wins over the bin, also in statements older than conflicting versions', () => {
  const binned = { ...BASE, deleted: LATER };
  assert.equal(both(BASE, binned, withHelp('at sove nu.', { updated: LATER })).deleted, null);
  const { alternatives: _, ...old } = BASE;
  assert.equal(both(old, { ...old, deleted: LATER }, withHelp('at sove nu.')).deleted, null);
  assert.equal(
    both(old, { ...old, deleted: LATER }, { ...BASE, updated: LATER }).deleted,
    LATER,
    'the other side edited nothing',
  );
});

test('of two new titles the later is shown and the other is kept', () => {
  const next = both(BASE, { ...BASE, title: 'Til Per' }, { ...BASE, title: 'Til Ida', updated: LATER });
  assert.deepEqual([next.title, next.alternatives], ['Til Ida', [{ part: 'title', text: 'Til Per' }]]);
});

test('without a merge base the words of both sides are kept', () => {
  const next = both(
    null,
    withHelp('at sove.', { title: 'Til Per' }),
    withHelp('at sove. at gå.', { updated: LATER }),
  );
  assert.equal(next.parts.help, 'at sove. at gå.');
  assert.deepEqual(next.alternatives, [{ part: 'title', text: 'Til Per' }]);
});

test('the order of members makes no difference, in the base or in either side', () => {
  const turned = (document) =>
    JSON.parse(JSON.stringify(document), (_, value) =>
      value && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
  const from = { ...BASE, first: { part: 'help', text: 'at sove.' } };
  const binned = { ...from, deleted: LATER };
  const sides = [
    [binned, { ...from, updated: LATER }],
    [
      { ...from, first: null },
      { ...from, title: 'Til Ida', updated: LATER },
    ],
  ];
  for (const [a, b] of sides) {
    const wanted = statementText(both(from, a, b));
    for (const three of [
      [turned(from), a, b],
      [from, turned(a), b],
      [turned(from), turned(a), turned(b)],
    ])
      assert.equal(statementText(both(...three)), wanted);
  }
});

test('notes: unticking wins over an edit on either side, and the words of both stay', () => {
  const base = noteWith({ text: 'Jeg sover.', in_vault: true });
  const [unticked, edited] = [
    { ...base, in_vault: false },
    { ...base, text: 'Jeg sover. Godt.', updated: AFTER },
  ];
  assert.deepEqual(reconcile('exploration', base, unticked, edited), { ...edited, in_vault: false });
  assert.deepEqual(
    reconcile('exploration', base, edited, null),
    { ...edited, in_vault: false },
    'it left the vault while it was edited here',
  );
  assert.deepEqual(reconcile('exploration', base, unticked, base), unticked);
  assert.deepEqual(
    reconcile('exploration', base, null, edited),
    edited,
    'deleted from the bin here, edited there',
  );
  assert.deepEqual(reconcile('exploration', null, { ...unticked, text: 'Jeg går.' }, edited), {
    ...edited,
    text: 'Jeg sover. Godt.\n\nJeg går.',
  });
});
