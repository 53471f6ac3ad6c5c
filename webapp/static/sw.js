// The service worker: caches the whole app on the phone and answers from there. The server prepends APP.
/* global APP, phone */
const createScriptURL = (url) => (APP.scripts.includes(url) ? url : '');
const trusted = self.trustedTypes?.createPolicy('egne-ord', { createScriptURL });
importScripts(...APP.scripts.map((url) => (trusted ? trusted.createScriptURL(url) : url)));

const CACHE = `egne-ord-${APP.version}`;

/** All screens come in one response, so that what they share is sent once. Their paths are cached too. */
async function cacheShells(cache) {
  const answer = await fetch(APP.shells, { cache: 'no-store' });
  if (!answer.ok) throw new Error('no shells');
  const shells = Object.entries(await answer.json());
  const put = ([path, { headers, body }]) => cache.put(path, new Response(body, { headers }));
  await Promise.all(shells.map(put));
  await cache.put(APP.shells, new Response(JSON.stringify(shells.map(([path]) => path))));
}

// Static files need no code: a browser that can takes them from the cache without waking this worker.
const STATIC_FILES = { pathname: `/static/${APP.version}/(css|icons)/*` };
const STATIC_FROM_CACHE = { condition: { urlPattern: STATIC_FILES }, source: 'cache' };

self.addEventListener('install', (event) => {
  if (event.addRoutes) event.waitUntil(event.addRoutes(STATIC_FROM_CACHE).catch(() => {}));
  event.waitUntil(cacheVersion());
});

async function cacheVersion() {
  const cache = await caches.open(CACHE);
  await Promise.all([cacheShells(cache), cache.addAll(APP.assets)]);
  if (await hasCachedRest()) await cacheAll();
}

/** Fetch what the screens still lack offline. A browser may lose the cache and keep this worker. */
async function cacheAll() {
  const cache = await caches.open(CACHE);
  const cached = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  const missing = (paths) => paths.filter((path) => !cached.has(path));
  const screens = await (await cache.match(APP.shells))?.json();
  const lacksShells = !screens || missing(screens).length;
  await Promise.all([lacksShells && cacheShells(cache), cache.addAll(missing([...APP.assets, ...APP.rest]))]);
}

/** Whether an older version cached the rest, so that this one must too. */
async function hasCachedRest() {
  const names = await caches.keys();
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().some(({ url }) => url.endsWith('/js/vault.js'));
}

/** Keep only the newest two versions: a tab may still run the older one. */
async function deleteOldCaches() {
  const ours = (await caches.keys()).filter((name) => name.startsWith('egne-ord-') && name !== CACHE);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([deleteOldCaches(), self.clients.claim()]));
});

// A new version never takes over by itself: the person presses a button, and what they write is saved first.
self.addEventListener('message', (event) => {
  if (event.data === 'use-new-version') void self.skipWaiting();
  if (event.data === 'keep-the-rest') event.waitUntil(cacheAll().catch(() => {}));
});

/** Shells that this worker has read since it woke. */
const shells = new Map();

async function shellOf(path) {
  if (!shells.has(path)) {
    const cached = await (await caches.open(CACHE)).match(path);
    if (!cached) return null;
    shells.set(path, { body: await cached.text(), headers: [...cached.headers] });
  }
  return shells.get(path);
}

/** The chosen language, else the browser's, else the first. A later version may lack the chosen one. */
async function language() {
  const preferred = [await phone.language(), navigator.language.split('-')[0]];
  return preferred.find((name) => APP.languages.includes(name)) ?? APP.languages[0];
}

/** A screen with the words in it. The fragment names the statement; it is neither logged nor sent on. */
async function answerScreen(url) {
  const { pathname } = url;
  if (pathname === '/') return Response.redirect(`/${await language()}/`, 302);
  const view = APP.views[pathname] ?? '';
  const words = phone.read(view, url.hash.slice(1));
  const shell = await shellOf(pathname === `/${APP.shared}` ? `/${await language()}${pathname}` : pathname);
  if (!shell) return null;
  return new Response(phone.page(shell.body, view, await words), { headers: shell.headers });
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
  const [, path, fragment] = REWRITTEN.exec(url.pathname) ?? [];
  if (path) return Response.redirect(`${path}#${fragment}`, 302);
  const answer = await answerScreen(url).catch(() => null);
  if (!answer) event.waitUntil(cacheAll().catch(() => {}));
  return answer ?? answerUnknown(event.request, url);
}

async function answerAsset(request) {
  return (await caches.match(request, { ignoreSearch: false }).catch(() => null)) ?? fetch(request);
}

/** Stands in for a script that is not cached yet: there is no network, and this is still the first visit. */
const MISSING_SCRIPT = 'export const missing = true;';
/** A link's page has no other script: this one must remove the key from the address, and the useless button. */
const MISSING_READER = `history.replaceState(null, '', location.pathname);
document.querySelector('[data-closed]').hidden = true;
document.querySelector('[data-not-here]').hidden = false;`;

async function answerRest(request) {
  try {
    return await answerAsset(request);
  } catch {
    const script = request.url.endsWith('/read_share.js') ? MISSING_READER : MISSING_SCRIPT;
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
