// A quiet arc that fills while the person reads aloud, and learns their pace. It has no countdown and never
// says that time is up.
import { learnPace } from '../../core/text/pace.js';
import { one } from '../dom.js';
import { say, words } from '../page.js';

/**
 * The three acts of a reading: start, stop, done.
 * @param {HTMLElement} view has data-said (word count, with the stems) and data-seconds (estimate)
 * @param {(pace: number) => Promise<void>} learned words a minute
 */
export function arcActs(view, learned) {
  const arc = /** @type {SVGElement} */ (/** @type {unknown} */ (one('[data-arc]')));
  const fill = one('.arc-fill', arc);
  let began = 0;
  let frame = 0;

  const shownFigures = () => {
    const { said = '0', seconds = '0' } =
      /** @type {HTMLElement | null} */ (view.querySelector('[data-seconds]'))?.dataset ?? {};
    return { said: Number(said), seconds: Number(seconds) };
  };
  /** @param {boolean} reading */
  const switchButtons = (reading) => {
    arc.toggleAttribute('hidden', !reading);
    one('[data-act=start-arc]').hidden = reading;
    one('[data-act=done-reading]').hidden = !reading;
    one('[data-act=stop-arc]').hidden = !reading;
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    began = 0;
    switchButtons(false);
    one('[data-act=start-arc]').focus();
  };
  const draw = () => {
    const part = Math.min(1, (performance.now() - began) / 1000 / Math.max(1, shownFigures().seconds));
    fill.style.strokeDashoffset = String(100 - 100 * part);
    if (began && part < 1) frame = requestAnimationFrame(draw);
  };
  return {
    'start-arc': () => {
      began = performance.now();
      switchButtons(true);
      one('[data-act=done-reading]').focus();
      draw();
    },
    'stop-arc': stop,
    'done-reading': async () => {
      const pace = learnPace(shownFigures().said, (performance.now() - began) / 1000);
      stop();
      if (pace) await learned(pace);
      say(
        pace
          ? words.t('Tak. Nu passer tiden til dit tempo.')
          : words.t('Det gik for hurtigt til at måle. Tiden er den samme.'),
      );
    },
  };
}
