// The person's words are nobody else's to change: in every view they are set as theirs, translated by nobody, in the direction of
// their own script; what the app says stays translatable.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { ARABIC, DANISH, MARK, WORDLESS, everyTree } from './every_view.js';

const VIEWS = new URL('../../webapp/static/js/core/views/', import.meta.url);
/** Read by scripts or as addresses, never shown or said. */
const UNSEEN = /^(data-.+|id|for|href|class|aria-labelledby|aria-describedby)$/;
const isTree = (child) => typeof child === 'object' && child !== null;
const classes = ({ attrs }) => String(attrs.class ?? '').split(' ');

/** Every text and every element with those around it, the nearest first. */
function* walk(child, around = []) {
  if (Array.isArray(child)) for (const one of child) yield* walk(one, around);
  else if (isTree(child)) {
    yield { element: child, around };
    for (const one of child.children) yield* walk(one, [child, ...around]);
  } else if (typeof child === 'string' || typeof child === 'number') yield { text: String(child), around };
}

const translates = (around) => around.find(({ attrs }) => 'translate' in attrs)?.attrs.translate !== 'no';
const directs = ({ tag, attrs }) => 'dir' in attrs || tag === 'bdi';
const found = (check, script = DANISH) =>
  everyTree(script).flatMap(([file, tree]) =>
    [...walk(tree)].flatMap((one) => check(one).map((what) => `${file}: ${what}`)),
  );

test("every view is looked at, or shows no words of the person's", () => {
  const looked = new Set(everyTree(DANISH).map(([file]) => file));
  assert.deepEqual([...looked, ...WORDLESS].sort(), readdirSync(VIEWS).sort());
  for (const [file, tree] of everyTree(DANISH)) assert.ok(JSON.stringify(tree).includes(MARK), file);
});

test("no words of the person's can be translated, and each is set as theirs", () => {
  assert.deepEqual(
    found(({ text, around }) => {
      if (!text?.includes(MARK)) return [];
      return [
        translates(around) && `"${text}" may be translated`,
        !around.some((one) => classes(one).includes('words')) && `"${text}" is set as the app's`,
      ].filter(Boolean);
    }),
    [],
  );
});

test("no attribute that is shown or said takes words of the person's to be translated", () => {
  assert.deepEqual(
    found(({ element, around }) =>
      Object.entries(element?.attrs ?? {}).flatMap(([name, value]) =>
        String(value).includes(MARK) && !UNSEEN.test(name) && translates([element, ...around])
          ? [`${name} of <${element.tag}>`]
          : [],
      ),
    ),
    [],
  );
});

test('what the app says stays translatable', () => {
  assert.deepEqual(
    found(({ text, around }) =>
      text?.trim() && !text.includes(MARK) && /\p{L}/u.test(text) && !translates(around)
        ? [`"${text}" stays`]
        : [],
    ),
    [],
  );
});

test("the direction of the person's words is said once, by the block that holds them or around a piece in a line of the app's", () => {
  assert.deepEqual(
    found(({ text, around }) => {
      if (!text?.includes(MARK)) return [];
      const [nearest, ...more] = around.filter(directs);
      if (!nearest) return [`"${text}" has no direction`];
      return more.length ? [`"${text}" is turned around inside another direction`] : [];
    }, ARABIC),
    [],
  );
});

test("nothing else decides the direction of a block of words: a stem of the app's has its own", () => {
  assert.deepEqual(
    found(({ text, around }) => {
      const block = around.find(directs);
      const isTheirs = around.some((one) => classes(one).includes('words'));
      return text &&
        /\p{L}/u.test(text) &&
        !isTheirs &&
        block &&
        block.tag !== 'bdi' &&
        'dir' in block.attrs &&
        around.indexOf(block) >= 0 &&
        !around.slice(0, around.indexOf(block)).some(({ tag }) => tag === 'bdi')
        ? [`"${text}" directs <${block.tag}>`]
        : [];
    }, ARABIC),
    [],
  );
});

test('in a box for words nothing is suggested, marked, translated or turned around', () => {
  assert.deepEqual(
    found(({ element }) => {
      if (!element || !(element.tag === 'textarea' || (element.tag === 'input' && !element.attrs.type)))
        return [];
      const { translate, dir, spellcheck, writingsuggestions } = element.attrs;
      return [translate, dir, spellcheck, writingsuggestions].join() === 'no,auto,false,false'
        ? []
        : [`<${element.tag}> ${JSON.stringify(element.attrs)}`];
    }),
    [],
  );
});
