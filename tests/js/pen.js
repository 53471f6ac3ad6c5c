// A person who edits a text with one secret sentence, letter by letter.
// The pen knows which sentence each letter is from.
import { DANISH_SENTENCES } from './danish_sentences.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';

/** A seeded generator (mulberry32) of whole numbers from 0 to below `most`. */
export function diceOf(seed) {
  let state = seed >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % most;
  };
}

/** Danish sentences of at least three words from the splitter's tests, split the same inside other text. */
export const REAL = [
  ...new Set(DANISH_SENTENCES.flatMap(([text, ...own]) => (own.length ? own : [text]))),
].filter(
  (text) =>
    text.split(' ').length >= 3 &&
    /[.!?]$/.test(text) &&
    segment(`Ja. ${text} Nej.`).length === 3 &&
    segment(`Ja. ${text} Nej.`)[1]?.text === text,
);

const MORE = [
  'når han drikker',
  'hver dag',
  'og børnene ser det',
  'f.eks. i går',
  'kl. 10 om aftenen',
  'især i bl.a. weekenden',
  'hos dr. Holm',
  'i 3 år',
  'helt alene',
];
const WORD = /[\p{L}\p{N}]/u;

export class Pen {
  /**
   * @param {string[]} sentences
   * @param {number} secret index of the sentence that nobody else may see
   * @param {string} gap
   */
  constructor(sentences, secret, gap = ' ') {
    this.letters = sentences.flatMap((text, i) =>
      [...((i ? gap : '') + text)].map((letter, at) => ({
        letter,
        of: at < (i ? gap.length : 0) ? 'gap' : i === secret ? 'secret' : 'other',
      })),
    );
    this.secret = sentences[secret];
    this.others = sentences.filter((_, i) => i !== secret);
    this.saves = [this.text];
    this.kept = [this.letters.slice()];
  }

  get text() {
    return this.letters.map(({ letter }) => letter).join('');
  }

  /** Where the secret sentence starts, and where it ends after its stop. */
  get place() {
    const at = this.letters.map(({ of }) => of);
    return { start: at.indexOf('secret'), end: at.lastIndexOf('secret') + 1 };
  }

  save() {
    this.saves.push(this.text);
    this.kept.push(this.letters.slice());
  }

  /** Type letter by letter, or all at once. @returns {number} the caret's position afterwards */
  write(at, text, of = 'new', atOnce = false) {
    const letters = [...text];
    letters.forEach((letter, i) => {
      this.letters.splice(at + i, 0, { letter, of });
      if (!atOnce) this.save();
    });
    if (atOnce) this.save();
    return at + letters.length;
  }

  /** Delete the `count` letters before `at`, letter by letter or all at once. */
  rub(at, count, atOnce = false) {
    if (atOnce) this.letters.splice(at - count, count);
    else
      for (let i = 1; i <= count; i += 1) {
        this.letters.splice(at - i, 1);
        this.save();
      }
    if (atOnce) this.save();
    return at - count;
  }

  /** The sentences of one save, and whether each holds letters of the secret or only of others. */
  at(save) {
    const letters = this.kept[save];
    const spans = [];
    letters.forEach(({ letter, of }) => spans.push(...Array.from({ length: letter.length }, () => of)));
    return segment(this.saves[save]).map(({ start, end, text }) => {
      const owns = (name, what) => spans.slice(start, end).some((of, i) => of === name && what.test(text[i]));
      return { text, isSecret: owns('secret', WORD), isOther: owns('other', WORD) && !owns('secret', /\S/) };
    });
  }
}

