// What sender and reader see of a link: text stays text, nothing leads into the sender's app,
// and each problem has its own message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogue } from '../../webapp/static/js/core/language/catalogue.js';
import { toHtml } from '../../webapp/static/js/core/markup/tree.js';
import { linkList } from '../../webapp/static/js/core/views/links.js';
import { shareChoices } from '../../webapp/static/js/core/views/share_choices.js';
import { linkActs, linkStatus } from '../../webapp/static/js/core/views/share_link.js';
import { sharedText } from '../../webapp/static/js/core/views/shared_text.js';
import { goneText, linkErrorText, openErrorText } from '../../webapp/static/js/ui/share/reader_words.js';
import { meetingWith } from './meetings.js';
import { NOW, anyText, partsOf, statementWith } from './texts.js';

const words = catalogue({
  lang: 'da',
  version: '',
  paths: /** @type {any} */ (new Proxy({}, { get: (_, name) => `/da/${String(name)}` })),
  switch: {},
  words: {},
});
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</p><script>alert(1)</script>',
  '"><a href="https://example.org">',
  '&lt;b&gt;',
  '\u202eSKJULT',
  '\u2066',
  'a\u0300'.repeat(400),
  '😊'.repeat(4000),
];
const share = (fields = {}) => ({
  lang: 'da',
  from: '',
  title: '',
  parts: [],
  meeting: null,
  made: NOW,
  ...fields,
});
const link = (fields = {}) => ({
  id: 'S'.repeat(22),
  name: 'Til lægen',
  made: NOW,
  expires: null,
  state: 'waiting',
  over: null,
  wait: null,
  notes: [],
  unreadable: 0,
  ...fields,
});
const tagsOf = (html) => [...html.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag);
const actsOf = (tree) =>
  [...toHtml({ tag: 'div', attrs: {}, children: tree.flat() }).matchAll(/data-act="([a-z-]+)"/g)].map(
    ([, act]) => act,
  );

test('shared content becomes text only, with nothing to press or follow', () => {
  for (const text of HOSTILE) {
    const meeting = {
      kind: 'doctor',
      at: '2026-11-26T10:00',
      place: text,
      people: text,
      about: text,
      questions: [text],
    };
    const html = toHtml(
      sharedText(
        {
          shared: share({ title: text, from: text, parts: [{ part: 'help', text }], meeting }),
          expires: NOW,
        },
        words,
      ),
    );
    assert.deepEqual(
      new Set(tagsOf(html)),
      new Set(['div', 'header', 'h1', 'p', 'section', 'h2', 'bdi', 'dl', 'dt', 'dd', 'ol', 'li']),
    );
    const attributes = [...html.matchAll(/<[a-z0-9]+([^>]*)>/g)].flatMap(([, all]) =>
      [...all.matchAll(/([a-z-]+)=/g)].map(([, name]) => name),
    );
    assert.deepEqual(
      new Set(attributes),
      new Set(['class', 'translate', 'dir', 'lang']),
      'no attribute leads anywhere',
    );
  }
});

