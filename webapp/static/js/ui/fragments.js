// htmx, fenced in: it swaps in text-free fragments of our own server and tells that server nothing of the address.
import { htmxCode } from '../lazy.js';

/** @typedef {{createHTML: (markup: string) => string}} Policy */
/** @typedef {{initSecurity: (policy: Policy) => void}} HtmxInternals */

/**
 * Load htmx, make it work under trusted types, and keep what stands behind the # to ourselves.
 * @throws where its code is not here yet and there is no network
 */
export async function fencedHtmx() {
  document.addEventListener('htmx:config:request', (event) => {
    const { headers } = /** @type {CustomEvent} */ (event).detail.ctx.request;
    // Threat: htmx sends location.href with its fragment, where the statement's id stands.
    headers['HX-Current-URL'] = location.origin + location.pathname;
  });
  const htmx = await htmxCode();
  const trustedTypes = Reflect.get(globalThis, 'trustedTypes');
  // Fragments come from this app's own templates. Scripts in them would still be stopped by the content policy.
  const policy = trustedTypes?.createPolicy('htmx', { createHTML: (/** @type {string} */ markup) => markup });
  if (policy)
    htmx.registerExtension('trusted', {
      init: (/** @type {HtmxInternals} */ internals) => internals.initSecurity(policy),
    });
  await new Promise((wake) => setTimeout(wake)); // htmx looks at the page in a turn of its own
  return htmx;
}
