// Bundles the scripts so that a page holds no module twice: node webapp/bundles.mjs FOLDER TARGETS [--sourcemap].
// A bundle takes what an earlier one on the same page holds from there, through a function on the global object, because
// esbuild itself would share only by cutting a new file for each pair of bundles. Called by webapp/bundling.py.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const JS = join(dirname(fileURLToPath(import.meta.url)), 'static', 'js');
const [folder = '', targets = '', ...flags] = process.argv.slice(2);
const WORKER = 'worker/phone.js';
/** Loaded by a page when it needs them. */
const LAZY = ['secondary.js', 'vault.js', 'htmx.js', 'qr_write.js', 'qr_read.js'];
/** Share no module with other bundles, or are the only script of their page. */
const ALONE = ['read_share.js', 'htmx.js', 'qr_write.js', 'qr_read.js'];
const TAKEN = 'taken';
/** @type {import('esbuild').BuildOptions} */
const OPTIONS = {
  absWorkingDir: JS,
  outdir: '/',
  bundle: true,
  minify: true,
  charset: 'utf8',
  target: targets.split(','),
  write: false,
  metafile: true,
  logLevel: 'silent',
  external: LAZY.map((name) => `./${name}`),
  ...(flags.includes('--sourcemap') && { sourcemap: 'external' }),
};

/** @typedef {{name: string, contents: Uint8Array, text: string, modules: string[]}} Output a file, and the modules that lie in it */

/** The modules that an entry reaches, as paths below static/js. @param {string} entry @returns {Promise<string[]>} */
async function reached(entry) {
  const { metafile } = await build({ ...OPTIONS, format: 'esm', entryPoints: [entry] });
  return Object.keys(/** @type {import('esbuild').Metafile} */ (metafile).inputs);
}

/** The names that each module exports. @param {string[]} modules @returns {Promise<Map<string, string[]>>} */
async function exportsOf(modules) {
  const { metafile } = await build({
    ...OPTIONS,
    bundle: false,
    external: undefined,
    sourcemap: false,
    outbase: '/',
    entryPoints: modules.map((path) => join(JS, path)),
  });
  return new Map(
    Object.values(/** @type {import('esbuild').Metafile} */ (metafile).outputs).map(
      ({ entryPoint = '', exports }) => [entryPoint, exports],
    ),
  );
}

/** A bundle from which later ones take what they need. Every export has a number; which are taken is known after a first build. */
class Provider {
  /** @param {string} name of the function on the global object @param {string[]} modules @param {Map<string, string[]>} exported by each module */
  constructor(name, modules, exported) {
    this.name = name;
    this.modules = new Map(modules.map((path) => [path, exported.get(path) ?? []]));
    const keys = [...this.modules].flatMap(([path, names]) => names.map((one) => `${path} ${one}`));
    /** @type {Map<string, number>} */
    this.numbers = new Map(keys.map((key, at) => [key, at]));
  }

  /** A module that takes the exports of another from this bundle. A pure call is left out where its result is not used. @param {string} path */
  stub(path) {
    return this.modules
      .get(path)
      ?.map((one) => {
        const taken = `/* @__PURE__ */ ${this.name}(${this.numbers.get(`${path} ${one}`)})`;
        return one === 'default' ? `export default ${taken};` : `export const ${one} = ${taken};`;
      })
      .join('\n');
  }

  /** Offer only what these outputs take. A source map quotes all calls, those left out too. @param {Output[]} outputs */
  offerOnly(outputs) {
    const calls = new RegExp(`\\b${this.name}\\((\\d+)\\)`, 'g');
    const scripts = outputs.filter(({ name }) => name.endsWith('.js'));
    const taken = new Set(
      scripts.flatMap(({ text }) => [...text.matchAll(calls)].map(([, at]) => Number(at))),
    );
    const kept = [...this.numbers].filter(([, at]) => taken.has(at)).map(([key]) => key);
    this.numbers = new Map(kept.map((key, at) => [key, at]));
  }

