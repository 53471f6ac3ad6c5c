// Shows an invented example for the chosen kind of meeting. All kinds come in one fragment, free of the
// person's words, so that no request reveals the choice. css/nudge.css picks the part that is asked about.
import { all, one } from '../dom.js';

/** @param {() => string} kind of meeting, '' while none is chosen */
export function showExample(kind) {
  const place = one('[data-examples]');
  const pick = () => {
    const sections = all('[data-kind]', place);
    const wanted = sections.find((section) => section.dataset.kind === kind()) ?? sections.at(-1);
    for (const section of sections) section.hidden = section !== wanted;
  };
  new MutationObserver(pick).observe(place, { childList: true });
  one('[name=kind]').addEventListener('change', pick);
}
