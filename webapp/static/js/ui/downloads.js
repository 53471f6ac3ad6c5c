// Files to the person's own phone: made here, sent nowhere.
import { writeCopy } from '../core/copy_file.js';
import { plainText } from '../core/plain_text.js';
import { everything } from '../data/copies.js';
import { choose } from '../data/settings.js';
import { download } from './file.js';
import { words } from './page.js';

/** @typedef {import('../core/parts.js').Statement} Statement */

const today = () => new Date().toISOString().slice(0, 10);

/**
 * Save everything as one file. Where the phone cannot be read, what the screen holds is saved.
 * @param {Statement} [onScreen] words that may not be stored yet
 */
export async function saveCopy(onScreen) {
  /** @type {Awaited<ReturnType<typeof everything>>} */
  let all = { statements: [], versions: [], meetings: [], settings: {} };
  try {
    all = await everything();
  } catch (error) {
    if (!onScreen) throw error;
  }
  const statements = onScreen ? [onScreen, ...all.statements.filter(({ id }) => id !== onScreen.id)] : all.statements;
  download(`egne-ord-${today()}.json`, writeCopy({ ...all, statements }, new Date().toISOString()), 'application/json');
  await choose({ copied: new Date().toISOString() }).catch(() => {});
  return true;
}

/** Save everything that is not in the bin as plain text. */
export async function saveText() {
  const { statements, meetings } = await everything();
  const kept = (/** @type {{deleted: string | null}} */ { deleted }) => !deleted;
  download(`egne-ord-${today()}.txt`, plainText(statements.filter(kept), words, meetings.filter(kept)), 'text/plain');
  return true;
}
