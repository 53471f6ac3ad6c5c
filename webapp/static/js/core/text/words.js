// How many words a text has.
/** The number of words: runs of characters that are not white space. @param {string} text */
export function countWords(text) {
  return text.match(/\S+/g)?.length ?? 0;
}
