// A statement as two phones have it, and what both hold once each has reconciled it with the other's.
import assert from 'node:assert/strict';
import * as kinds from '../../webapp/static/js/core/sync/document.js';
import { reconcile as reconcileOf } from '../../webapp/static/js/core/sync/reconcile.js';
import { partsOf, statementWith } from './texts.js';

export const LATER = '2025-03-02T10:00:00.000Z';
export const [sameDocument, statementText, reconcile] = [
  kinds.sameDocument,
  kinds.documentText,
  reconcileOf,
].map((work) => work.bind(null, 'statement'));
export const BASE = statementWith({
  title: 'Til lægen',
  parts: partsOf(['Jeg hedder Bo.', 'ro.', 'at sove. at drikke vand.', '']),
  alternatives: [],
});
export const withHelp = (help, fields = {}) => ({ ...BASE, parts: { ...BASE.parts, help }, ...fields });
const freeze = (value) => {
  if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

/** The result on both phones: each side is local once. Its frozen inputs must not be changed in place. */
export function both(base, a, b) {
  const [from, local, remote] = [base, a, b].map((side) => freeze(structuredClone(side)));
  const next = reconcile(from, local, remote);
  const swapped = reconcile(from, remote, local);
  assert.equal(next && statementText(next), swapped && statementText(swapped), 'the same bytes on both');
  return next;
}
export const textsOf = ({ title, parts, alternatives }) =>
  [title, ...Object.values(parts), ...alternatives.map(({ text }) => text)].join('\n');
