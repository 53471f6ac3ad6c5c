// Caches one version of the app on the phone, and deletes what older versions left.

/**
 * `cache` is its name in Cache Storage, `shells` the address of all screens in one body.
 * @typedef {{cache: string, shells: string, assets: string[], rest: string[]}} Version
 */

/**
 * All screens come in one response, so that what they share is sent once. Their paths are cached too.
 * @param {Cache} cache @param {Version} version
 */
async function cacheShells(cache, version) {
  const answer = await fetch(version.shells, { cache: 'no-store' });
  if (!answer.ok) throw new Error('no shells');
  const shells = Object.entries(await answer.json());
  await Promise.all(
    shells.map(([path, { headers, body }]) => cache.put(path, new Response(body, { headers }))),
  );
  await cache.put(version.shells, new Response(JSON.stringify(shells.map(([path]) => path))));
}

/** What a first visit needs. @param {Version} version */
export async function cacheVersion(version) {
  const cache = await caches.open(version.cache);
  await Promise.all([cacheShells(cache, version), cache.addAll(version.assets)]);
  if (await hasCachedRest()) await cacheAll(version);
}

/**
 * Fetch what the screens still lack offline. A browser may lose the cache and keep this worker.
 * @param {Version} version
 */
export async function cacheAll(version) {
  const cache = await caches.open(version.cache);
  const cached = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  /** @param {string[]} paths */
  const missing = (paths) => paths.filter((path) => !cached.has(path));
  const screens = await (await cache.match(version.shells))?.json();
  const lacksShells = !screens || missing(screens).length;
  await Promise.all([
    lacksShells && cacheShells(cache, version),
    cache.addAll(missing([...version.assets, ...version.rest])),
  ]);
}

/** Whether an older version cached the rest, so that this one must too. */
async function hasCachedRest() {
  const names = await caches.keys();
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().some(({ url }) => url.endsWith('/js/vault.js'));
}

/** Keep only the newest two versions: a tab may still run the older one. @param {Version} version */
export async function deleteOldCaches({ cache }) {
  const ours = (await caches.keys()).filter((name) => name.startsWith('egne-ord-') && name !== cache);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}
