// Bundles the scripts so that no page loads a module twice: node bundles.mjs FOLDER TARGETS [--sourcemap].
// A bundle imports what an earlier one on the same page contains through a function on the global object,
// because esbuild's own splitting would cut a new file for each pair of bundles. Called by
// webapp/bundling.py.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';

const JS = join(dirname(fileURLToPath(import.meta.url)), 'static', 'js');
const [folder = '', targets = '', ...flags] = process.argv.slice(2);
const WORKER = 'worker/phone.js';
/** Entries that a page loads on demand. */
const LAZY = ['secondary.js', 'vault.js', 'app_lock.js', 'htmx.js', 'qr_write.js', 'qr_read.js'];
/** Entries that share no module with other bundles, or are the only script of their page. */
const ALONE = ['read_share.js', 'htmx.js', 'qr_write.js', 'qr_read.js', 'guard.js', 'way_out.js'];
/** What a first visit loads, with its format; Terser makes it 5 % smaller than esbuild alone (decision 62). */
const FIRST_VISIT = new Map([
  ['shared.js', 'iife'],
  ['phone.js', 'iife'],
  ['app.js', 'esm'],
]);
/** The esbuild namespace of modules that an earlier bundle provides. */
const PROVIDED = 'provided';
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

/**
 * A file, and the modules in it.
 * @typedef {{name: string, contents: Uint8Array, text: string, modules: string[]}} Output
 */

/**
 * The modules that an entry imports, directly or not, as paths below static/js.
 * @param {string} entry @returns {Promise<string[]>}
 */
async function modulesOf(entry) {
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

/**
 * A bundle from which later ones import. Every export has a number; which exports are used is known only
 * after a first build.
 */
class Provider {
  /**
   * @param {string} name of the function on the global object @param {string[]} modules
   * @param {Map<string, string[]>} exported names by module
   */
  constructor(name, modules, exported) {
    this.name = name;
    this.modules = new Map(modules.map((path) => [path, exported.get(path) ?? []]));
    const keys = [...this.modules].flatMap(([path, names]) => names.map((name) => `${path} ${name}`));
    /** @type {Map<string, number>} */
    this.numbers = new Map(keys.map((key, at) => [key, at]));
  }

  /**
   * Source of a module that re-exports another's exports from this bundle. esbuild drops a pure call if its
   * result is not used.
   * @param {string} path
   */
  stub(path) {
    return this.modules
      .get(path)
      ?.map((name) => {
        const value = `/* @__PURE__ */ ${this.name}(${this.numbers.get(`${path} ${name}`)})`;
        return name === 'default' ? `export default ${value};` : `export const ${name} = ${value};`;
      })
      .join('\n');
  }

  /**
   * Provide only what these outputs use. Source maps are not searched: they quote dropped calls too.
   * @param {Output[]} outputs
   */
  keepUsed(outputs) {
    const calls = new RegExp(`\\b${this.name}\\((\\d+)\\)`, 'g');
    const scripts = outputs.filter(({ name }) => name.endsWith('.js'));
    const used = new Set(
      scripts.flatMap(({ text }) => [...text.matchAll(calls)].map(([, at]) => Number(at))),
    );
    const kept = [...this.numbers].filter(([, at]) => used.has(at)).map(([key]) => key);
    this.numbers = new Map(kept.map((key, at) => [key, at]));
  }

  /**
   * The entry of this bundle.
   * @param {string} [start] a module to run as well @returns {import('esbuild').StdinOptions}
   */
  entry(start) {
    const keys = [...this.numbers.keys()].map((key) => key.split(' '));
    const imports = keys.map(([path, name], at) => `import { ${name} as held${at} } from './${path}';`);
    const held = `const held = [${keys.map((_, at) => `held${at}`)}];`;
    const provide = `globalThis.${this.name} = (at) => held[at];`;
    return {
      contents: [...imports, start && `import './${start}';`, held, provide].join('\n'),
      resolveDir: JS,
      sourcefile: `${this.name}.js`,
      loader: 'js',
    };
  }
}

/**
 * Resolves modules of earlier bundles to stubs.
 * @param {Provider[]} earlier @returns {import('esbuild').Plugin}
 */
const providedBy = (earlier) => ({
  name: PROVIDED,
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const module = relative(JS, join(resolveDir, path));
      return earlier.some(({ modules }) => modules.has(module))
        ? { path: module, namespace: PROVIDED }
        : undefined;
    });
    build.onLoad({ filter: /./, namespace: PROVIDED }, ({ path }) => ({
      contents: earlier.find(({ modules }) => modules.has(path))?.stub(path),
      loader: 'js',
    }));
  },
});

