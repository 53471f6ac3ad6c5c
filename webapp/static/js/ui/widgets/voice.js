// Reads aloud with a local voice. Voices on a server are never used, because they would send the words there.
import { all } from '../dom.js';
import { words } from '../page.js';

/** A voice on the device in the language of the page, if there is one. */
function localVoice() {
  const local = speechSynthesis.getVoices().filter((voice) => voice.localService);
  return local.find(({ lang }) => lang.startsWith(words.lang));
}

/** Read the view aloud, sentence by sentence; a second press stops. @param {HTMLElement} view */
export function readAloud(view) {
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    return;
  }
  const voice = localVoice();
  if (!voice) return;
  for (const element of all('.stem, [data-sentence]', view)) {
    const line = new SpeechSynthesisUtterance(element.textContent ?? '');
    line.voice = voice;
    line.lang = voice.lang;
    line.rate = 0.9;
    speechSynthesis.speak(line);
  }
}

/** Show the button if the device has a local voice. @param {HTMLElement} button */
readAloud.prepare = (button) => {
  if (!('speechSynthesis' in globalThis)) return;
  const update = () => {
    button.hidden = !localVoice();
  };
  speechSynthesis.addEventListener?.('voiceschanged', update);
  update();
};
