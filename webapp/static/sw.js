// The service worker: keeps the whole app on the phone and answers from there. APP is written above by the server.
/* global APP, phone */
const createScriptURL = (url) => (APP.scripts.includes(url) ? url : '');
const trusted = self.trustedTypes?.createPolicy('egne-ord', { createScriptURL });
importScripts(...APP.scripts.map((url) => (trusted ? trusted.createScriptURL(url) : url)));

const KEEP = `egne-ord-${APP.version}`;

/** Every screen comes in one body, so that what they share is sent once. Which ones came is kept with them. */
async function keepShells(cache) {
  const answer = await fetch(APP.shells, { cache: 'no-store' });
  if (!answer.ok) throw new Error('no shells');
  const shells = Object.entries(await answer.json());
  const keep = ([path, { headers, body }]) => cache.put(path, new Response(body, { headers }));
  await Promise.all(shells.map(keep));
  await cache.put(APP.shells, new Response(JSON.stringify(shells.map(([path]) => path))));
}

// Static files need no code to answer: where the browser can, it takes them from the cache without waking this worker.
const STATIC_FILES = { pathname: `/static/${APP.version}/(css|icons)/*` };
const STATIC_FROM_CACHE = { condition: { urlPattern: STATIC_FILES }, source: 'cache' };

self.addEventListener('install', (event) => {
  if (event.addRoutes) event.waitUntil(event.addRoutes(STATIC_FROM_CACHE).catch(() => {}));
  event.waitUntil(keepVersion());
});

async function keepVersion() {
  const cache = await caches.open(KEEP);
  await Promise.all([keepShells(cache), cache.addAll(APP.assets)]);
  if (await keptTheRest()) await keepAll();
}

/** All that every screen needs offline; what is missing is fetched. A browser may lose the cache and keep this worker. */
async function keepAll() {
  const cache = await caches.open(KEEP);
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  const missing = (paths) => paths.filter((path) => !kept.has(path));
  const screens = await (await cache.match(APP.shells))?.json();
  const isShort = !screens || missing(screens).length;
  await Promise.all([isShort && keepShells(cache), cache.addAll(missing([...APP.assets, ...APP.rest]))]);
}

/** Whether an older version kept the rest, so that this one must too. */
async function keptTheRest() {
  const names = await caches.keys();
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().some(({ url }) => url.endsWith('/js/vault.js'));
}

/** The newest two versions stay: a tab may still run the older one. */
async function letGoOfOld() {
  const ours = (await caches.keys()).filter((name) => name.startsWith('egne-ord-') && name !== KEEP);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([letGoOfOld(), self.clients.claim()]));
});

// Never by itself: the person presses, and what they write is saved first.
self.addEventListener('message', (event) => {
  if (event.data === 'use-new-version') void self.skipWaiting();
  if (event.data === 'keep-the-rest') event.waitUntil(keepAll().catch(() => {}));
});

/** Shells that this worker has answered with since it woke. */
const shells = new Map();

async function shellOf(path) {
  if (!shells.has(path)) {
    const kept = await (await caches.open(KEEP)).match(path);
    if (!kept) return null;
    shells.set(path, { body: await kept.text(), headers: [...kept.headers] });
  }
  return shells.get(path);
}

/** The one that was chosen, else the browser's, else the first. A later version may no longer have what was chosen. */
async function language() {
  const wanted = [await phone.language(), navigator.language.split('-')[0]];
  return wanted.find((name) => APP.languages.includes(name)) ?? APP.languages[0];
}

/** A screen with the words in it. The fragment names the statement; it is neither logged nor passed on. */
async function answerScreen(url) {
  const { pathname } = url;
  if (pathname === '/') return Response.redirect(`/${await language()}/`, 302);
  const view = APP.views[pathname] ?? '';
  const words = phone.read(view, url.hash.slice(1));
  const shell = await shellOf(pathname === `/${APP.shared}` ? `/${await language()}${pathname}` : pathname);
  if (!shell) return null;
  return new Response(phone.page(shell.body, view, await words), { headers: shell.headers });
}

/** A path the phone does not know, and no network: the list of one's words; where that is gone too, a plain page. */
async function answerUnknown(request, url) {
  try {
    return await fetch(request);
  } catch {
    const home = `/${APP.languages.find((one) => url.pathname.startsWith(`/${one}/`)) ?? APP.languages[0]}/`;
    const isKept = url.pathname !== home && (await shellOf(home).catch(() => null));
    // Threat: what stands behind the # may be the key of a link; a redirect without a # would take it along.
    if (isKept) return Response.redirect(`${home}#`, 302);
    return new Response(APP.plain.body, { status: 503, headers: APP.plain.headers });
  }
}

/** A mail filter wrote the # of a link as %23: what follows is for this phone alone, and no server is asked. */
const REWRITTEN = /^((?:\/[\w-]+)+\/?)%(?:25)*23(.*)$/;

async function answerNavigation(event, url) {
  const [, path, fragment] = REWRITTEN.exec(url.pathname) ?? [];
  if (path) return Response.redirect(`${path}#${fragment}`, 302);
  const answer = await answerScreen(url).catch(() => null);
  if (!answer) event.waitUntil(keepAll().catch(() => {}));
  return answer ?? answerUnknown(event.request, url);
}

async function answerAsset(request) {
  return (await caches.match(request, { ignoreSearch: false }).catch(() => null)) ?? fetch(request);
}

/** A script that says of itself that it is not here yet: no network, and no second visit so far. */
const NOT_HERE_YET = 'export const missing = true;';
/** The page of a link has no other script: its key leaves the address here too, and a button that can do nothing goes. */
const NO_READER_YET = `history.replaceState(null, '', location.pathname);
document.querySelector('[data-closed]').hidden = true;
document.querySelector('[data-not-here]').hidden = false;`;

async function answerRest(request) {
  try {
    return await answerAsset(request);
  } catch {
    const script = request.url.endsWith('/read_share.js') ? NO_READER_YET : NOT_HERE_YET;
    return new Response(script, { headers: { 'Content-Type': 'text/javascript' } });
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(answerNavigation(event, url));
  else if (APP.rest.includes(url.pathname)) event.respondWith(answerRest(request));
  else if (url.pathname.startsWith('/static/') || APP.fragments.includes(url.pathname))
    event.respondWith(answerAsset(request));
});
