// Three phones, one vault, and people who write on them.
import { HostileServer } from './vault_hostile_server.js';
import { Ledger } from './vault_ledger.js';
import { Pen } from './vault_pen.js';
import { Person } from './vault_person.js';
import { ModelServer, Network } from './vault_server_model.js';
import { blankMeeting } from '../../webapp/static/js/core/meeting/fields.js';
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

/** Another seed for each event of a story, so that an event can be left out without changing the others. */
const EVENTS_MAX = 4096;
const LAST = EVENTS_MAX - 1;
const YEAR_MS = 31_556_952_000;

/**
 * `owned`: each document is written on one phone only. `hostile`: the server is put back, misbehaves, and is
 * honest in the end; and clocks are a year off.
 * @typedef {{owned?: boolean, hostile?: boolean}} Rules
 */

/**
 * The phones are of the app itself or of a model. Each can `take` (become the current phone), list `all` its
 * documents, `put` one (merged with what was stored since the writer's `before`), `remove` one for good,
 * `import` a copy, `sync` (returns why it stopped, or null), `rewind` how far it has pulled, say whether a
 * document `isShared`, and list the documents `held` by the vault, by id.
 */
export class World {
  ledger = new Ledger();
  /** How many requests are nested, one phone acting during another's request. */
  #depth = 0;
  /** Copies that people exported. @type {any[][]} */
  #copies = [];
  stops = 0;

  /**
   * @param {number} seed
   * @param {(network: Network) => any} phone
   * @param {Rules} [rules]
   */
  constructor(seed, phone, { owned = false, hostile = false } = {}) {
    this.seed = seed;
    this.hostile = hostile;
    this.owned = owned;
    this.#rollFor(0);
    this.network = new Network(hostile ? new HostileServer() : new ModelServer());
    this.network.from = () => this.phones.indexOf(this.current);
    this.phones = [0, 1, 2].map(() => phone(this.network));
    for (const each of this.phones) each.clock = hostile ? (this.dice(3) - 1) * YEAR_MS : 0;
    this.owner = new Map();
    const dice = (/** @type {number} */ sides) => this.dice(sides);
    this.person = new Person(dice, owned);
    this.pen = new Pen(dice, this.person, this.ledger);
  }

  #rollFor(event) {
    this.dice = diceFrom(Math.imul(this.seed, EVENTS_MAX) + event);
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
    this.person.clock = phone.clock;
    await phone.take();
    return phone;
  }

  /** A person does one thing on the current phone. */
  async act() {
    if (!this.owned && !this.dice(3)) return this.pen.write(this.current);
    const all = await this.current.all();
    if (this.hostile && !this.dice(12)) return this.#copy(all);
    const here = all.filter(({ id }) => !this.owned || this.owner.get(id) === this.current);
    if (!here.length || !this.dice(40)) return this.#startDocument();
    const document = this.pick(here);
    const next = this.person.changed(structuredClone(document), all);
    await (next ? this.current.put(next) : this.current.remove(document));
    return this.ledger.record(document, next);
  }

  /** Export a copy, or import one that any phone exported: two phones may import the same. */
  async #copy(all) {
    if (!this.#copies.length || !this.dice(3)) return void this.#copies.push(structuredClone(all));
    return this.current.import(structuredClone(this.pick(this.#copies)));
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
    this.ledger.record(null, document);
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
    const isHonest = !this.hostile && stop !== 'mass-delete';
    if (stop && isHonest) throw new Error(`stopped as ${stop} by an honest server`);
    if (stop) await this.current.sync(this.dice(3) ? { trusts: true } : { insists: true });
    this.stops += Number(Boolean(stop));
  }

  /** The server is put back by its host, or misbehaves to one phone; then another phone may be first. */
  async #attack() {
    const { server } = this.network;
    server.remember();
    if (this.dice(3)) return server.misbehave((/** @type {number} */ n) => this.dice(n), this.dice(3));
    server.putBack(this.dice);
    await this.take(this.pick(this.phones));
    for (let times = this.dice(4); times; times -= 1) {
      await this.act();
      await this.sync();
    }
    return undefined;
  }

  /** One random event. The third phone is silent for long. @param {number} event its number in the story */
  async step(event) {
    this.#rollFor(event + 1);
    if (this.hostile && !this.dice(5)) await this.#attack();
    await this.take(this.pick(this.dice(6) ? this.phones.slice(0, 2) : this.phones));
    const luck = this.dice(20);
    if (luck === 0) this.network.deliver();
    // Killed after it applied a pull and before it recorded how far it had come: the same pull comes again.
    else if (luck === 1) await this.current.rewind(this.dice);
    else if (luck < 9) await this.sync();
    else await this.act();
  }

  /** The network recovers and the server is honest from now on. */
  recover() {
    this.#rollFor(LAST);
    this.network.next = () => 'fine';
    this.network.deliver();
    if (this.hostile) this.network.server.turnHonest(this.dice);
  }

  /** All phones sync once. @returns {Promise<number>} how many pushes that took */
  async syncAll() {
    const from = this.network.log.length;
    for (const phone of this.phones) {
      await this.take(phone);
      await this.sync({ compares: this.hostile });
    }
    return this.network.log.slice(from).filter(({ method }) => method === 'POST').length;
  }
}
