// Whether something of "Slet alt" still waits. Every page asks this, so it imports nothing.

export const ERASING = 'egne-ord-erasing';

/** Makes no database. @returns {Promise<boolean>} */
export const isErasing = async () =>
  ((await indexedDB.databases?.()) ?? []).some(({ name }) => name === ERASING);
