// What a person on one phone does with a statement, a meeting or a note.
// Every sentence has a unique word, so that it can be followed.
import { CHANCES } from '../../webapp/static/js/core/exploration/fields.js';
import { leaveOut } from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { TEXT_FIELDS } from '../../webapp/static/js/core/meeting/fields.js';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';

export class Person {
  #count = 0;

  /**
   * @param {(sides: number) => number} dice
   * @param {boolean} owned each document is written on one phone only, and none is deleted for good
   */
  constructor(dice, owned) {
    this.dice = dice;
    this.owned = owned;
  }

  pick = (list) => list[this.dice(list.length)];
  /** How far the clock of the current phone is off, in ms. */
  clock = 0;
  now = () => new Date(1.7e12 + this.clock + this.dice(5)).toISOString();
  newId = () => toBase64url(Uint8Array.from({ length: 16 }, () => this.dice(256)));

  sentence() {
    const word = `Ord${String((this.#count += 1)).padStart(5, '0')}`;
    return this.pick([`${word} er vigtigt.`, `${word} og kaffe.`, `${word}!`, `${word} kl. 10 hver dag`]);
  }

  /** A text with one sentence appended, inserted, changed or deleted. */
  #edited(text) {
    const sentences = segment(text).map((sentence) => sentence.text);
    const at = this.dice(sentences.length + 1);
    const act = this.dice(6);
    if (act < 2) sentences.push(this.sentence());
    else if (act === 2) sentences.splice(at, 0, this.sentence());
    else if (act < 5) sentences.splice(at, 1, this.sentence());
    else sentences.splice(at, 1);
    return sentences.join(this.pick([' ', ' ', '\n']));
  }

  /**
   * The document after one act of the person; null when it is deleted for good.
   * @param {any} document
   * @param {any[]} here every document on the phone
   */
  changed(document, here) {
    const act = this.dice(20);
    const edit = { ...document, updated: this.now() };
    if (document.alternatives?.length && act < 8) return this.#chosen(edit, this.pick(document.alternatives));
    if (document.deleted && act < 6) return { ...edit, deleted: null };
    if (document.deleted) return act < 16 && !this.owned ? null : document;
    if (act === 0 && !this.owned) return null; // its thirty days in the bin went by unseen
    if (act === 1) return { ...document, deleted: this.now() };
    if (document.chance) return this.#note(edit, act);
    return document.parts ? this.#statement(edit, act) : this.#meeting(edit, act, here);
  }

  #note(edit, act) {
    // Owned notes are never ticked again: a note ticked again meets what other phones kept, a second version.
    if (act < 6) return { ...edit, in_vault: !this.owned && !edit.in_vault };
    if (act === 6) return { ...edit, chance: this.pick(CHANCES) };
    return { ...edit, text: this.#edited(edit.text) };
  }

  #statement(edit, act) {
    const part = this.pick(PARTS.slice(1, 3));
    if (act === 2) return { ...edit, title: this.sentence() };
    if (act === 3)
      return {
        ...edit,
        marks: segment(edit.parts[part])
          .slice(0, 1)
          .map(({ text }) => ({ part, text, mark: this.pick(['always', 'hidden', 'private']) })),
      };
    if (act === 4)
      return { ...edit, spoken_words: 1 + this.dice(550), kind: this.pick(['', 'doctor', 'other']) };
    return { ...edit, parts: { ...edit.parts, [part]: this.#edited(edit.parts[part]) } };
  }

  #meeting(edit, act, here) {
    const field = this.pick(TEXT_FIELDS.slice(0, 2));
    if (act === 2)
      return {
        ...edit,
        at: `2026-11-2${this.dice(9)}`,
        zone: this.pick(['Europe/Copenhagen', 'America/Nuuk']),
      };
    if (act === 3)
      return {
        ...edit,
        kind: this.pick(['', 'doctor']),
        said: this.pick(['', 'yes']),
        heard: this.pick(['', 'no']),
        asked: this.pick([null, this.now()]),
      };
    if (act < 7)
      return this.#withLine(
        edit,
        here.filter(({ parts }) => parts),
      );
    if (act < 11)
      return {
        ...edit,
        questions: this.#listed(edit.questions, (item) => ({ ...item, text: this.#edited(item.text ?? '') })),
      };
    if (act < 14)
      return {
        ...edit,
        agreements: this.#listed(edit.agreements, (item) => ({
          who: this.sentence(),
          when: '',
          ...item,
          what: this.#edited(item.what ?? ''),
          done: !this.dice(2),
        })),
      };
    return { ...edit, [field]: this.#edited(edit[field]) };
  }

  /** Leave a line of its statement out, or take it in again. */
  #withLine(edit, statements) {
    const statement = statements.find(({ id }) => id === edit.statement) ?? this.pick(statements);
    const part = this.pick(PARTS.slice(1, 3));
    const line = statement && this.pick(segment(statement.parts[part]));
    return line
      ? leaveOut({ ...edit, statement: statement.id }, statement, { part, text: line.text }, this.dice(3) > 0)
      : edit;
  }

  /** A list with an item added, changed, moved or removed. */
  #listed(items, write) {
    const at = this.dice(items.length + 1);
    const act = this.dice(5);
    if (!items[at] || !act) return items.toSpliced(at, 0, write({ id: this.newId() }));
    if (act < 3) return items.with(at, write(items[at]));
    return act === 3 ? [...items.toSpliced(at, 1), items[at]] : items.toSpliced(at, 1);
  }

  #chosen(edit, chosen) {
    const { part, field = part, text } = chosen;
    const inParts = part && part !== 'title';
    const kept = this.pick([text, inParts ? edit.parts[part] : edit[field]]);
    const rest = { ...edit, alternatives: edit.alternatives.filter((other) => other !== chosen) };
    return inParts ? { ...rest, parts: { ...edit.parts, [part]: kept } } : { ...rest, [field]: kept };
  }
}
