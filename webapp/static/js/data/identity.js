// Random ids: 16 bytes as base64url, which reveal nothing.

/** @returns {string} 22 characters */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

export const ID = /^[A-Za-z0-9_-]{22}$/;
