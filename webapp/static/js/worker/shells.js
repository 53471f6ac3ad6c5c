// The shells of one version as the worker answers with them: read from the cache once, since it woke.

/** The script that looks whether a page may be shown: this worker has done that, except where Back leads. */
const GUARD = /<script src="[^"]+guard.js"><.script>/;

/** @typedef {{guarded: string, body: string, headers: [string, string][]}} Shell */

/**
 * @param {string} cache its name
 * @returns {(path: string, isGuarded?: boolean) => Promise<Shell | null>} null where it is not cached
 */
export function shellsIn(cache) {
  /** @type {Map<string, Shell>} */
  const shells = new Map();
  return async (path, isGuarded = false) => {
    const shell = shells.get(path) ?? (await readShell(cache, path));
    if (!shell) return null;
    shells.set(path, shell);
    return isGuarded ? { ...shell, body: shell.guarded } : shell;
  };
}

/** @param {string} cache @param {string} path @returns {Promise<Shell | null>} */
async function readShell(cache, path) {
  const cached = await (await caches.open(cache)).match(path);
  if (!cached) return null;
  const guarded = await cached.text();
  return { guarded, body: guarded.replace(GUARD, ''), headers: [...cached.headers] };
}

/**
 * Elements that load the app lock's code while the page is still read. Where the lock is on, every page needs
 * it.
 * @param {string} version of the app
 */
export const lockCodeOf = (version) =>
  ['common', 'app_lock']
    .map((name) => `<link rel="modulepreload" href="/static/${version}/js/${name}.js">`)
    .join('');
