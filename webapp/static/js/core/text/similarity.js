// Whether two sentences are similar.

/** @param {string} text */
export const wordsOf = (text) => text.toLowerCase().split(/\s+/);

/**
 * True when they share at least three words, and 70 % of those of the shorter one.
 * @param {Set<string>} words @param {string[]} others
 */
export function areSimilar(words, others) {
  const fewer = Math.min(words.size, others.length);
  if (fewer < 3) return false;
  const shared = new Set(others.filter((word) => words.has(word))).size;
  return shared >= 3 && shared >= fewer * 0.7;
}
