// One story of three phones from beginning to end, what must hold after it, and the smallest one that fails.
import { copiesIn, wordsIn } from './vault_ledger.js';
import { kindOf, travels } from './vault_model_pages.js';
import { World } from './vault_world.js';
import assert from 'node:assert/strict';
import { documentText } from '../../webapp/static/js/core/sync/document.js';

/** @typedef {(network: any) => any} NewPhone */
/** @typedef {import('./vault_world.js').Rules & {steps?: number}} Rules */

/** Rounds of syncs after which all phones hold the same, once the server is honest. */
const ROUNDS_MAX = 12;
/** Stories that are tried to make a failing one smaller. */
const TRIES_MAX = 400;

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
  const words = here
    .filter((document) => document.chance && !world.ledger.ticked.has(document.id))
    .flatMap(wordsIn);
  const sent = words.length ? JSON.stringify(world.network.log.map(({ body }) => body)) : '';
  for (const word of words) assert.ok(!sent.includes(word), `${word} was sent`);
}

/** All sync until nothing is pushed. @param {World} world @returns {Promise<number>} rounds it took */
async function settled(world) {
  for (let round = 1; round <= ROUNDS_MAX; round += 1) if (!(await world.syncAll())) return round;
  throw new Error(`still pushing after ${ROUNDS_MAX} rounds`);
}

/**
 * Run the events of one story, and check what must hold after it.
 * @param {number} seed @param {NewPhone} phone @param {Rules} rules @param {number[]} events
 */
async function told(seed, phone, rules, events) {
  const world = await new World(seed, phone, rules).begin(new Uint8Array(16));
  for (const event of events) await world.step(event);
  await world.recover();
  const rounds = await settled(world);
  const here = await allDocuments(world);
  assertNotSent(world, here);
  assert.deepEqual(world.ledger.lost(here), [], 'lost');
  const kept = [...new Map(here.map((document) => [document.id, document])).values()];
  assert.deepEqual(world.ledger.doubles(kept), [], 'twice in one text');
  const alternatives = kept.reduce((sum, { alternatives: all = [] }) => sum + all.length, 0);
  const copies = Math.max(...here.map(copiesIn));
  if (rules.owned)
    assert.deepEqual([alternatives, copies], [0, 1], 'a conflicting version or a repeated word');
  return { rounds, alternatives, copies, stops: world.stops };
}

/** Whether the events make a story that fails, and how. */
const failure = (seed, phone, rules, events) =>
  told(seed, phone, rules, events).then(
    () => null,
    (error) => error,
  );

/**
 * The events without those that do not matter: one after the other is left out while the story still fails.
 * @param {number} seed @param {NewPhone} phone @param {Rules} rules @param {number[]} events @param {Error} error
 */
async function smallest(seed, phone, rules, events, error) {
  let [least, cause] = [events, error];
  let tries = 0;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const event of [...least].reverse()) {
      if ((tries += 1) > TRIES_MAX) return { least, cause };
      const fewer = least.filter((other) => other !== event);
      const found = await failure(seed, phone, rules, fewer);
      if (found) [least, cause, isSmaller] = [fewer, found, true];
    }
  }
  return { least, cause };
}

/**
 * Run many stories, each from its seed. `SEED` is the first; `EVENTS`, as a failing story prints them, runs
 * those events alone.
 * @param {number} runs @param {NewPhone} phone @param {Rules} [rules]
 */
export async function stories(runs, phone, { steps = 14, ...rules } = {}) {
  const found = { runs: 0, alternatives: 0, copies: 0, rounds: 0, stops: 0 };
  const from = Number(process.env.SEED ?? 1);
  const events = process.env.EVENTS?.split(',').map(Number) ?? Array.from({ length: steps }, (_, i) => i);
  for (let seed = from; seed < from + runs; seed += 1) {
    try {
      const one = await told(seed, phone, rules, events);
      found.runs += 1;
      found.stops += one.stops;
      found.alternatives += one.alternatives;
      found.copies = Math.max(found.copies, one.copies);
      found.rounds = Math.max(found.rounds, one.rounds);
    } catch (error) {
      const { least, cause } = await smallest(seed, phone, rules, events, error);
      throw new Error(`the story of SEED=${seed} EVENTS=${least.join(',')}: ${cause.message}`, { cause });
    }
  }
  return found;
}
