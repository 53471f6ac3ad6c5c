// Draws every view on one page for a browser to lay out: a file for each script and seed.
// Usage: node draw_views.js <folder> <seeds>
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHtml } from '../../webapp/static/js/core/markup/tree.js';
import { everyTree } from './every_view.js';

const DANISH = [
  'Jeg bor i Vejle.',
  'Jeg vil gerne sove om natten.',
  'Min søster hjælper mig.',
  'Hvem gør hvad?',
  'Vi taler roligt sammen.',
  'Jeg savner skoven.',
];
const ARABIC = [
  'أنا أسكن في المدينة.',
  'أريد أن أنام في الليل.',
  'أختي تساعدني.',
  'من يفعل ماذا؟',
  'نتكلم بهدوء معا.',
  'أشتاق إلى الغابة.',
];
const HEBREW = [
  'אני גר בעיר.',
  'אני רוצה לישון בלילה.',
  'אחותי עוזרת לי.',
  'מי עושה מה?',
  'אנחנו מדברים בשקט.',
  'אני מתגעגע ליער.',
];
const BOTH = [
  'Jeg bor i תל אביב nu.',
  'أنا أسكن في Vejle الآن.',
  'אני גר ב Odense עכשיו.',
  'Min læge hedder سامي حداد og er god.',
];
const SCRIPTS = {
  danish: DANISH,
  arabic: ARABIC,
  hebrew: HEBREW,
  mixed: [...BOTH, ...DANISH, ...ARABIC, ...HEBREW],
};

/** A seeded generator. Each call gives the next number below `most`. @param {number} seed */
function generatorOf(seed) {
  let state = (seed * 2654435761) % 4294967296;
  return (most) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor(state / 65536) % most;
  };
}

const HEAD = '<!doctype html><html lang="da"><meta charset="utf-8">';
const START =
  '<body><main class="page">\n<style>details::details-content { content-visibility: visible }</style>';
const ENTITIES = /[&<]/g;
const escaped = (text) => text.replace(ENTITIES, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {keyof typeof SCRIPTS} script @param {number} seed */
function pageOf(script, seed) {
  const next = generatorOf(seed);
  const sentence = () => SCRIPTS[script][next(SCRIPTS[script].length)];
  const texts = {
    words: () => Array.from({ length: 1 + next(3) }, sentence).join(next(4) ? ' ' : '\n'),
    get more() {
      return sentence();
    },
  };
  const css = new URL('../../webapp/static/css/app.css', import.meta.url);
  const views = everyTree(texts).map(
    ([file, tree]) =>
      `<section class="short-view" data-file="${escaped(file)}">${[tree]
        .flat()
        .map((node) => toHtml(node))
        .join('')}</section>`,
  );
  const body = views.join('\n').replaceAll('<details', '<details open');
  return `${HEAD}<link rel="stylesheet" href="${css}">${START}${body}</main></body></html>`;
}

const [folder = '', seeds] = process.argv.slice(2);
for (const script of /** @type {(keyof typeof SCRIPTS)[]} */ (Object.keys(SCRIPTS))) {
  for (let seed = 1; seed <= Number(seeds); seed += 1)
    writeFileSync(join(folder, `${script}-${seed}.html`), pageOf(script, seed));
}
