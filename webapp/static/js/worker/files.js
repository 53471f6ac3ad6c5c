// Answers a file from the cache, and without a network what a page can do without it.

/** @param {Request} request */
export async function answerAsset(request) {
  return (await caches.match(request, { ignoreSearch: false }).catch(() => null)) ?? fetch(request);
}

/** Stands in for a script that is not cached yet: there is no network, and this is still the first visit. */
const MISSING_SCRIPT = 'export const missing = true;';
/** A link's page has no other script: this one must remove the key from the address, and the useless button. */
const MISSING_READER = `history.replaceState(null, '', location.pathname);
document.querySelector('[data-closed]').hidden = true;
document.querySelector('[data-not-here]').hidden = false;`;

/** @param {Request} request @returns {Promise<Response>} */
export async function answerRest(request) {
  try {
    return await answerAsset(request);
  } catch {
    const script = request.url.endsWith('/read_share.js') ? MISSING_READER : MISSING_SCRIPT;
    return new Response(script, { headers: { 'Content-Type': 'text/javascript' } });
  }
}