test('shared text appears exactly, marked with the language it was written in', () => {
  fc.assert(
    fc.property(
      anyText.filter((text) => text.trim() && !/[&<>"'\r\0]/.test(text)),
      (text) => {
        const html = toHtml(
          sharedText({ shared: share({ lang: 'en', parts: [{ part: 'help', text }] }), expires: NOW }, words),
        );
        assert.ok(html.includes(`<p class="words" translate="no" lang="en" dir="auto">${text}</p>`));
      },
    ),
  );
});

test("the sender's name appears as the sender wrote it, or not at all", () => {
  const render = (from) => toHtml(sharedText({ shared: share({ from }), expires: NOW }, words));
  assert.match(render('Åse'), /Fra <bdi class="words" translate="no" lang="da">Åse<\/bdi>/);
  assert.doesNotMatch(render(''), /Fra/);
  assert.match(render(''), /Det her har jeg selv skrevet/);
});

test('each state of a link has its own text and offers only the acts that are possible', () => {
  const states = [
    link(),
    link({ wait: 'offline' }),
    link({ wait: 'later' }),
    link({ state: 'live', expires: NOW }),
    link({ state: 'withdrawing', expires: NOW }),
    link({ state: 'withdrawing' }),
    link({ state: 'live', expires: NOW, past: true, wait: 'offline' }),
    link({ state: 'over', over: 'withdrawn' }),
    link({ state: 'over', over: 'expired' }),
    link({ state: 'over', over: 'refused' }),
  ];
  const texts = states.map((share) => linkStatus(share, words));
  assert.deepEqual([texts[0], new Set(texts).size], [texts[1], states.length - 1]);
  const acts = states.map((share) => actsOf(linkActs(share, { canSend: true, isAsking: false }, words)));
  assert.deepEqual(acts[3], ['send-link', 'copy-link', 'code-link', 'ask-back']);
  assert.deepEqual(
    [acts[6], acts[0], ...acts.slice(4, 6), ...acts.slice(7)],
    [acts[3], ['ask-back'], [], [], [], [], []],
  );
  assert.deepEqual(
    actsOf(linkActs(link({ state: 'live', expires: NOW }), { canSend: false, isAsking: true }, words)),
    ['copy-link', 'code-link', 'take-back', 'keep-link'],
  );
});

test('notes are shown folded and as text, and unreadable ones are counted', () => {
  const notes = HOSTILE.map((text, i) => ({ sealed: String(i), text, at: NOW }));
  const html = toHtml(
    linkList(
      { links: [link({ state: 'over', over: 'withdrawn', notes, unreadable: 2 })], canSend: false, asks: '' },
      words,
    ),
  );
  assert.ok(!/<(img|script|a)\b/.test(html));
  assert.match(html, /<details class="replies" data-replies="S+">/);
  assert.equal(html.match(/<blockquote class="words" translate="no" dir="auto">/g)?.length, HOSTILE.length);
  assert.match(html, /2 svar kan ikke åbnes/);
  assert.match(html, /data-act="forget-link"/);
  assert.match(
    toHtml(linkList({ links: [], canSend: false, asks: '' }, words)),
    /Du har ingen links lige nu/,
  );
});

test("a person's title is marked as their words, and a missing one is the app's", () => {
  const html = (name) => toHtml(linkList({ links: [link({ name })], canSend: false, asks: '' }, words));
  assert.match(html('Til lægen'), /<h2 class="words" translate="no" dir="auto">Til lægen<\/h2>/);
  assert.match(html(''), /<h2>Uden titel<\/h2>/);
});

test('every line that can be shared is on the screen, with its tick as the person left it', () => {
  const statement = statementWith({
    title: 'Til lægen',
    parts: partsOf(['', '', 'Ro. Sove.', '']),
    marks: [{ part: 'help', text: 'Sove.', mark: 'hidden' }],
  });
  const ticks = (changed) =>
    [
      ...toHtml(shareChoices({ statement, meeting: null, changed: new Map(changed) }, words)).matchAll(
        /<input[^>]*data-text="([^"]*)"[^>]*>/g,
      ),
    ].map(([all, text]) => [text, / checked/.test(all)]);
  assert.deepEqual(ticks([]), [
    ['Ro.', true],
    ['Sove.', false],
  ]);
  assert.deepEqual(
    ticks([
      ['help Ro.', false],
      ['help Sove.', true],
    ]),
    [
      ['Ro.', false],
      ['Sove.', true],
    ],
  );
  const html = toHtml(
    shareChoices(
      {
        statement: null,
        meeting: meetingWith({ at: '2026-11-26', questions: [{ id: 'a', text: 'Hvornår?' }] }),
        changed: new Map([['at', false]]),
      },
      words,
    ),
  );
  assert.match(html, /data-field="at"[^>]*data-key="at">/);
  assert.match(html, /data-field="questions"[^>]* checked>/);
  assert.match(
    toHtml(shareChoices({ statement: null, meeting: null, changed: new Map() }, words)),
    /Her er der ikke noget at dele endnu/,
  );
});

test('a cut link, a missing one and one that is gone each have their own message', () => {
  const after = '2025-03-02T10:00:00.000Z';
  const all = [
    linkErrorText('cut', words),
    linkErrorText('missing', words),
    goneText(null, NOW, words),
    goneText(NOW, after, words),
    goneText(after, NOW, words),
  ];
  assert.equal(new Set(all).size, all.length);
  assert.match(all[3], /Tiden er gået/);
  assert.match(all[4], /trukket tilbage/);
  assert.equal(goneText('2025-03-01T10:00:00Z', NOW, words), all[3], 'in the very second of its expiry');
  const codes = ['offline', 'later', 'bad-answer', 'not-authentic', 'newer', 'anything'];
  assert.equal(new Set(codes.map((code) => openErrorText(code, words))).size, codes.length);
  for (const code of ['unknown-format', 'bad-padding', 'damaged'])
    assert.equal(openErrorText(code, words), openErrorText('not-authentic', words));
});
