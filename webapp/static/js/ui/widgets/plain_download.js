// Saves everything as plain text in a file on the person's own phone; nothing is sent.
import { plainText } from '../../core/backup/plain_text.js';
import { exportAll } from '../../data/backup/export.js';
import { words } from '../page.js';
import { today } from './downloads.js';
import { download } from './file.js';

/** Save everything that is not in the bin. */
export async function saveText() {
  const { statements, meetings } = await exportAll();
  const kept = (/** @type {{deleted: string | null}} */ { deleted }) => !deleted;
  const text = plainText(statements.filter(kept), words, meetings.filter(kept));
  download(`egne-ord-${today()}.txt`, text, 'text/plain;charset=utf-8');
  return true;
}
