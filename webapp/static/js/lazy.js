// Libraries that a first visit does not need: htmx, and codes to scan. A phone keeps them from its second visit on.

/**
 * Code that is fetched when it is needed. The worker answers without it where it has none and there is no network.
 * @template {object} Code @param {Promise<Code>} loading @returns {Promise<Code>} @throws where it is not here yet
 */
export async function here(loading) {
  const code = await loading;
  if ('missing' in code) throw new Error('not here yet');
  return code;
}

export const htmxCode = async () => (await here(import('./htmx.js'))).htmx;

export const qrWriter = () => here(import('./qr_write.js'));

export const qrReader = () => here(import('./qr_read.js'));
