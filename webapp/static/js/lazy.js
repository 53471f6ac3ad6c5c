// Loads libraries that a first visit does not need: htmx and QR codes. A second visit caches them.

/**
 * Wait for code that is loaded on demand. Without it and without a network, the worker answers with a script
 * that exports only `missing`.
 * @template {object} Code @param {Promise<Code>} loading @returns {Promise<Code>}
 * @throws if it is not cached yet
 */
export async function here(loading) {
  const code = await loading;
  if ('missing' in code) throw new Error('not cached yet');
  return code;
}

export const htmxCode = async () => (await here(import('./htmx.js'))).htmx;

export const qrWriter = () => here(import('./qr_write.js'));

export const qrReader = () => here(import('./qr_read.js'));
