// The service worker: caches the whole app on the phone and answers from there. The server prepends APP.
/* global APP, phone */
import { handOverPhone, placeHandedOver } from './js/data/handed_over.js';
import { OPEN_HAND_OVER, forget, keep, keyOfPages, relayKey } from './js/worker/key_relay.js';
import { lockCodeOf, shellsIn } from './js/worker/shells.js';
import { answerAsset, answerRest } from './js/worker/files.js';
import { cacheAll, cacheVersion, deleteOldCaches } from './js/worker/version_cache.js';
import { wordsFirst } from './js/worker/words_first.js';

const createScriptURL = (url) => (APP.scripts.includes(url) ? url : '');
const trusted = self.trustedTypes?.createPolicy('egne-ord', { createScriptURL });

/** The code that reads and draws the words: not at the start, so that an answer can begin before it runs. */
function load() {
  if (!self.phone) importScripts(...APP.scripts.map((url) => (trusted ? trusted.createScriptURL(url) : url)));
  return phone;
}

const CACHE = `egne-ord-${APP.version}`;

const VERSION = { ...APP, cache: CACHE };

// The styles need no code: a browser that can takes them from the cache without this worker. It refuses a
// pattern with a group, such as (css|icons).
const STYLES = { pathname: `/static/${APP.version}/css/*` };
const STATIC_FROM_CACHE = { condition: { urlPattern: STYLES }, source: 'cache' };

self.addEventListener('install', (event) => {
  load(); // a browser imports later only what was imported now
  if (event.addRoutes) event.waitUntil(event.addRoutes(STATIC_FROM_CACHE).catch(() => {}));
  event.waitUntil(cacheVersion(VERSION));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([deleteOldCaches(VERSION), self.clients.claim()]));
});

// A new version never takes over by itself: the person presses a button, and what they write is saved first.
self.addEventListener('message', (event) => {
  if (event.data === 'use-new-version') void self.skipWaiting();
  if (event.data.key !== undefined) event.waitUntil(relayKey(event, self.clients));
  if (event.data === 'keep-the-rest') event.waitUntil(cacheAll(VERSION).catch(() => {}));
});

for (const name of ['push', 'notificationclick', 'pushsubscriptionchange'])
  self.addEventListener(name, (event) => event.waitUntil(load()[name](event)));

const shellOf = shellsIn(CACHE);
const lockCode = lockCodeOf(APP.version);

/** Back and Forward may lead to a screen that was left quickly: only the page's own history tells. */
const isOfHistory = ({ isHistoryNavigation }) => isHistoryNavigation !== false;

/** The chosen language, else the browser's, else the first. A later version may lack the chosen one. */
async function language() {
  const preferred = [await load().language(), navigator.language.split('-')[0]];
  return preferred.find((name) => APP.languages.includes(name)) ?? APP.languages[0];
}

/**
 * Null if the app lock is off or does not concern this screen. `shell`: the lock's, in place of the screen's;
 * null where a page has the key. Pages are asked at once: one that is left is gone once the answer begins.
 */
async function lockFor({ pathname }, asked = keyOfPages(self.clients)) {
  const lock = APP.locks[pathname.split('/')[1]];
  if (!lock || pathname.endsWith(`/${APP.shared}`) || APP.exits.includes(pathname)) return null;
  const level = await load().locked();
  if (!level) return null;
  if (level > OPEN_HAND_OVER && APP.views[pathname] === 'handover') return forget();
  return { shell: keep(await asked) ? null : await shellOf(lock) };
}

/** A screen with the words in it. The fragment names the statement; it is neither logged nor sent on. */
async function answerScreen(url, lock, isGuarded) {
  const { pathname } = url;
  if (pathname === '/') return Response.redirect(`/${await language()}/`, 302);
  const view = APP.views[pathname] ?? '';
  const words = load().read(view, url.hash.slice(1));
  const path = pathname === `/${APP.shared}` ? `/${await language()}${pathname}` : pathname;
  const open = await shellOf(path, isGuarded);
  const locking = await lock;
  const shell = locking?.shell ?? open;
  if (!shell) return null;
  const body = locking ? shell.body.replace('<body', `${lockCode}<body`) : shell.body;
  const pieces = phone.page(body, view, await words);
  return new Response(pieces.join(''), { headers: shell.headers });
}

/** Ask the server for an unknown path; without a network, show the start screen, or else a plain page. */
async function answerUnknown(request, url) {
  try {
    return await fetch(request);
  } catch {
    const named = APP.languages.find((name) => url.pathname.startsWith(`/${name}/`));
    const home = `/${named ?? APP.languages[0]}/`;
    const hasHome = url.pathname !== home && (await shellOf(home).catch(() => null));
    // Threat: the fragment may be the key of a link; a redirect without a # would carry it along.
    if (hasHome) return Response.redirect(`${home}#`, 302);
    return new Response(APP.plain.body, { status: 503, headers: APP.plain.headers });
  }
}

/** A mail filter wrote the # of a link as %23. What follows is for this phone only: ask no server. */
const REWRITTEN = /^((?:\/[\w-]+)+\/?)%(?:25)*23(.*)$/;

async function answerNavigation(event, url) {
  const lock = lockFor(url).catch(() => null);
  const place = await whereInstead(url, lock);
  if (place) return Response.redirect(place, 302);
  const [, path, fragment] = REWRITTEN.exec(url.pathname) ?? [];
  if (path) return Response.redirect(`${path}#${fragment}`, 302);
  const answer = await answerScreen(url, lock, isOfHistory(event.request)).catch(() => null);
  if (!answer) event.waitUntil(cacheAll(VERSION).catch(() => {}));
  return answer ?? answerUnknown(event.request, url);
}

/** Where a phone that is handed over goes instead, or ''. Opening the hand-over hands it over, unless `lock`. */
async function whereInstead({ pathname, hash }, lock) {
  if (APP.exits.includes(pathname)) return '';
  try {
    if (APP.views[pathname] !== 'handover') return await placeHandedOver();
    if (!(await lock)?.shell) await handOverPhone(pathname + hash);
  } catch {
    // Without Cache Storage there is no shell either; the page itself looks.
  }
  return '';
}

/** The five minutes, before anything is read. */
function answerFive(event, url) {
  const shell = shellOf(url.pathname, isOfHistory(event.request)).catch(() => null);
  const [instead, asked] = [whereInstead(url), keyOfPages(self.clients)];
  const otherwise = async () => (await (await answerNavigation(event, url)).text()) || APP.plain.body;
  const lock = () => lockFor(url, asked).catch(() => null); // once the answer has begun
  const sources = { shell, id: url.hash.slice(1), load, lock, lockCode, otherwise, instead };
  return wordsFirst(event, { ...APP.plain.headers, ...APP.styled }, sources);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (APP.views[url.pathname] === 'five' && request.mode === 'navigate')
    event.respondWith(answerFive(event, url));
  else if (request.mode === 'navigate') event.respondWith(answerNavigation(event, url));
  else if (APP.rest.includes(url.pathname)) event.respondWith(answerRest(request));
  else if (url.pathname.startsWith('/static/') || APP.fragments.includes(url.pathname))
    event.respondWith(answerAsset(request));
});
