// A server that, for a while, answers a phone as no honest server does. It opens nothing and has no key: it
// shows only versions that a phone sealed, under the ids and revisions that they were sealed for.
import { ModelServer } from './vault_server_model.js';

/**
 * What it does to one phone. `freezes`: reads get an old state. `forks`: all requests get a state of their
 * own. `thins`, `thins once`: reads leave a record out. `replays`: reads get old answers. `swallows`: a push
 * is answered and not stored. `inflates`: the newest `seq` is huge.
 */
const MOODS = ['freezes', 'forks', 'thins', 'thins once', 'replays', 'swallows', 'inflates'];
const ANSWERS_MAX = 30;
const HUGE = 2 ** 40;

export class HostileServer extends ModelServer {
  /** By the number of the phone. @type {Map<number, any>} */
  #moods = new Map();
  /** Old answers to reads. @type {{path: string, answer: any}[]} */
  #answers = [];
  /** Old states. @type {Map<string, any>[]} */
  #states = [];

  /** Remember the state as it is now, as a host's copy or an attacker's. */
  remember() {
    this.#states = [...this.#states.slice(-3), structuredClone(this.vaults)];
  }

  /** The host puts an old state back, with a new epoch or as mere files. */
  putBack(dice) {
    this.vaults = structuredClone(this.#states[dice(this.#states.length)] ?? this.vaults);
    const epoch = dice(2) ? this.newEpoch() : null;
    if (epoch) for (const vault of this.vaults.values()) vault.epoch = epoch;
  }

  /** Treat one phone in a random way from now on, or honestly again. */
  misbehave(dice, phone) {
    const mood = MOODS[dice(MOODS.length + 2)];
    if (!mood) return this.#turnHonest(dice, phone);
    const old = this.#states[dice(this.#states.length + 1)] ?? this.vaults;
    const ids = [...[...this.vaults.values()][0].records.keys()];
    this.#moods.set(phone, {
      mood,
      dice,
      vaults: mood === 'forks' || mood === 'freezes' ? structuredClone(old) : null,
      hidden: mood.startsWith('thins') ? ids[dice(ids.length)] : null,
    });
    return `${mood} for phone ${phone}`;
  }

  /** One of the histories that a phone was shown may become the history of all. */
  #turnHonest(dice, phone) {
    const { mood, vaults } = this.#moods.get(phone) ?? {};
    if (mood === 'forks' && dice(2)) this.vaults = vaults;
    this.#moods.delete(phone);
    return `is honest to phone ${phone}`;
  }

  turnHonest(dice) {
    for (const phone of [...this.#moods.keys()]) this.#turnHonest(dice, phone);
  }

  answer(request) {
    const view = this.#moods.get(request.from);
    if (!view) return this.#remembered(request, super.answer(request));
    const isRead = request.method === 'GET';
    const old = view.mood === 'replays' && isRead && this.#answerBefore(request, view);
    if (old) return old;
    if (view.mood === 'swallows' && request.method === 'POST' && view.dice(2)) return swallowed(request);
    const answer =
      view.vaults && (isRead || view.mood === 'forks') ? this.#seen(view, request) : super.answer(request);
    return isRead ? this.#remembered(request, disguised(view, answer)) : answer;
  }

  #seen(view, request) {
    const honest = this.vaults;
    this.vaults = view.vaults;
    const answer = super.answer(request);
    this.vaults = honest;
    return answer;
  }

  #remembered({ method, path }, answer) {
    if (method === 'GET') this.#answers = [...this.#answers.slice(1 - ANSWERS_MAX), { path, answer }];
    return answer;
  }

  #answerBefore({ path }, { dice }) {
    const isList = (/** @type {string} */ one) => one.endsWith('/revisions');
    const like = this.#answers.filter((old) => isList(old.path) === isList(path));
    return dice(3) ? like[dice(like.length || 1)]?.answer : null;
  }
}

const swallowed = ({ body }) => [
  200,
  { seq: HUGE, records: body.records.map(({ id, base }) => ({ id, rev: base + 1, seq: HUGE })) },
];

function disguised(view, [status, answer]) {
  if (view.mood === 'inflates') return [status, { ...answer, seq: HUGE }];
  if (!view.hidden) return [status, answer];
  const records = answer.records.filter(({ id }) => id !== view.hidden);
  if (view.mood === 'thins once' && records.length < answer.records.length) view.hidden = null;
  return [status, { ...answer, records }];
}
