// The strict reading of a note without a goal from a copy or a vault: only known members, each checked.
import { CHANCES } from './exploration.js';
import { id, must, oneOf, record, text, time, timeOrNull } from './reading.js';

/** @param {unknown} value @returns {import('./exploration.js').Exploration} @throws {import('./reading.js').CopyError} */
export function readExploration(value) {
  const note = record(value);
  must(typeof note.in_vault === 'boolean');
  return {
    id: id(note.id), chance: oneOf(note.chance, CHANCES), text: text(note.text), in_vault: note.in_vault,
    created: time(note.created), updated: time(note.updated), deleted: timeOrNull(note.deleted),
  };
}
