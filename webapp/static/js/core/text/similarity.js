// Whether two sentences say much the same.

/** @param {string} text */
export const wordsOf = (text) => text.toLowerCase().split(/\s+/);

/** True when most words are the same. @param {Set<string>} words @param {string[]} others */
export function areSimilar(words, others) {
  const fewer = Math.min(words.size, others.length);
  if (fewer < 3) return false;
  const shared = new Set(others.filter((word) => words.has(word))).size;
  return shared >= 3 && shared >= fewer * 0.7;
}
