// Exports everything to a file on the person's own phone; nothing is sent.
import { writeCopy } from '../../core/backup/copy_file.js';
import { within } from '../../data/storage/time_limit.js';
import { exportAll } from '../../data/backup/export.js';
import { choose } from '../../data/settings.js';
import { download } from './file.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../../core/exploration/fields.js').Exploration} Exploration */

/** For a file's name: 2026-11-26. */
export const today = () => new Date().toISOString().slice(0, 10);

/**
 * Save everything as one file. If storage cannot be read, save what the screen holds.
 * @param {Statement} [onScreen] a statement on the screen, which may not be stored yet
 * @param {Exploration[]} [notes] the same for notes without a goal
 */
export async function saveCopy(onScreen, notes = []) {
  const reading = exportAll();
  const hasScreen = Boolean(onScreen || notes.length);
  const all = (await (hasScreen ? within(reading, null).catch(() => null) : reading)) ?? {
    statements: [],
    versions: [],
    meetings: [],
    explorations: [],
    settings: {},
  };
  const explorations = [
    ...notes,
    ...all.explorations.filter(({ id }) => notes.every((note) => note.id !== id)),
  ];
  const statements = onScreen
    ? [onScreen, ...all.statements.filter(({ id }) => id !== onScreen.id)]
    : all.statements;
  download(
    `egne-ord-${today()}.json`,
    writeCopy({ ...all, statements, explorations }, new Date().toISOString()),
    'application/json',
  );
  await choose({ copied: new Date().toISOString() }).catch(() => {});
  return true;
}
