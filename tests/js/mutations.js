// Changes valid input a little, so that most of it still gets past the first check of its parser. Seeded.

/** A generator of numbers from 0 up to 1 (mulberry32). @param {number} seed */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** @template T @param {() => number} next @param {readonly T[]} all @returns {T} */
export const oneOf = (next, all) => all[Math.floor(next() * all.length)];

const VALUES = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    2 ** 53,
    '',
    'x',
    '__proto__',
    '\u0000',
    '\ud800',
    '<b>&',
    'A'.repeat(22),
  ],
  ...['2026-02-30T10:00:00Z', '9'.repeat(400), '\u202e', [], {}, [[]], [null], { id: 1 }],
];
const NAMES = ['__proto__', 'constructor', 'toString', 'length', '', 'id', 'version', 'kind', 'deleted'];

/** Every place in a tree: the object or list, and the name or index in it. @returns {[any, string | number][]} */
const places = (tree) =>
  typeof tree === 'object' && tree !== null
    ? Object.keys(tree).flatMap((name) => [[tree, name], ...places(tree[name])])
    : [];

const CHANGES = [
  (next, inside, name) => (inside[name] = structuredClone(oneOf(next, VALUES))),
  (_next, inside, name) => (Array.isArray(inside) ? inside.splice(Number(name), 1) : delete inside[name]),
  (next, inside, name) => {
    const more = structuredClone(inside[name]);
    if (Array.isArray(inside)) inside.push(more);
    else
      Object.defineProperty(inside, oneOf(next, NAMES), {
        ...{ value: more, configurable: true, enumerable: true, writable: true },
      });
  },
  (next, inside, name) => {
    const found = inside[name];
    inside[name] = typeof found === 'string' ? spoilt(next, found) : [found];
  },
  (next, inside, name, all) => {
    const [other, place] = oneOf(next, all);
    inside[name] = structuredClone(other[place]);
  },
];

/** A copy of a JSON value with one to three changes. @param {() => number} next @param {any} tree */
export function mutated(next, tree) {
  if (next() < 0.02) return structuredClone(oneOf(next, VALUES));
  const copy = structuredClone(tree);
  for (let left = 1 + Math.floor(next() * 3); left > 0; left -= 1) {
    const all = places(copy);
    if (all.length) oneOf(next, CHANGES)(next, ...oneOf(next, all), all);
  }
  return copy;
}

const PIECES = ['', ' ', '\u0000', '\ufeff', '\ud800', 'é', '"', '}', '0', '%', '\n', '\u200b', 'z'];

/** A text with some characters left out, more, other, or twice. @param {() => number} next @param {string} text */
export function spoilt(next, text) {
  const [from, to] = [next() * text.length, next() * 4].map(Math.floor);
  return (
    text.slice(0, from) + oneOf(next, PIECES) + oneOf(next, ['', text.slice(from)]) + text.slice(from + to)
  );
}
