// Recovers the drafts that pages left when they went away, as if the pages had still saved them.
import { canonical } from '../../core/documents/fields.js';
import { DOCUMENT_KINDS } from '../../core/sync/document.js';
import { broadcastHereToo } from '../storage/channel.js';
import { allDrafts, dropDraft } from '../storage/drafts.js';
import { getNote, saveNote } from './explorations.js';
import { withLock } from '../storage/lock.js';
import { getMeeting } from './meetings.js';
import { saveMeeting } from './save_meeting.js';
import { saveStatement } from './save_statement.js';
import { getStatement } from './statements.js';
import { completedDocument } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../storage/drafts.js').StoredDraft} StoredDraft */

/** @typedef {{get: (id: string) => Promise<any>, save: (base: any, mine: any) => Promise<unknown>}} Access */

/** @type {Record<StoredDraft['kind'], Access>} */
const STORES = {
  statement: { get: getStatement, save: saveStatement },
  meeting: { get: getMeeting, save: saveMeeting },
  exploration: { get: getNote, save: saveNote },
};

/**
 * A document's content, without the time it was saved.
 * @param {StoredDraft['kind']} kind @param {Document} document
 */
const contentOf = (kind, document) =>
  JSON.stringify({ ...canonical(DOCUMENT_KINDS[kind].fields, document), updated: '' });

/**
 * The merge base of `mine`: what the page was saving, if that was stored, or what was stored before.
 * @param {StoredDraft} draft @param {Document | undefined} stored
 */
const baseOf = ({ kind, base, sent }, stored) =>
  sent && stored && contentOf(kind, sent) === contentOf(kind, stored) ? sent : base;

/**
 * A draft with every field: an older version of the app may have written it.
 * @param {StoredDraft} stored @returns {StoredDraft}
 */
const completedDraft = (stored) => ({
  ...stored,
  base: completedDocument(stored.kind, stored.base),
  mine: completedDocument(stored.kind, stored.mine),
  sent: completedDocument(stored.kind, stored.sent),
});

/** @param {StoredDraft} draft */
async function recover(draft) {
  const { kind, base, mine } = draft;
  const { get, save } = STORES[kind];
  const stored = await get(mine.id);
  const isDeleted = base && !stored; // for good, meanwhile
  const isSaved = stored && contentOf(kind, stored) === contentOf(kind, mine);
  if (!isDeleted && !isSaved) await save(baseOf(draft, stored), mine);
  await dropDraft(draft.key);
  if (!isDeleted) broadcastHereToo(mine.id); // this page may have read it just before
}

/** Only one page at a time recovers drafts. A draft that cannot be saved now stays for later. */
export const recoverDrafts = () =>
  withLock('egne-ord-drafts', async () => {
    for (const draft of await allDrafts()) await recover(completedDraft(draft));
  });
