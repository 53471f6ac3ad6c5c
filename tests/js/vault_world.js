// Three phones, one vault, and people who write on them. Every sentence has a word of its own, so that each can be followed.
import { Person } from './vault_person.js';
import { ModelServer, Network } from './vault_server_model.js';
import { TEXT_FIELDS, blankMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { blankExploration } from '../../webapp/static/js/core/exploration/fields.js';
import { blankStatement } from '../../webapp/static/js/core/statement/fields.js';

/** Random numbers from a seed: `dice(n)` is below n. @param {number} seed */
export function diceFrom(seed) {
  let state = seed >>> 0;
  return (/** @type {number} */ sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

const WORD = /Ord\d{5}/g;
const countOf = (word, text) => text.split(word).length;
/** Every text that is shown, by the name of its place. */
export const shownIn = (one) =>
  one.parts
    ? [['title', one.title], ...Object.entries(one.parts)]
    : one.chance
      ? [['text', one.text]]
      : [
          ...TEXT_FIELDS.map((field) => [field, one[field]]),
          ...one.questions.map(({ id, text }) => [`question ${id}`, text]),
          ...one.agreements.map(({ id, who, what }) => [`agreement ${id}`, `${who}\n${what}`]),
        ];
const allOf = (one) =>
  [...shownIn(one).map(([, text]) => text), ...(one.alternatives ?? []).map(({ text }) => text)].join('\n');
/** The words that tell sentences apart, in all that a document says. */
export const wordsIn = (one) => allOf(one).match(WORD) ?? [];

/**
 * A phone, of the app itself or of a model: `take` it in the hand, ask for `all` it has, `put` one, `remove` one for good,
 * `sync` (gives why it stopped, or null), `rewind` how far it has pulled, and `held` by the vault, by id.
 */
export class World {
  network = new Network(new ModelServer());
  typed = new Set();
  deleted = new Set();
  /** Notes that somebody has ticked once: only these may ever leave a phone. */
  ticked = new Set();
  /** How deep in one another's requests the phones are. */
  #depth = 0;

  /** @param {number} seed @param {(network: Network) => any} phone @param {{owned?: boolean}} [rules] each thing is written on one phone only */
  constructor(seed, phone, { owned = false } = {}) {
    this.dice = diceFrom(seed);
    this.phones = [0, 1, 2].map(() => phone(this.network));
    this.owned = owned;
    this.owner = new Map();
    this.person = new Person(this.dice, owned);
  }

  pick = (list) => list[this.dice(list.length)];

  /** Each phone begins a statement, a meeting or a note, and all have them; then the troubles begin. @param {Uint8Array} secret */
  async begin(secret) {
    for (const phone of this.phones) {
      await this.take(phone);
      await phone.begin(secret);
      await this.#begin();
      await phone.sync();
    }
    for (const phone of this.phones.slice(0, 2)) await (await this.take(phone)).sync();
    this.network.next = () => this.#trouble();
    return this;
  }

  async take(phone) {
    this.hand = phone;
    await phone.take();
    return phone;
  }

  /** Somebody does one thing on the phone in the hand. */
  async act() {
    const all = await this.hand.all();
    const here = all.filter(({ id }) => !this.owned || this.owner.get(id) === this.hand);
    if (!here.length || !this.dice(40)) return this.#begin();
    const one = this.pick(here);
    const next = this.person.changed(structuredClone(one), all);
    await (next ? this.hand.put(next) : this.hand.remove(one));
    return this.#follow(one, next);
  }

  /** What a person took out of a text is deleted, and what was in a version that was put away and is not shown. */
  #follow(before, after) {
    const shown = new Map(after ? shownIn(after) : []);
    const stands = [...shown.values()].join('\n');
    const left = after ? allOf(after) : '';
    for (const word of before ? wordsIn(before) : [])
      if (!stands.includes(word) && countOf(word, left) < countOf(word, allOf(before)))
        this.deleted.add(word);
    for (const [name, text] of before ? shownIn(before) : []) {
      // Also where it stood twice and stands once now: somebody else may have taken out the other.
      for (const word of text.match(WORD) ?? [])
        if (countOf(word, shown.get(name) ?? '') < countOf(word, text)) this.deleted.add(word);
    }
    for (const word of after ? wordsIn(after) : []) this.typed.add(word);
    if (after?.in_vault) this.ticked.add(after.id);
  }

  async #begin() {
    const { newId, now } = this.person;
    const sentence = () => this.person.sentence();
    const [statement, meeting, note] = [
      blankStatement(newId(), now()),
      blankMeeting(newId(), now(), 'Europe/Copenhagen'),
      blankExploration(newId(), 'helps', now()),
    ];
    const one = this.pick([
      {
        ...statement,
        parts: { ...statement.parts, important: sentence(), help: `${sentence()}\n${sentence()}` },
      },
      { ...meeting, about: sentence(), questions: [{ id: newId(), text: sentence() }] },
      { ...note, text: `${sentence()} ${sentence()}`, in_vault: this.dice(3) > 0 },
    ]);
    this.owner.set(one.id, this.hand);
    await this.hand.put(one);
    this.#follow(null, one);
  }

  /** What becomes of one request; sometimes somebody does something meanwhile. */
  async #trouble() {
    const luck = this.dice(100);
    if (luck < 12 && this.#depth < 2) await this.#meanwhile();
    if (luck % 10 === 0) this.network.deliver();
    if (luck < 70) return 'fine';
    return this.pick(['lost', 'unanswered', 'unanswered', 'late', 'twice']);
  }

  async #meanwhile() {
    const phone = this.hand;
    const other = await this.take(this.pick(this.phones));
    this.#depth += 1;
    await this.act();
    if (other !== phone && this.#depth < 2) await this.sync();
    await this.take(phone);
    this.#depth -= 1;
  }

  /** The phone in the hand syncs; where it stops, its person trusts the vault or insists. */
  async sync() {
    const stop = await this.hand.sync();
    if (stop && stop !== 'mass-delete') throw new Error(`an honest server, yet: ${stop}`);
    if (stop) await this.hand.sync(this.dice(3) ? { trusts: true } : { insists: true });
    this.stops += Number(Boolean(stop));
  }
  stops = 0;

  /** One random thing. The third phone is silent for long. */
  async step() {
    await this.take(this.pick(this.dice(6) ? this.phones.slice(0, 2) : this.phones));
    const luck = this.dice(20);
    if (luck === 0) this.network.deliver();
    // It was killed after it had taken in what it pulled, before it noted how far it had come: the same pull comes twice.
    else if (luck === 1) await this.hand.rewind(this.dice);
    else if (luck < 9) await this.sync();
    else await this.act();
  }

  /** The network is well again, and all sync until nobody has anything to say. @returns {Promise<number>} rounds it took */
  async settle(most = 12) {
    this.network.next = () => 'fine';
    this.network.deliver();
    for (let round = 1; round <= most; round += 1) {
      const from = this.network.log.length;
      for (const phone of this.phones) await (await this.take(phone), this.sync());
      if (!this.network.log.slice(from).some(({ method }) => method === 'POST')) return round;
    }
    throw new Error(`still not quiet after ${most} rounds`);
  }
}