  /** The entry of this bundle. @param {string} [start] a module that it starts besides @returns {import('esbuild').StdinOptions} */
  entry(start) {
    const keys = [...this.numbers.keys()].map((key) => key.split(' '));
    const imports = keys.map(([path, one], at) => `import { ${one} as held${at} } from './${path}';`);
    const offers = `const held = [${keys.map((_, at) => `held${at}`)}];\nglobalThis.${this.name} = (at) => held[at];`;
    return {
      contents: [...imports, start && `import './${start}';`, offers].join('\n'),
      resolveDir: JS,
      sourcefile: `${this.name}.js`,
      loader: 'js',
    };
  }
}

/** Modules that earlier bundles hold come from there. @param {Provider[]} earlier @returns {import('esbuild').Plugin} */
const takenFrom = (earlier) => ({
  name: TAKEN,
  setup(own) {
    own.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const module = relative(JS, join(resolveDir, path));
      return earlier.some(({ modules }) => modules.has(module))
        ? { path: module, namespace: TAKEN }
        : undefined;
    });
    own.onLoad({ filter: /./, namespace: TAKEN }, ({ path }) => ({
      contents: earlier.find(({ modules }) => modules.has(path))?.stub(path),
      loader: 'js',
    }));
  },
});

/**
 * @param {import('esbuild').BuildOptions} options @param {Provider[]} [earlier] @param {string} [name] of the file, where the entry has another
 * @returns {Promise<Output[]>}
 */
async function outputsOf(options, earlier = [], name) {
  const { outputFiles = [], metafile } = await build({
    ...OPTIONS,
    ...options,
    plugins: [takenFrom(earlier)],
  });
  return outputFiles.map(({ path, contents, text }) => {
    const { inputs = {} } = metafile?.outputs[relative(JS, path)] ?? {};
    const modules = Object.keys(inputs).filter(
      (module) => !module.startsWith(`${TAKEN}:`) && inputs[module]?.bytesInOutput,
    );
    const file = relative('/', path);
    return { name: name ? file.replace(/^.*?(?=\.js)/, name) : file, contents, text, modules };
  });
}

const [inWorker = [], inApp = [], inSecondary = [], inVault = []] = await Promise.all(
  [WORKER, 'app.js', 'secondary.js', 'vault.js'].map(reached),
);
const inPages = new Set([...inApp, ...inSecondary, ...inVault]);
const exported = await exportsOf([...inPages]);
/** What pages and the worker share: a classic script, because a worker in Firefox is no module. */
const shared = new Provider(
  'fromShared',
  inWorker.filter((path) => inPages.has(path)),
  exported,
);
const app = new Provider(
  'fromApp',
  inApp.filter((path) => !shared.modules.has(path) && path !== 'app.js'),
  exported,
);
const held = [shared, app];
/** What secondary.js and vault.js share besides. */
const common = new Provider(
  'fromCommon',
  inSecondary.filter((path) => inVault.includes(path) && !held.some(({ modules }) => modules.has(path))),
  exported,
);

const ofShared = () => outputsOf({ stdin: shared.entry(), format: 'iife' }, [], 'shared');
const ofWorker = () => outputsOf({ entryPoints: [WORKER], format: 'iife' }, [shared], 'phone');
const ofApp = () => outputsOf({ stdin: app.entry('app.js'), format: 'esm' }, [shared], 'app');
const ofCommon = () => outputsOf({ stdin: common.entry(), format: 'esm' }, held, 'common');
const ofSecondaryAndVault = () =>
  outputsOf(
    { entryPoints: ['secondary.js', 'vault.js'], format: 'esm', banner: { js: 'import "./common.js";' } },
    [...held, common],
  );

common.offerOnly(await ofSecondaryAndVault());
app.offerOnly((await Promise.all([ofSecondaryAndVault(), ofCommon()])).flat());
shared.offerOnly((await Promise.all([ofSecondaryAndVault(), ofCommon(), ofApp(), ofWorker()])).flat());
const alone = ALONE.map((entry) => outputsOf({ entryPoints: [entry], format: 'esm' }));
const all = (
  await Promise.all([ofShared(), ofWorker(), ofApp(), ofCommon(), ofSecondaryAndVault(), ...alone])
).flat();

await mkdir(folder, { recursive: true });
for (const { name, contents } of all) await writeFile(join(folder, name), contents);
const modules = Object.fromEntries(
  all.filter(({ name }) => name.endsWith('.js')).map((one) => [one.name, one.modules]),
);
await writeFile(join(folder, 'modules.json'), JSON.stringify(modules, null, 1));
