// Delays writes to a field while a keyboard composes a word in it (Android, dictation, many scripts).
// Writing into the field or replacing it would make the keyboard insert the word a second time.

/** The field in which a word is being composed. @type {Element | null} */
let field = null;
/** Delayed work, by the element that it changes. @type {Map<Element, () => void>} */
const waiting = new Map();

/** Whether a word is being composed in this element. @param {Element} element */
export const isComposing = (element) => field !== null && element.contains(field);

/**
 * Change an element now, or when the word in it is composed. Of two delayed changes only the later one runs.
 * @param {Element} element @param {() => void} work
 */
export function afterComposing(element, work) {
  if (isComposing(element)) waiting.set(element, work);
  else work();
}

/** @param {Event} event */
const begin = ({ target }) => {
  field = target instanceof Element ? target : null;
};

function end() {
  field = null;
  // After the event, because some browsers insert the word only then.
  setTimeout(() => {
    for (const [element, work] of [...waiting]) {
      if (isComposing(element)) continue; // the next word has begun
      waiting.delete(element);
      work();
    }
  });
}

document.addEventListener('compositionstart', begin, true);
// A word may already be half composed when this script loads.
document.addEventListener('compositionupdate', begin, true);
document.addEventListener('compositionend', end, true);
document.addEventListener('focusout', end, true);
