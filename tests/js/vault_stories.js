// One story of three phones from beginning to end, and what must hold after it.
import { kindOf, travels } from './vault_model_phone.js';
import { World, shownIn, wordsIn } from './vault_world.js';
import assert from 'node:assert/strict';
import { documentText } from '../../webapp/static/js/core/sync/document.js';

/** Every document on every phone, once each phone holds what the vault holds. @param {World} world */
async function allDocuments(world) {
  const vault = await world.phones[0].held();
  const inRecords = [...vault]
    .filter(([, { document }]) => !JSON.parse(document).deleted)
    .map(([id, { document }]) => [id, document])
    .sort();
  const here = [];
  for (const phone of world.phones) {
    await world.take(phone);
    const all = await phone.all();
    const inVault = all
      .filter(travels)
      .map((document) => [document.id, documentText(kindOf(document), document)]);
    assert.deepEqual(inVault.sort(), inRecords, 'a phone holds other bytes than the vault');
    here.push(...all);
  }
  return here;
}

/**
 * No request held a word of a note that was never ticked; the model seals nothing.
 * @param {World} world
 * @param {any[]} here every document on every phone
 */
function assertNotSent(world, here) {
  const sent = JSON.stringify(world.network.log);
  for (const word of here
    .filter((document) => document.chance && !world.ticked.has(document.id))
    .flatMap(wordsIn))
    assert.ok(!sent.includes(word), `${word} was sent`);
}

/** Run one story. @param {World} world @param {number} steps */
async function runStory(world, steps) {
  await world.begin(new Uint8Array(16));
  for (let step = 0; step < steps; step += 1) await world.step();
  const rounds = await world.settle();
  const here = await allDocuments(world);
  assertNotSent(world, here);
  const words = new Set(here.flatMap(wordsIn));
  for (const word of world.typed) assert.ok(words.has(word) || world.deleted.has(word), `${word} is lost`);
  return { here, rounds };
}

/** How often the most repeated sentence is in one text. */
const copiesIn = (document) =>
  Math.max(
    1,
    ...shownIn(document).flatMap(([, text]) => {
      const words = text.match(/Ord\d{5}/g) ?? [];
      return words.map((word) => words.filter((other) => other === word).length);
    }),
  );

/**
 * Run many stories, each from its seed.
 * @param {number} runs
 * @param {(network: any) => any} phone
 * @param {{owned?: boolean, restores?: boolean, steps?: number}} [rules]
 */
export async function stories(runs, phone, { owned = false, restores = false, steps = 14 } = {}) {
  const found = { runs: 0, alternatives: 0, copies: 0, rounds: 0, stops: 0 };
  const from = Number(process.env.SEED ?? 1);
  for (let seed = from; seed < from + runs; seed += 1) {
    const world = new World(seed, phone, { owned, restores });
    try {
      const { here, rounds } = await runStory(world, steps);
      found.runs += 1;
      found.stops += world.stops;
      found.alternatives += [...new Map(here.map((document) => [document.id, document])).values()].reduce(
        (sum, { alternatives = [] }) => sum + alternatives.length,
        0,
      );
      found.copies = Math.max(found.copies, ...here.map(copiesIn));
      found.rounds = Math.max(found.rounds, rounds);
      if (owned)
        assert.deepEqual(
          [found.alternatives, found.copies],
          [0, 1],
          'a conflicting version or a repeated sentence',
        );
    } catch (error) {
      throw new Error(`the story of seed ${seed}: ${error.message}`, { cause: error });
    }
  }
  return found;
}
