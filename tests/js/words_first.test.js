// The five minutes are answered in pieces, the headers before anything is read.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { wordsFirst } from '../../webapp/static/js/worker/words_first.js';

const SHELL = '<!doctype html><head></head><body><main></main>rest</body>';
const HEADERS = { 'Content-Type': 'text/html; charset=utf-8' };
const LOCK_CODE = '<link rel="modulepreload" href="/lock.js">';
const WORDS = '<p>Jeg hedder Åse.</p>';

/** An answer, what happened so far, and the work for which the worker stays awake. */
function answered(changed = {}) {
  const happened = [];
  const works = [];
  const phone = {
    read: async (view, id) => void happened.push(`read ${view} ${id}`),
    page: () => [SHELL.replace('</main>rest</body>', WORDS), '</main>rest</body>'],
  };
  const sources = {
    shell: Promise.resolve({ body: SHELL }),
    id: 'abc',
    load: () => (happened.push('load'), phone),
    otherwise: async () => 'another page',
    instead: Promise.resolve(''),
    lock: async () => null,
    lockCode: LOCK_CODE,
    ...changed,
  };
  const answer = wordsFirst({ waitUntil: (work) => works.push(work) }, HEADERS, sources);
  return { answer, happened, works };
}

/** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
const piece = async (reader) => new TextDecoder().decode((await reader.read()).value);

test('the headers are there before any code is loaded', async () => {
  const { answer, happened, works } = answered();
  assert.equal(answer.headers.get('content-type'), HEADERS['Content-Type']);
  assert.deepEqual(happened, []);
  await answer.text();
  assert.deepEqual(happened, ['load', 'read five abc']);
  await Promise.all(works);
});

test('the head is sent while the words are read, then the words, then the rest', async () => {
  let finish = () => {};
  const { answer } = answered({
    load: () => ({
      read: () => new Promise((done) => (finish = () => done(undefined))),
      page: () => [SHELL.replace('</main>rest</body>', WORDS), '</main>rest</body>'],
    }),
  });
  const reader = answer.body.getReader();
  assert.equal(await piece(reader), '<!doctype html><head></head>');
  finish();
  assert.equal(await piece(reader), `<body><main>${WORDS}`);
  assert.equal(await piece(reader), '</main>rest</body>');
  assert.equal((await reader.read()).done, true);
});

test('an answer without words does not wait to be whole: the page reads them itself', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { answer, works } = answered({
    load: () => ({ read: async () => null, page: (shell) => [shell, ''] }),
  });
  t.mock.timers.tick(1); // the headers go first; no later timer ever fires
  assert.equal(await answer.text(), SHELL);
  await Promise.all(works);
});

for (const shell of [Promise.resolve(null), Promise.resolve({ body: '' })])
  test('without a cached shell it is the page that the worker has otherwise', async () => {
    const { answer, works } = answered({ shell });
    assert.equal(await answer.text(), 'another page');
    await Promise.all(works);
  });

test('the answer ends even if the code cannot be loaded or the page was left', async () => {
  const broken = answered({
    load: () => {
      throw new Error('no script');
    },
  });
  assert.equal(await broken.answer.text(), 'another page');
  const left = answered();
  await left.answer.body.cancel();
  await Promise.all([...broken.works, ...left.works]);
});

test("a phone with the lock whose key a page has loads the lock's code before the page is whole", async () => {
  const { answer } = answered({
    lock: async () => ({ shell: null }),
    load: () => ({ read: async () => null, page: (shell) => [shell, ''] }),
  });
  assert.equal(await answer.text(), SHELL.replace('<body', `${LOCK_CODE}<body`));
});

test('a locked phone gets the lock in place of its words', async () => {
  const styles = '<link rel="stylesheet" href="/app.css">';
  const head = `<head><link rel="icon" href="/i.svg">${styles}</head>`;
  const lock = async () => ({ shell: { body: `${head}<body data-screen="lock">` } });
  const { answer } = answered({ lock });
  const got = await answer.text();
  assert.equal(got, `<!doctype html><head></head>${LOCK_CODE}${styles}<body data-screen="lock">`);
});

test('a phone that is handed over is sent there before a letter of the page', async () => {
  const { answer } = answered({ instead: Promise.resolve('/da/giv-videre#abc') });
  const text = await answer.text();
  assert.match(text, /^<!doctype html><meta http-equiv="refresh" content="0;url=\/da\/giv-videre#abc">$/);
});
