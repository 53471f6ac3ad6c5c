// Forms that a button sends, and messages about one field: the field is marked, and names the message.
import { press } from './press.js';
import { say } from './shell.js';

/**
 * Run an act when a form is sent; its message stands beside the form's button.
 * @param {HTMLFormElement} form @param {() => unknown} act @param {(error: unknown) => unknown} failed
 */
export function onSubmit(form, act, failed) {
  let isBusy = false; // a second press meanwhile does nothing
  const once = async () => {
    if (isBusy) return undefined;
    isBusy = true;
    return Promise.resolve()
      .then(act)
      .finally(() => {
        isBusy = false;
      });
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = event.submitter ?? form.querySelector('[type=submit]') ?? form;
    void press(/** @type {HTMLElement} */ (button), once, failed);
  });
}

/** Fields with a message, and what takes the mark away. @type {WeakMap<Element, () => void>} */
const refused = new WeakMap();

/**
 * Say what is wrong with a field. The mark goes when the field is changed.
 * @param {HTMLElement} field @param {string} sentence
 */
export function refuse(field, sentence) {
  refused.get(field)?.();
  const hints = field.getAttribute('aria-describedby');
  const accept = () => {
    field.removeAttribute('aria-invalid');
    if (hints) field.setAttribute('aria-describedby', hints);
    else field.removeAttribute('aria-describedby');
    refused.delete(field);
  };
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', [hints, 'said'].filter(Boolean).join(' '));
  refused.set(field, accept);
  for (const type of ['input', 'change']) field.addEventListener(type, accept, { once: true });
  say(sentence);
}
