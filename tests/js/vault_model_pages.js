// What the pages of a model phone store: a save over what another wrote meanwhile, and an imported copy.
import {
  mergeLinesLeftOutCopy,
  mergeMeetingCopy,
  mergeNoteCopy,
  mergeStatementCopy,
} from '../../webapp/static/js/core/backup/merge_copy.js';
import { mergeExploration } from '../../webapp/static/js/core/exploration/merge.js';
import { mergeMeeting } from '../../webapp/static/js/core/meeting/merge.js';
import { mergeStatement, withConflicts } from '../../webapp/static/js/core/statement/merge.js';
import { DOCUMENT_KINDS, sameDocument } from '../../webapp/static/js/core/sync/document.js';

/** The kind of a document. */
export const kindOf = (document) =>
  document.parts ? 'statement' : document.chance ? 'exploration' : 'meeting';
/** Whether a document belongs in the vault. */
export const travels = (document) => DOCUMENT_KINDS[kindOf(document)].travels(document);

const IMPORTED_AT = '2024-01-01T10:00:00.000Z';
const MERGES_OF_COPIES = {
  statement: mergeStatementCopy,
  meeting: mergeMeetingCopy,
  exploration: mergeNoteCopy,
};

/** What a page's save stores, where something else was stored since it read `before`. */
export function savedOver(before, next, stored, isShared) {
  if (kindOf(next) === 'exploration') return mergeExploration(before, next, stored);
  if (kindOf(next) === 'meeting') return mergeMeeting(before, next, stored);
  const { statement, others } = mergeStatement(before, next, stored);
  return {
    ...(isShared ? withConflicts(statement, others, stored, next) : statement),
    updated: next.updated,
  };
}

/** A copy taken in, as data/backup/import.js does without earlier versions: it, and meetings that follow. */
export function imported(local, copy, here) {
  const kind = kindOf(copy);
  if (!local) return { next: copy, meetings: [] };
  const next = MERGES_OF_COPIES[kind](local, copy);
  if (sameDocument(kind, next, local)) return { next: local, meetings: [] };
  const meetings = here.filter(({ statement, left_out }) => statement === copy.id && left_out.length);
  return {
    next: { ...next, updated: IMPORTED_AT },
    meetings: meetings.map((meeting) => mergeLinesLeftOutCopy(meeting, local, copy, next)),
  };
}
