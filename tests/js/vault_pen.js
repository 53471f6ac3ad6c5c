// A person types a sentence letter by letter, saved again and again while pulls arrive.
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';

/** How many letters a person types between two saves, at most. */
const LETTERS_MAX = 7;
/** The first letters are at least the word by which a sentence is followed. */
const WORD_LENGTH = 'Ord00000'.length;

export class Pen {
  /**
   * What is being written on each phone: in which document as the page last had it, where, and how far.
   * @type {Map<any, {before: any, place: string, word: string, written: string, rest: string}>}
   */
  #pages = new Map();

  /**
   * @param {(sides: number) => number} dice
   * @param {import('./vault_person.js').Person} person
   * @param {import('./vault_ledger.js').Ledger} ledger
   */
  constructor(dice, person, ledger) {
    this.dice = dice;
    this.person = person;
    this.ledger = ledger;
  }

  /** Write some letters on a phone, from the beginning of a sentence or after those before. */
  async write(phone) {
    const all = await phone.all();
    const page = this.#pages.get(phone) ?? this.#opened(all);
    const stored = page && all.find(({ id }) => id === page.before.id);
    if (!stored || stored.deleted) return void this.#pages.delete(phone);
    // The page reads what a pull stored, now and then; its save is merged in any case.
    const isRead = !(await phone.isShared(stored.id)) || !this.dice(2);
    const before = isRead ? stored : page.before;
    const text = textAt(before, page.place);
    if (!text.includes(page.written)) return void this.#pages.delete(phone);
    const letters = page.rest.slice(0, 1 + this.dice(LETTERS_MAX) + (page.written ? 0 : WORD_LENGTH));
    const written = page.written + letters;
    const next = withText(before, page.place, after(text, page.written, letters, this.dice));
    const mine = { ...next, updated: this.person.now() };
    await phone.put(mine, before);
    this.ledger.record(before, mine);
    return this.#read(phone, { ...page, written, rest: page.rest.slice(letters.length) });
  }

  /** The page has what was stored after its save. */
  async #read(phone, page) {
    const before = (await phone.all()).find(({ id }) => id === page.before.id);
    if (page.rest && before) this.#pages.set(phone, { ...page, before });
    else this.#pages.delete(phone);
  }

  #opened(all) {
    const before = this.person.pick(all.filter(({ deleted }) => !deleted));
    if (!before) return null;
    const place = before.parts ? this.person.pick(PARTS.slice(1, 3)) : before.chance ? 'text' : 'about';
    return { before, place, written: '', rest: this.person.sentence() };
  }
}

const textAt = (document, place) => document.parts?.[place] ?? document[place];

const withText = (document, place, text) =>
  document.parts
    ? { ...document, parts: { ...document.parts, [place]: text } }
    : { ...document, [place]: text };

/** The text with letters after those that were written, or at the end of it. */
function after(text, written, letters, dice) {
  const at = written ? text.indexOf(written) + written.length : text.length;
  const gap = written || !text ? '' : dice(4) ? ' ' : '\n';
  return text.slice(0, at) + gap + letters + text.slice(at);
}
