// Three phones, one vault, and people who write on them. Every sentence has a word of its own, so that each can be followed.
import { ModelServer, Network } from './vault_server_model.js';
import { PARTS, blankStatement } from '../../webapp/static/js/core/parts.js';
import { segment } from '../../webapp/static/js/core/sentences.js';
import { toBase64url } from '../../webapp/static/js/data/vault/base64url.js';

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
const shownIn = ({ title, parts }) => [['title', title], ...Object.entries(parts)];
const allOf = (one) => [...shownIn(one).map(([, text]) => text), ...(one.alternatives ?? []).map(({ text }) => text)].join('\n');
/** The words that tell sentences apart, in all that a statement says. */
export const wordsIn = (one) => allOf(one).match(WORD) ?? [];

/**
 * A phone, of the app itself or of a model: `take` it in the hand, ask for `all` statements, `put` one, `remove` one for good,
 * `sync` (gives why it stopped, or null), `rewind` how far it has pulled, and `held` by the vault, by id.
 */
export class World {
  network = new Network(new ModelServer());
  typed = new Set();
  deleted = new Set();
  #count = 0;
  /** How deep in one another's requests the phones are. */
  #depth = 0;

  /** @param {number} seed @param {(network: Network) => any} phone @param {{owned?: boolean}} [rules] each statement is written on one phone only */
  constructor(seed, phone, { owned = false } = {}) {
    this.dice = diceFrom(seed);
    this.phones = [0, 1, 2].map(() => phone(this.network));
    this.owned = owned;
    this.owner = new Map();
  }

  pick = (list) => list[this.dice(list.length)];

  /** Each phone begins a statement, and all have them; then the troubles begin. @param {Uint8Array} secret */
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

  #sentence() {
    const word = `Ord${String((this.#count += 1)).padStart(5, '0')}`;
    return this.pick([`${word} er vigtigt.`, `${word} og kaffe.`, `${word}!`, `${word} kl. 10 hver dag`]);
  }

  /** A text with one sentence appended, put in, changed or taken out. */
  #edited(text) {
    const sentences = segment(text).map((sentence) => sentence.text);
    const at = this.dice(sentences.length + 1);
    const act = this.dice(6);
    if (act < 2) sentences.push(this.#sentence());
    else if (act === 2) sentences.splice(at, 0, this.#sentence());
    else if (act < 5) sentences.splice(at, 1, this.#sentence());
    else sentences.splice(at, 1);
    return sentences.join(this.pick([' ', ' ', '\n']));
  }

  /** Somebody does one thing on the phone in the hand. */
  async act() {
    const here = (await this.hand.all()).filter(({ id }) => !this.owned || this.owner.get(id) === this.hand);
    if (!here.length || !this.dice(40)) return this.#begin();
    const one = this.pick(here);
    const next = this.#changed(structuredClone(one));
    await (next ? this.hand.put(next) : this.hand.remove(one.id));
    return this.#follow(one, next);
  }

  /** What a person took out of a text is deleted, and what was in a version that was put away and is not shown. */
  #follow(before, after) {
    const shown = new Map(after ? shownIn(after) : []);
    const stands = [...shown.values()].join('\n');
    const left = after ? allOf(after) : '';
    for (const word of before ? wordsIn(before) : []) if (!stands.includes(word) && countOf(word, left) < countOf(word, allOf(before))) this.deleted.add(word);
    for (const [name, text] of before ? shownIn(before) : []) {
      // Also where it stood twice and stands once now: somebody else may have taken out the other.
      for (const word of text.match(WORD) ?? []) if (countOf(word, shown.get(name) ?? '') < countOf(word, text)) this.deleted.add(word);
    }
    for (const word of after ? wordsIn(after) : []) this.typed.add(word);
  }

  async #begin() {
    const blank = blankStatement(toBase64url(Uint8Array.from({ length: 16 }, () => this.dice(256))), this.#now());
    const one = { ...blank, parts: { ...blank.parts, important: this.#sentence(), help: `${this.#sentence()}\n${this.#sentence()}` } };
    this.owner.set(one.id, this.hand);
    await this.hand.put(one);
    this.#follow(null, one);
  }

  #now = () => new Date(1.7e12 + this.dice(5)).toISOString();

  /** What a person makes of a statement; null when it goes for good. */
  #changed(one) {
    const part = this.pick(PARTS.slice(1, 3));
    const act = this.dice(20);
    if (one.alternatives?.length && act < 8) return this.#chosen(one, this.pick(one.alternatives));
    if (one.deleted && act < 6) return { ...one, deleted: null, updated: this.#now() };
    if (one.deleted) return act < 16 && !this.owned ? null : one;
    if (act === 0 && !this.owned) return null; // its thirty days in the bin went by while nobody looked
    if (act === 1) return { ...one, deleted: this.#now() };
    const edit = { ...one, updated: this.#now() };
    if (act === 2) return { ...edit, title: this.#sentence() };
    if (act === 3) return { ...edit, marks: segment(one.parts[part]).slice(0, 1).map(({ text }) => ({ part, text, mark: this.pick(['always', 'hidden']) })) };
    if (act === 4) return { ...edit, spoken_words: 1 + this.dice(550), kind: this.pick(['', 'doctor', 'other']) };
    return { ...edit, parts: { ...one.parts, [part]: this.#edited(one.parts[part]) } };
  }

  #chosen(one, { part, text }) {
    const shown = part === 'title' ? one.title : one.parts[part];
    const stands = this.pick([text, shown]);
    const rest = { ...one, updated: this.#now(), alternatives: one.alternatives.filter((other) => other.part !== part || other.text !== text) };
    return part === 'title' ? { ...rest, title: stands } : { ...rest, parts: { ...one.parts, [part]: stands } };
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