/**
 * @param {import('esbuild').BuildOptions} options @param {Provider[]} [earlier]
 * @param {string} [name] of the file, if not the entry's
 * @returns {Promise<Output[]>}
 */
async function outputsOf(options, earlier = [], name) {
  const { outputFiles = [], metafile } = await build({
    ...OPTIONS,
    ...options,
    plugins: [providedBy(earlier)],
  });
  return outputFiles.map(({ path, contents, text }) => {
    const { inputs = {} } = metafile?.outputs[relative(JS, path)] ?? {};
    const modules = Object.keys(inputs).filter(
      (module) => !module.startsWith(`${PROVIDED}:`) && inputs[module]?.bytesInOutput,
    );
    const file = relative('/', path);
    return { name: name ? file.replace(/^.*?(?=\.js)/, name) : file, contents, text, modules };
  });
}

/**
 * The outputs, with those of a first visit minified further.
 * @param {Output[]} outputs @returns {Promise<{name: string, contents: Uint8Array | string}[]>}
 */
const smaller = async (outputs) => {
  const done = [];
  for (const [name, format] of FIRST_VISIT) {
    const [script, map] = ['', '.map'].map((end) => outputs.find((one) => one.name === name + end));
    const { code = '', map: newMap } = await minify(script?.text ?? '', {
      ecma: 2020,
      module: format === 'esm',
      ...(map && { sourceMap: { content: map.text, includeSources: true } }),
    });
    done.push({ name, contents: code }, ...(map ? [{ name: map.name, contents: String(newMap) }] : []));
  }
  return [...outputs.filter(({ name }) => !FIRST_VISIT.has(name.replace(/\.map$/, ''))), ...done];
};

const [inWorker = [], inApp = [], inSecondary = [], inVault = [], inLock = []] = await Promise.all(
  [WORKER, 'app.js', 'secondary.js', 'vault.js', 'app_lock.js'].map(modulesOf),
);
const inPages = new Set([...inApp, ...inSecondary, ...inVault, ...inLock]);
const exported = await exportsOf([...inPages]);
/** What pages and the worker share: a classic script, because Firefox runs no module as a service worker. */
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
const everyPage = [shared, app];
/** What else secondary.js, vault.js and app_lock.js share. */
const common = new Provider(
  'fromCommon',
  [...new Set([...inSecondary, ...inVault])].filter(
    (path) =>
      [inSecondary, inVault, inLock].filter((each) => each.includes(path)).length > 1 &&
      !everyPage.some(({ modules }) => modules.has(path)),
  ),
  exported,
);

const ofShared = () => outputsOf({ stdin: shared.entry(), format: 'iife' }, [], 'shared');
const ofWorker = () => outputsOf({ entryPoints: [WORKER], format: 'iife' }, [shared], 'phone');
const ofApp = () => outputsOf({ stdin: app.entry('app.js'), format: 'esm' }, [shared], 'app');
const ofCommon = () => outputsOf({ stdin: common.entry(), format: 'esm' }, everyPage, 'common');
const ofOthers = () =>
  outputsOf(
    {
      entryPoints: ['secondary.js', 'vault.js', 'app_lock.js'],
      format: 'esm',
      banner: { js: 'import "./common.js";' },
    },
    [...everyPage, common],
  );

common.keepUsed(await ofOthers());
app.keepUsed((await Promise.all([ofOthers(), ofCommon()])).flat());
shared.keepUsed((await Promise.all([ofOthers(), ofCommon(), ofApp(), ofWorker()])).flat());
const alone = ALONE.map((entry) => outputsOf({ entryPoints: [entry], format: 'esm' }));
const all = (await Promise.all([ofShared(), ofWorker(), ofApp(), ofCommon(), ofOthers(), ...alone])).flat();

await mkdir(folder, { recursive: true });
for (const { name, contents } of await smaller(all)) await writeFile(join(folder, name), contents);
const modules = Object.fromEntries(
  all.filter(({ name }) => name.endsWith('.js')).map(({ name, modules }) => [name, modules]),
);
await writeFile(join(folder, 'modules.json'), JSON.stringify(modules, null, 1));
