// In every view the person's words are marked as theirs, kept from translation, and set in the direction of
// their script. The app's own words stay translatable.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { ARABIC, DANISH, MARK, WORDLESS, everyTree } from './every_view.js';

const VIEWS = new URL('../../webapp/static/js/core/views/', import.meta.url);
/** Attributes for scripts and links, never shown or read aloud. */
const UNSEEN = /^(data-.+|id|for|href|class|aria-labelledby|aria-describedby)$/;
const isTree = (child) => typeof child === 'object' && child !== null;
const classes = ({ attrs }) => String(attrs.class ?? '').split(' ');

/** Every text and every element with its ancestors, the nearest first. */
function* walk(child, ancestors = []) {
  if (Array.isArray(child)) for (const node of child) yield* walk(node, ancestors);
  else if (isTree(child)) {
    yield { element: child, ancestors };
    for (const node of child.children) yield* walk(node, [child, ...ancestors]);
  } else if (typeof child === 'string' || typeof child === 'number') yield { text: String(child), ancestors };
}

const translates = (ancestors) =>
  ancestors.find(({ attrs }) => 'translate' in attrs)?.attrs.translate !== 'no';
const directs = ({ tag, attrs }) => 'dir' in attrs || tag === 'bdi';
const found = (check, script = DANISH) =>
  everyTree(script).flatMap(([file, tree]) =>
    [...walk(tree)].flatMap((node) => check(node).map((what) => `${file}: ${what}`)),
  );

test("every view is checked, or shows none of the person's words", () => {
  const looked = new Set(everyTree(DANISH).map(([file]) => file));
  assert.deepEqual([...looked, ...WORDLESS].sort(), readdirSync(VIEWS).sort());
  for (const [file, tree] of everyTree(DANISH)) assert.ok(JSON.stringify(tree).includes(MARK), file);
});

test("the person's words cannot be translated, and are marked as theirs", () => {
  assert.deepEqual(
    found(({ text, ancestors }) => {
      if (!text?.includes(MARK)) return [];
      return [
        translates(ancestors) && `"${text}" may be translated`,
        !ancestors.some((ancestor) => classes(ancestor).includes('words')) &&
          `"${text}" is not marked as the person's`,
      ].filter(Boolean);
    }),
    [],
  );
});

test("no attribute that is shown or read aloud lets the person's words be translated", () => {
  assert.deepEqual(
    found(({ element, ancestors }) =>
      Object.entries(element?.attrs ?? {}).flatMap(([name, value]) =>
        String(value).includes(MARK) && !UNSEEN.test(name) && translates([element, ...ancestors])
          ? [`${name} of <${element.tag}>`]
          : [],
      ),
    ),
    [],
  );
});

test("the app's own words stay translatable", () => {
  assert.deepEqual(
    found(({ text, ancestors }) =>
      text?.trim() && !text.includes(MARK) && /\p{L}/u.test(text) && !translates(ancestors)
        ? [`"${text}" cannot be translated`]
        : [],
    ),
    [],
  );
});

test("the direction of the person's words is set once, by their block or by a piece in a line", () => {
  assert.deepEqual(
    found(({ text, ancestors }) => {
      if (!text?.includes(MARK)) return [];
      const [nearest, ...more] = ancestors.filter(directs);
      if (!nearest) return [`"${text}" has no direction`];
      return more.length ? [`"${text}" is turned ancestors inside another direction`] : [];
    }, ARABIC),
    [],
  );
});

test("only the person's words decide the direction of their block: a stem of the app has its own", () => {
  assert.deepEqual(
    found(({ text, ancestors }) => {
      const block = ancestors.find(directs);
      const isTheirs = ancestors.some((ancestor) => classes(ancestor).includes('words'));
      return text &&
        /\p{L}/u.test(text) &&
        !isTheirs &&
        block &&
        block.tag !== 'bdi' &&
        'dir' in block.attrs &&
        ancestors.indexOf(block) >= 0 &&
        !ancestors.slice(0, ancestors.indexOf(block)).some(({ tag }) => tag === 'bdi')
        ? [`"${text}" directs <${block.tag}>`]
        : [];
    }, ARABIC),
    [],
  );
});

test('a text box has no suggestions, no spell check, no translation and the direction of its text', () => {
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