/** How people edit a text. @type {Record<string, (pen: Pen, dice: (most: number) => number) => void>} */
export const KINDS = {
  add: (pen, dice) => void pen.write(pen.place.end - 1, ` ${MORE[dice(MORE.length)]}`),
  delete: (pen, dice) => {
    const { start, end } = pen.place;
    const length = dice(3) ? 1 + dice(end - start - 2) : end - start;
    pen.rub(dice(2) ? end - (length === end - start ? 0 : 1) : start + length, length);
  },
  'change the stop': (pen, dice) => {
    pen.rub(pen.place.end, 1);
    pen.write(pen.place.end, ['!', '?', '...', '…', '!?', '. 😊'][dice(6)], 'new');
  },
  split: (pen, dice) => {
    const { start, end } = pen.place;
    const spaces = pen.letters.flatMap(({ letter }, i) =>
      letter === ' ' && i > start && i < end ? [i] : [],
    );
    const at = spaces[dice(spaces.length)];
    pen.write(at, ['.', '!', '. Og', '\n', ', og så. Jeg'][dice(5)], 'new');
  },
  join: (pen, dice) => {
    const at = pen.place.end;
    pen.rub(at, 1);
    const put = [' og', ', og', ' fx', ''][dice(4)];
    const caret = pen.write(at - 1, put, 'new');
    if (dice(2)) pen.write(pen.rub(caret, put.length), '.', 'new');
  },
  paste: (pen, dice) => {
    const { start, end } = pen.place;
    const at = [start, end - 1, end, start + dice(end - start)][dice(4)];
    pen.write(at, [' hver dag', ' Jeg er træt. ', 'fx Ole ', ' m.m'][dice(4)], 'new', true);
  },
  cut: (pen, dice) => {
    const { start, end } = pen.place;
    const count = 1 + dice(end - start);
    const from = start + dice(end - start - count + 1);
    const cut = pen.letters.slice(from, from + count);
    pen.rub(from + count, count, true);
    if (dice(2)) {
      pen.letters.splice(from, 0, ...cut);
      pen.save();
    }
  },
  undo: (pen, dice) => {
    const before = pen.letters.slice();
    const { start, end } = pen.place;
    if (dice(2)) pen.write(end - 1, ` ${MORE[dice(MORE.length)]}`);
    else pen.rub(end, 1 + dice(end - start));
    pen.letters = before;
    pen.save();
  },
  move: (pen, dice) => {
    const { start, end } = pen.place;
    const cut = pen.letters.splice(start, end - start);
    if (dice(2)) pen.save();
    const ends = pen.letters.flatMap(({ letter, of }, i) =>
      of === 'other' && pen.letters[i + 1]?.of !== 'other' ? [i + 1] : [],
    );
    pen.letters.splice(ends[dice(ends.length)], 0, { letter: ' ', of: 'gap' }, ...cut);
    pen.save();
  },
  retype: (pen, dice) => {
    const { start, end } = pen.place;
    const words = [...pen.secret];
    const from = dice(2) ? 0 : dice(words.length);
    if (dice(3)) pen.rub(end, end - start - from);
    else pen.rub(end, end - start - from, true);
    pen.write(start + from, words.slice(from).join(''), 'secret');
  },
  autocorrect: (pen, dice) => {
    const at = pen.write(pen.place.end - 1, [' nar', ' ha', ' iga', ' bl'][dice(4)]);
    pen.letters.splice(
      at - 2,
      2,
      ...[...['år', 'an', 'går', 'lev'][dice(4)], ' '].map((letter) => ({ letter, of: 'new' })),
    );
    pen.save();
    pen.write(pen.place.end - 1, [' drikker', ' f', '', ' hos M'][dice(4)]);
  },
  dictation: (pen, dice) => {
    const at = pen.place.end - 1;
    let dictated = '';
    for (const word of ` ${MORE[dice(MORE.length)]} ${MORE[dice(MORE.length)]}`.split(/(?= )/)) {
      pen.letters.splice(at, dictated.length);
      dictated = dice(3) ? dictated + word : `${dictated.slice(0, -1)}${word}`;
      pen.letters.splice(at, 0, ...[...dictated].map((letter) => ({ letter, of: 'new' })));
      pen.save();
    }
  },
};

/**
 * One edit of one kind, the same for the same seed.
 * @param {string} kind
 * @param {number} seed
 * @returns {Pen}
 */
export function edited(kind, seed) {
  const dice = diceOf(seed);
  const sentences = [];
  const gap = dice(6) ? ' ' : '\n';
  while (sentences.length < 4) {
    const text = REAL[dice(REAL.length)];
    const all = [...sentences, text];
    if (!sentences.includes(text) && segment(all.join(gap)).every((sentence, i) => sentence.text === all[i]))
      sentences.push(text);
  }
  const pen = new Pen(sentences, dice(sentences.length), gap);
  KINDS[kind](pen, dice);
  return pen;
}
