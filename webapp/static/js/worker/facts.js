// Reads the facts in a shell: paths, the words of its language, the version.

const FACTS = /<script type="application\/json" data-facts>(.*?)<\/script>/s;

/** @param {string} shell @returns {import('../core/language/catalogue.js').Facts | null} */
export function factsOf(shell) {
  const found = FACTS.exec(shell)?.[1];
  return found ? JSON.parse(found) : null;
}
