// Caches one version of the app on the phone, and deletes what older versions left.
// Nothing is kept whose SHA-256 is not the one in the manifest: then this version is not installed, and the one
// before stays (decision 57).

/**
 * `cache` is its name in Cache Storage, `shells` the address of the manifest with all screens, `sum` its
 * integrity, and `rest` what a first visit does not need.
 * @typedef {{cache: string, shells: string, sum: string, rest: string[]}} Version
 */
/** What the cache remembers of the manifest. @typedef {{shells: string[], sums: Record<string, string>}} Kept */

/**
 * All screens come in one response, so that what they share is sent once. Their paths are cached too.
 * @param {Cache} cache @param {Version} version @returns {Promise<Kept>}
 */
async function cacheShells(cache, version) {
  // Integrity refuses any other answer, an error of the server too.
  const kept = await (await fetch(version.shells, { integrity: version.sum })).json();
  const { shells } = kept;
  kept.shells = Object.keys(shells);
  const puts = kept.shells.map((/** @type {string} */ path) =>
    cache.put(path, new Response(shells[path].body, shells[path])),
  );
  await Promise.all(puts);
  await cache.put(version.shells, new Response(JSON.stringify(kept)));
  return kept;
}

/**
 * Fetch what is still lacking offline. A browser may lose the cache and keep this worker.
 * @param {Version} version @param {boolean} [isFirst] without the rest
 */
export async function cacheAll(version, isFirst = false) {
  const cache = await caches.open(version.cache);
  const cached = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  /** @param {string[]} paths */
  const missing = (paths) => paths.filter((path) => !cached.has(path));
  /** @type {Kept} */
  let kept = await (await cache.match(version.shells))?.json();
  if (!kept || missing(kept.shells).length) kept = await cacheShells(cache, version);
  const files = missing(Object.keys(kept.sums)).filter((path) => !isFirst || !version.rest.includes(path));
  await cache.addAll(files.map((path) => new Request(path, { integrity: kept.sums[path] })));
}

/** What a first visit needs, and the rest if an older version cached it. @param {Version} version */
export async function cacheVersion(version) {
  await cacheAll(version, !(await hasCachedRest()));
}

/** Whether an older version cached the rest, so that this one must too. */
async function hasCachedRest() {
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) if (url.endsWith('/vault.js')) return true;
  return false;
}

/** Keep only the newest two versions: a tab may still run the older one. @param {Version} version */
export async function deleteOldCaches({ cache }) {
  const ours = (await caches.keys()).filter((name) => name.startsWith('egne-ord-') && name !== cache);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}
