// Pairs of random edits of one text: sentences put in, moved, taken out and cut, and some that both sides
// typed.
import { segment } from '../../webapp/static/js/core/text/sentences.js';

const WORDS = [
  'Vi',
  'X',
  'Y',
  'her',
  'Og',
  'jeg',
  'sove',
  'ikke',
  'medicin',
  'mor',
  'dr',
  'kl',
  'Bo',
  '8',
  'fx',
];
const STOPS = ['.', '.', '.', '!', '?', '', '...'];
const GAPS = [' ', ' ', '\n', '\n\n', ''];

/**
 * A generator of numbers from 0 to 1 that repeats itself for a seed (Numerical Recipes).
 * @param {number} seed
 */
function numbersFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

class Pen {
  /** @param {number} seed */
  constructor(seed) {
    this.next = numbersFrom(seed);
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return list[this.below(list.length)];
  }

  below(count) {
    return Math.floor(this.next() * count);
  }

  sentence() {
    const words = Array.from({ length: 1 + this.below(3) }, () => this.pick(WORDS)).join(' ');
    const begun = this.next() < 0.7 ? words[0].toUpperCase() + words.slice(1) : words;
    return begun + this.pick(STOPS);
  }

  text(count) {
    return Array.from({ length: count }, () => this.sentence() + this.pick(GAPS))
      .join('')
      .trim();
  }

  insert(text) {
    const sentences = segment(text);
    const at = this.pick([0, text.length, ...sentences.flatMap(({ start, end }) => [start, end])]);
    return text.slice(0, at) + this.pick(['', ' ']) + this.sentence() + this.pick(GAPS) + text.slice(at);
  }

  takeOut(text) {
    const { start = 0, end = 0 } = this.pick(segment(text)) ?? {};
    return text.slice(0, start) + text.slice(end);
  }

  changeWord(text) {
    const { start = 0, end = 0, text: sentence = '' } = this.pick(segment(text)) ?? {};
    const words = sentence.split(' ');
    words.splice(this.below(words.length), this.below(2), this.pick(WORDS));
    return text.slice(0, start) + words.join(' ') + text.slice(end);
  }

  strike(text) {
    const at = this.below(text.length + 1);
    return text.slice(0, at) + this.pick(['.', '. ', ' ', 'a', ' og ', '\n']) + text.slice(at);
  }

  cut(text) {
    const at = this.below(text.length + 1);
    return text.slice(0, at) + text.slice(at + this.below(6));
  }

  edit(text) {
    let edited = text;
    for (let times = 1 + this.below(3); times; times--) {
      const act = this.pick(['insert', 'insert', 'takeOut', 'changeWord', 'strike', 'cut']);
      edited = this[act](edited);
    }
    return edited.trim();
  }

  edits() {
    const base = this.text(this.below(5));
    const begun = this.next() < 0.4 ? this.edit(base) : base;
    let [mine, theirs] = [this.edit(begun), this.next() < 0.15 ? begun : this.edit(begun)];
    if (this.next() < 0.3) {
      const both = this.sentence();
      mine = `${mine} ${both}`.trim();
      theirs = (this.next() < 0.5 ? `${both} ${theirs}` : `${theirs} ${both}`).trim();
    }
    return { base: this.next() < 0.15 ? '' : base, mine, theirs };
  }
}

/** @param {number} count @param {number} seed @returns {{base: string, mine: string, theirs: string}[]} */
export function randomEdits(count, seed) {
  const pen = new Pen(seed);
  return Array.from({ length: count }, () => pen.edits());
}
