// The one renderer: text stays text, whatever it holds; names that could run something are refused.
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

/** What a parser makes of the only character references the renderer writes. */
const unescaped = (markup) => markup.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

test('any text comes back when it is read, and opens no markup', () => {
  fc.assert(
    fc.property(nastyText, (text) => {
      const markup = toHtml(text);
      assert.equal(unescaped(markup), text);
      assert.doesNotMatch(markup, /[<>"'\r]|&(?!#\d+;)/);
    }),
  );
});

test('any text inside any element comes back, between its own tags and nothing else', () => {
  fc.assert(
    fc.property(goodName, nastyText, (tag, text) => {
      const markup = toHtml(h(tag, {}, text));
      assert.ok(markup.startsWith(`<${tag}>`) && markup.endsWith(`</${tag}>`));
      assert.equal(unescaped(markup.slice(tag.length + 2, -tag.length - 3)), text);
      assert.equal(markup.match(/</g).length, 2);
    }),
  );
});

test('no value of an attribute gets out of its quotes', () => {
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

test('nested trees hold every text once, in order', () => {
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

test('a name that is not plain, or that would run something, throws', () => {
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

test('attributes that are off are left out, and true stands alone', () => {
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

test('children that are nothing leave nothing, and numbers are said', () => {
  assert.equal(toHtml(h('p', {}, null, undefined, false, '', 0, [1, h('br', {})])), '<p>01<br></p>');
  assert.equal(toHtml(null) + toHtml(undefined) + toHtml(false), '');
});

test('an element without an end has none', () => {
  assert.equal(toHtml(h('input', { type: 'radio', checked: true })), '<input type="radio" checked>');
  assert.equal(toHtml(h('hr', {})), '<hr>');
});

test('text that markup would change is told apart: a NUL, or half a pair', () => {
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

test('what survives comes through UTF-8 as it is, and what does not would have been changed', () => {
  const sent = (text) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
  fc.assert(
    fc.property(nastyText, (text) => {
      assert.equal(survivesMarkup(text), sent(text) === text && !text.includes('\0'));
    }),
    { numRuns: 500 },
  );
});
