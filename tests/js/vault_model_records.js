// Records of a model phone: text with a name at its end, in place of sealed bytes, and rows that the vault lost.
import { EARLIER_MAX } from '../../webapp/static/js/core/sync/ancestry.js';

let nonces = 0;

/** A stand-in for a sealed record: other bytes each time, which end with the version's name. */
export const sealed = (document) => `${document}${String((nonces += 1)).padStart(22, 'n')}`;
export const nameOf = (bytes) => bytes?.slice(-22) ?? '';
export const documentOf = (bytes) => bytes.slice(0, -22);

export const withoutParents = (text) => text.replace(/,"parents":\[[^\]]*\]\}$/, '}');

/** What is kept of a record that the vault no longer has: forgetMissing in data/vault/state.js. */
export function forgotten({ kind, name, parents, earlier = [], document }) {
  const own = name ? [{ name, document }] : [];
  return { kind, rev: 0, document: null, name, parents, earlier: [...own, ...earlier].slice(0, EARLIER_MAX) };
}
