// Hundreds of random stories of three phones and one vault. Two phones write and one is silent for long;
// requests and answers are lost, late or duplicated, and people write meanwhile, also letter by letter.
// In some the server is put back, misbehaves and turns honest, clocks are a year off, and copies are imported.
// Told with a model of the phone first, then with the app itself.
import { runsOf } from './sweep.js';
import { Phone } from './vault_phones.js';
import { ModelPhone } from './vault_model_phone.js';
import { stories } from './vault_stories.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

/** The whole sweep takes several minutes, in `bench/run stories`. */
const PHONES = [
  ['of a model', (network) => new ModelPhone(network), runsOf(20_000, 250), 30],
  ['of the app itself', (network) => new Phone(network), runsOf(360), 16],
];
/** How often one unique word may be in one text, after the worst of stories. */
const COPIES_MAX = 6;

for (const [name, phone, runs, steps] of PHONES) {
  test(`phones ${name} end with the bytes of the vault, and no sentence is lost`, async (t) => {
    const part = Math.ceil(runs * 0.2);
    const found = await stories(part, phone, { steps });
    t.diagnostic(JSON.stringify(found));
    assert.ok(
      found.runs === part && found.alternatives > Math.floor(part / 40),
      'the stories have conflicts',
    );
    assert.ok(found.copies <= COPIES_MAX);
  });

  test(`phones ${name}: documents with one writer never conflict or repeat a sentence`, async (t) => {
    t.diagnostic(JSON.stringify(await stories(Math.ceil(runs * 0.1), phone, { owned: true, steps })));
  });

  test(`phones ${name}: a server that is put back or hostile loses no sentence once it is honest`, async (t) => {
    t.diagnostic(JSON.stringify(await stories(Math.ceil(runs * 0.7), phone, { hostile: true, steps })));
  });
}
