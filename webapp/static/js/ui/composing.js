// While a keyboard composes a word (Android, dictation, many scripts), nothing may write into its field or replace it: the keyboard
// would put the word in once more. What is to be done there waits for the end of the word.

/** The field that a keyboard composes in. @type {Element | null} */
let field = null;
/** What waits, by the element it is done to. @type {Map<Element, () => void>} */
const waiting = new Map();

/** Whether a keyboard composes in this element. @param {Element} element */
export const isComposing = (element) => field !== null && element.contains(field);

/** Do something to an element: now, or at the end of the word; of two things that wait there, the later one. @param {Element} element @param {() => void} work */
export function whenStill(element, work) {
  if (isComposing(element)) waiting.set(element, work);
  else work();
}

/** @param {Event} event */
const begin = ({ target }) => {
  field = target instanceof Element ? target : null;
};

function end() {
  field = null;
  // Not in the event itself: some browsers still put the word into the field after it.
  setTimeout(() => {
    for (const [element, work] of [...waiting]) {
      if (isComposing(element)) continue; // the next word has begun
      waiting.delete(element);
      work();
    }
  });
}

document.addEventListener('compositionstart', begin, true);
// A word may be under way when this script comes.
document.addEventListener('compositionupdate', begin, true);
document.addEventListener('compositionend', end, true);
document.addEventListener('focusout', end, true);
