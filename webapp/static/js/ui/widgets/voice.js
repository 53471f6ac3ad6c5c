// Read aloud by a voice on the device. A voice that lives on a server would send the words there, so it is never used.
import { all } from '../dom.js';
import { words } from '../page.js';

/** A local voice in the language of the page, or in Danish. */
function localVoice() {
  const local = speechSynthesis.getVoices().filter((voice) => voice.localService);
  return local.find(({ lang }) => lang.startsWith(words.lang));
}

/** Read what is shown, one sentence at a time; a second press stops. @param {HTMLElement} view */
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

/** Show the button when the device has a voice of its own. @param {HTMLElement} button */
readAloud.prepare = (button) => {
  if (!('speechSynthesis' in globalThis)) return;
  const look = () => {
    button.hidden = !localVoice();
  };
  speechSynthesis.addEventListener?.('voiceschanged', look);
  window.addEventListener('pagehide', () => speechSynthesis.cancel());
  look();
};
