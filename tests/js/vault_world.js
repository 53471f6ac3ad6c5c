// Three phones, one vault, and people who write on them.
// Every sentence has a unique word, so that it can be followed.
import { Person } from './vault_person.js';
import { ModelServer, Network } from './vault_server_model.js';
import { TEXT_FIELDS, blankMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { blankExploration } from '../../webapp/static/js/core/exploration/fields.js';
import { blankStatement } from '../../webapp/static/js/core/statement/fields.js';

/** A seeded generator: `dice(n)` is a whole number from 0 to below n. @param {number} seed */
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
/** Every shown text of a document, by the name of its place. */
export const shownIn = (document) =>
  document.parts
    ? [['title', document.title], ...Object.entries(document.parts)]
    : document.chance
      ? [['text', document.text]]
      : [
          ...TEXT_FIELDS.map((field) => [field, document[field]]),
          ...document.questions.map(({ id, text }) => [`question ${id}`, text]),
          ...document.agreements.map(({ id, who, what }) => [`agreement ${id}`, `${who}\n${what}`]),
        ];
const allOf = (document) =>
  [
    ...shownIn(document).map(([, text]) => text),
    ...(document.alternatives ?? []).map(({ text }) => text),
  ].join('\n');
/** The unique words of the sentences in a document, conflicting versions included. */
export const wordsIn = (document) => allOf(document).match(WORD) ?? [];

/**
 * The phones are of the app itself or of a model. Each can `take` (become the current phone), list `all` its
 * documents, `put` one, `remove` one for good, `sync` (returns why it stopped, or null), `rewind` how far it
 * has pulled, and list the documents `held` by the vault, by id.
 */
export class World {
  network = new Network(new ModelServer());
  typed = new Set();
  deleted = new Set();
  /** Notes that were ticked at least once: only these may ever leave a phone. */
  ticked = new Set();
  /** How many requests are nested, one phone acting during another's request. */
  #depth = 0;

  /**
   * @param {number} seed
   * @param {(network: Network) => any} phone
   * @param {{owned?: boolean, restores?: boolean}} [rules] owned: each document is written on one phone only;
   *   restores: the server is put back to an older state now and then
   */
  constructor(seed, phone, { owned = false, restores = false } = {}) {
    this.restores = restores;
    this.dice = diceFrom(seed);
    this.phones = [0, 1, 2].map(() => phone(this.network));
    this.owned = owned;
    this.owner = new Map();
    this.person = new Person(this.dice, owned);
  }

  pick = (list) => list[this.dice(list.length)];

  /**
   * Each phone starts a document, and the first two get those of all; then the network troubles begin.
   * @param {Uint8Array} secret
   */
  async begin(secret) {
    for (const phone of this.phones) {
      await this.take(phone);
      await phone.begin(secret);
      await this.#startDocument();
      await phone.sync();
    }
    for (const phone of this.phones.slice(0, 2)) await (await this.take(phone)).sync();
    this.network.next = () => this.#trouble();
    return this;
  }

  async take(phone) {
    this.current = phone;
    await phone.take();
    return phone;
  }

  /** A person does one thing on the current phone. */
  async act() {
    const all = await this.current.all();
    const here = all.filter(({ id }) => !this.owned || this.owner.get(id) === this.current);
    if (!here.length || !this.dice(40)) return this.#startDocument();
    const document = this.pick(here);
    const next = this.person.changed(structuredClone(document), all);
    await (next ? this.current.put(next) : this.current.remove(document));
    return this.#record(document, next);
  }

  /** Note which words the person typed, and which are deleted: from a text, or with a dismissed version. */
  #record(before, after) {
    const shown = new Map(after ? shownIn(after) : []);
    const shownText = [...shown.values()].join('\n');
    const allText = after ? allOf(after) : '';
    for (const word of before ? wordsIn(before) : [])
      if (!shownText.includes(word) && countOf(word, allText) < countOf(word, allOf(before)))
        this.deleted.add(word);
    for (const [name, text] of before ? shownIn(before) : []) {
      // Also when it was there twice and is there once now: another person may have deleted the other.
      for (const word of text.match(WORD) ?? [])
        if (countOf(word, shown.get(name) ?? '') < countOf(word, text)) this.deleted.add(word);
    }
    for (const word of after ? wordsIn(after) : []) this.typed.add(word);
    if (after?.in_vault) this.ticked.add(after.id);
  }

  async #startDocument() {
    const { newId, now } = this.person;
    const sentence = () => this.person.sentence();
    const [statement, meeting, note] = [
      blankStatement(newId(), now()),
      blankMeeting(newId(), now(), 'Europe/Copenhagen'),
      blankExploration(newId(), 'helps', now()),
    ];
    const document = this.pick([
      {
        ...statement,
        parts: { ...statement.parts, important: sentence(), help: `${sentence()}\n${sentence()}` },
      },
      { ...meeting, about: sentence(), questions: [{ id: newId(), text: sentence() }] },
      { ...note, text: `${sentence()} ${sentence()}`, in_vault: this.dice(3) > 0 },
    ]);
    this.owner.set(document.id, this.current);
    await this.current.put(document);
    this.#record(null, document);
  }

  /** The outcome of one request; sometimes a person acts during it. */
  async #trouble() {
    const luck = this.dice(100);
    if (luck < 12 && this.#depth < 2) await this.#meanwhile();
    if (luck % 10 === 0) this.network.deliver();
    if (luck < 70) return 'fine';
    return this.pick(['lost', 'unanswered', 'unanswered', 'late', 'twice']);
  }

  async #meanwhile() {
    const phone = this.current;
    const other = await this.take(this.pick(this.phones));
    this.#depth += 1;
    await this.act();
    if (other !== phone && this.#depth < 2) await this.sync();
    await this.take(phone);
    this.#depth -= 1;
  }

  /** The current phone syncs; if it stops, its person trusts the vault or insists. */
  async sync(person = {}) {
    const stop = await this.current.sync(person);
    const isHonest = !this.restores && stop !== 'mass-delete';
    if (stop && isHonest) throw new Error(`stopped as ${stop} by an honest server`);
    if (stop) await this.current.sync(this.dice(3) ? { trusts: true } : { insists: true });
    this.stops += Number(Boolean(stop));
  }
  stops = 0;

  /** The state of the server is put back to one it had, with a new epoch or as a mere copy of files. */
  #restore() {
    const { server } = this.network;
    this.#copies.push(structuredClone(server.vaults));
    const copy = structuredClone(this.pick(this.#copies));
    const epoch = this.dice(2) ? server.newEpoch() : null;
    if (epoch) for (const vault of copy.values()) vault.epoch = epoch;
    server.vaults = copy;
    this.restored += 1;
  }
  #copies = [];
  restored = 0;

  /** One random event. The third phone is silent for long. */
  async step() {
    if (this.restores && !this.dice(6)) this.#restore();
    await this.take(this.pick(this.dice(6) ? this.phones.slice(0, 2) : this.phones));
    const luck = this.dice(20);
    if (luck === 0) this.network.deliver();
    // Killed after it applied a pull and before it recorded how far it had come: the same pull comes again.
    else if (luck === 1) await this.current.rewind(this.dice);
    else if (luck < 9) await this.sync();
    else await this.act();
  }

  /** The network recovers, and all sync until nothing is pushed. @returns {Promise<number>} rounds it took */
  async settle(most = 12) {
    this.network.next = () => 'fine';
    this.network.deliver();
    for (let round = 1; round <= most; round += 1) {
      const from = this.network.log.length;
      for (const phone of this.phones) {
        await this.take(phone);
        await this.sync({ compares: this.restores });
      }
      if (!this.network.log.slice(from).some(({ method }) => method === 'POST')) return round;
    }
    throw new Error(`still pushing after ${most} rounds`);
  }
}
