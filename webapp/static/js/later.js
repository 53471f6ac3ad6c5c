// Code that a first visit does not need: more screens, htmx, the vault's code, and codes to scan. A phone keeps it from its second visit on.

/**
 * The worker answers without the code where it has none and there is no network.
 * @template {object} Code @param {Promise<Code>} loading @returns {Promise<Code>} @throws where it is not here yet
 */
async function here(loading) {
  const code = await loading;
  if ('missing' in code) throw new Error('not here yet');
  return code;
}

export const moreCode = () => here(import('./more.js'));

export const htmxCode = async () => (await here(import('./htmx.js'))).htmx;

export const vaultCode = () => here(import('./vault.js'));

export const qrWriter = () => here(import('./qr_write.js'));

export const qrReader = () => here(import('./qr_read.js'));
