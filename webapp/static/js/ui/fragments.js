// htmx, fenced in: it swaps in text-free fragments of our own server and tells that server nothing of the address.

/** @typedef {{createHTML: (markup: string) => string}} Policy */
/** @typedef {{initSecurity: (policy: Policy) => void}} HtmxInternals */

/** @type {{registerExtension: (name: string, extension: {init: (internals: HtmxInternals) => void}) => void} | undefined} */
const htmx = Reflect.get(globalThis, 'htmx');
const trustedTypes = Reflect.get(globalThis, 'trustedTypes');

/** Make htmx work under trusted types, and keep what stands behind the # to ourselves. */
export function fenceFragments() {
  // Fragments come from this app's own templates. Scripts in them would still be stopped by the content policy.
  const policy = trustedTypes?.createPolicy('htmx', { createHTML: (/** @type {string} */ markup) => markup });
  if (policy) htmx?.registerExtension('trusted', { init: (internals) => internals.initSecurity(policy) });
  document.addEventListener('htmx:config:request', (event) => {
    const { headers } = /** @type {CustomEvent} */ (event).detail.ctx.request;
    // Threat: htmx sends location.href with its fragment, where the statement's id stands.
    headers['HX-Current-URL'] = location.origin + location.pathname;
  });
}
