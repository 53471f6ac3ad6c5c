// Thousands of random stories of three phones and one vault. Two phones write and one is silent for long;
// requests and answers are lost, late or duplicated, and people write meanwhile.
// Told with a model of the phone first, then with the app itself.
import { runsOf } from './sweep.js';
import { Phone } from './vault_phones.js';
import { ModelPhone } from './vault_model_phone.js';
import { stories } from './vault_stories.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const RUNS = runsOf(2000);
const PHONES = [
  ['of a model', (network) => new ModelPhone(network), RUNS, 30],
  ['of the app itself', (network) => new Phone(network), Math.ceil(RUNS / 10), 16],
];
/** How often one sentence may be in one text, after the worst of stories. */
const COPIES_MAX = 4;

for (const [name, phone, runs, steps] of PHONES) {
  test(`phones ${name} end with the bytes of the vault, and no sentence is lost`, async (t) => {
    const found = await stories(runs, phone, { steps });
    t.diagnostic(JSON.stringify(found));
    assert.ok(found.runs === runs && found.alternatives > runs / 20, 'the stories have conflicts');
    assert.ok(found.copies <= COPIES_MAX);
  });

  test(`phones ${name}: documents with one writer never conflict or repeat a sentence`, async (t) => {
    t.diagnostic(JSON.stringify(await stories(Math.ceil(runs / 4), phone, { owned: true, steps })));
  });

  test(`phones ${name}: a server that is put back, as files or by the command, loses no sentence`, async (t) => {
    t.diagnostic(JSON.stringify(await stories(Math.ceil(runs / 2), phone, { restores: true, steps })));
  });
}
