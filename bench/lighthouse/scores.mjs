// Run Lighthouse on pages of the app, as on a phone; print one JSON line per page.
// node scores.mjs <node_modules> <chromium> <json of the pages: [{name, url, keepsStorage, prepare}]>
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, chromium, pages] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const { default: lighthouse } = await load('lighthouse');
const { default: puppeteer } = await load('puppeteer-core');

/** A failing audit, with what it found. */
const auditReport = ({ id, title, score, displayValue, details }) => ({
  id,
  title,
  score,
  displayValue,
  items: (details?.items ?? [])
    .slice(0, 5)
    .map((item) => item.node?.snippet ?? item.url ?? item.description ?? item.source?.url ?? ''),
});

async function measured(browser, { name, url, prepare, keepsStorage }) {
  const page = await browser.newPage();
  if (prepare) {
    await page.goto(prepare.url, { waitUntil: 'networkidle0' });
    await page.evaluate(`(${prepare.script})(${prepare.arguments.map((a) => JSON.stringify(a)).join(', ')})`);
    await page.goto('about:blank');
  }
  const { lhr } = await lighthouse(
    url,
    { disableStorageReset: keepsStorage, output: 'json' },
    undefined,
    page,
  );
  await page.close();
  const scores = Object.fromEntries(
    Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]),
  );
  const weighted = new Set(
    Object.values(lhr.categories).flatMap(({ auditRefs }) =>
      auditRefs.filter((r) => r.weight > 0).map((r) => r.id),
    ),
  );
  const failing = Object.values(lhr.audits)
    .filter(({ id, score }) => score !== null && score < 1 && weighted.has(id))
    .map(auditReport);
  const insights = Object.values(lhr.audits)
    .filter(({ id, score }) => score !== null && score < 1 && !weighted.has(id))
    .map(auditReport);
  const metrics = Object.fromEntries(
    [
      'first-contentful-paint',
      'largest-contentful-paint',
      'total-blocking-time',
      'cumulative-layout-shift',
      'speed-index',
    ].map((id) => [id, lhr.audits[id]?.numericValue]),
  );
  const incomplete = Object.values(lhr.categories).some(({ score }) => score === null);
  return {
    name,
    incomplete,
    scores,
    metrics,
    failing,
    insights,
    warnings: lhr.runWarnings,
    version: lhr.lighthouseVersion,
  };
}

for (const page of JSON.parse(pages)) {
  // A new browser for each page, so that no page profits from the caches of an earlier one.
  const browser = await puppeteer.launch({
    executablePath: chromium,
    headless: true,
    args: ['--headless=new', '--no-sandbox'],
  });
  try {
    let report = await measured(browser, page);
    // On a busy machine Lighthouse may see no paint at all; then a score is missing.
    if (report.incomplete) report = await measured(browser, page);
    console.log(JSON.stringify(report));
  } finally {
    await browser.close();
  }
}
