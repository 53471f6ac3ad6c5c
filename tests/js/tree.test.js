// The only renderer: text stays text, whatever it holds, and names that could run code are refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { h, survivesMarkup, toHtml } from '../../webapp/static/js/core/markup/tree.js';
import { anyCharacters, oddText } from './texts.js';

const NASTY = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=y>',
  "' onfocus='x",
  '&lt;&amp;',
  '-->',
  ']]>',
  '</p',
  '`',
  '\r\n',
  '&#60;',
  '=',
  '/>',
];
const nastyText = fc.oneof(
  oddText,
  anyCharacters(),
  fc.array(fc.oneof(fc.constantFrom(...NASTY), fc.string())).map((pieces) => pieces.join('')),
);
const goodName = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,9}$/)
  .filter((name) => !name.startsWith('on') && !['br', 'input', 'hr', 'circle'].includes(name));

/** Decode numeric character references, the only ones that the renderer writes. */
const unescaped = (markup) => markup.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

test('any text survives rendering and opens no markup', () => {
  fc.assert(
    fc.property(nastyText, (text) => {
      const markup = toHtml(text);
      assert.equal(unescaped(markup), text);
      assert.doesNotMatch(markup, /[<>"'\r]|&(?!#\d+;)/);
    }),
  );
});

test('any text inside any element survives, with only that element around it', () => {
  fc.assert(
    fc.property(goodName, nastyText, (tag, text) => {
      const markup = toHtml(h(tag, {}, text));
      assert.ok(markup.startsWith(`<${tag}>`) && markup.endsWith(`</${tag}>`));
      assert.equal(unescaped(markup.slice(tag.length + 2, -tag.length - 3)), text);
      assert.equal(markup.match(/</g).length, 2);
    }),
  );
});

test('no attribute value escapes its quotes', () => {
  fc.assert(
    fc.property(goodName, goodName, nastyText, (tag, name, value) => {
      const found = new RegExp(`^<${tag} ${name}="([^"<>'\\r]*)"></${tag}>$`).exec(
        toHtml(h(tag, { [name]: value }, '')),
      );
      assert.ok(found);
      assert.equal(unescaped(found[1]), value);
    }),
  );
});

test('nested trees render every text once, in order', () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      nastyText,
      fc
        .tuple(goodName, fc.array(tie('tree'), { maxLength: 4 }))
        .map(([tag, children]) => h(tag, {}, children)),
    ),
  }));
  const textOf = (child) => (typeof child === 'string' ? child : child.children.map(textOf).join(''));
  fc.assert(
    fc.property(tree, (child) => {
      assert.equal(unescaped(toHtml(child).replace(/<[^>]*>/g, '')), textOf(child));
    }),
  );
});

test('a malformed name, or one that could run code, throws', () => {
  const bad = [
    '',
    ' ',
    'a b',
    'a>',
    'a"',
    "a'",
    'a=',
    'a/',
    '1a',
    '-a',
    'å',
    'a\n',
    'a\0',
    'onclick',
    'ONCLICK',
    'onx',
    'a:b',
    '<a',
  ];
  for (const name of bad) {
    assert.throws(() => toHtml(h('p', { [name]: 'x' })), TypeError, `attribute ${JSON.stringify(name)}`);
    assert.throws(() => toHtml(h('p', { [name]: true })), TypeError, `attribute ${JSON.stringify(name)}`);
    assert.throws(() => toHtml(h(name, {})), TypeError, `tag ${JSON.stringify(name)}`);
  }
  fc.assert(
    fc.property(
      nastyText.filter((name) => !/^[a-z][a-z0-9-]*$/i.test(name)),
      (name) => {
        assert.throws(() => toHtml(h('p', Object.fromEntries([[name, 'x']]))), TypeError);
        assert.throws(() => toHtml(h(name, {}, 'x')), TypeError);
      },
    ),
  );
});

test('false and missing attributes are left out, and true has no value', () => {
  const attrs = {
    hidden: true,
    'aria-pressed': 'false',
    'data-n': 0,
    title: '',
    lang: null,
    dir: undefined,
    open: false,
  };
  assert.equal(toHtml(h('p', attrs)), '<p hidden aria-pressed="false" data-n="0" title=""></p>');
});

test('empty children render as nothing, and numbers as text', () => {
  assert.equal(toHtml(h('p', {}, null, undefined, false, '', 0, [1, h('br', {})])), '<p>01<br></p>');
  assert.equal(toHtml(null) + toHtml(undefined) + toHtml(false), '');
});

test('a void element has no end tag', () => {
  assert.equal(toHtml(h('input', { type: 'radio', checked: true })), '<input type="radio" checked>');
  assert.equal(toHtml(h('hr', {})), '<hr>');
});

test('text that markup would change is recognized: a NUL or a lone surrogate', () => {
  for (const text of ['', 'a', '😊', 'שלום', '\ufeff', '\uffff', '\ud83d\ude0a\ud83d\ude0a'])
    assert.ok(survivesMarkup(text), JSON.stringify(text));
  for (const text of [
    '\0',
    'a\0b',
    '\ud83d',
    'a\ud83d',
    '\ude0a',
    '\ude0a\ud83d',
    '\ud83d\ud83d\ude0a',
    '\ud83d\ude0a\ude0a',
  ]) {
    assert.ok(!survivesMarkup(text), JSON.stringify(text));
  }
});

test('text survives markup exactly when UTF-8 preserves it and it has no NUL', () => {
  const sent = (text) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
  fc.assert(
    fc.property(nastyText, (text) => {
      assert.equal(survivesMarkup(text), sent(text) === text && !text.includes('\0'));
    }),
    { numRuns: 500 },
  );
});
