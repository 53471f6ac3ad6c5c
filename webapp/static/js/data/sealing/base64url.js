// Bytes as base64url without padding. Each value has exactly one spelling.

/** @param {Uint8Array} bytes */
export function toBase64url(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} @throws {TypeError} for any other spelling */
export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new TypeError('not base64url');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  // Only the last character can be spelled in more than one way.
  const end = bytes.length % 3;
  if (end && toBase64url(bytes.subarray(-end)) !== text.slice(-end - 1)) throw new TypeError('not base64url');
  return bytes;
}
