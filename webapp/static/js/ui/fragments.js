// Loads htmx with limits: it only swaps in fragments from our own server, and never sends the address's
// fragment. The server's fragments hold none of the person's text.
import { htmxCode } from '../lazy.js';

/** @typedef {{createHTML: (markup: string) => string}} Policy */
/** @typedef {{initSecurity: (policy: Policy) => void}} HtmxInternals */

/**
 * Load htmx, let it work under trusted types, and keep the part of the address after # out of its requests.
 * @throws when its code is not cached and there is no network
 */
export async function loadHtmx() {
  document.addEventListener('htmx:config:request', (event) => {
    const { headers } = /** @type {CustomEvent} */ (event).detail.ctx.request;
    // Threat: htmx sends location.href with its fragment, which holds the statement's id.
    headers['HX-Current-URL'] = location.origin + location.pathname;
  });
  const htmx = await htmxCode();
  const trustedTypes = Reflect.get(globalThis, 'trustedTypes');
  // Fragments come from this app's own templates, and the content policy still blocks scripts in them.
  const policy = trustedTypes?.createPolicy('htmx', { createHTML: (/** @type {string} */ markup) => markup });
  if (policy)
    htmx.registerExtension('trusted', {
      init: (/** @type {HtmxInternals} */ internals) => internals.initSecurity(policy),
    });
  await new Promise((wake) => setTimeout(wake)); // htmx scans the page in a later task
  return htmx;
}
