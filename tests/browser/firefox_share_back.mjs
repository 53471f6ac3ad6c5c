// Back in Firefox, which keeps a page in memory as it stood: a link is opened, an answer begun, and the page left and gone back to.
// Usage: node firefox_share_back.mjs <origin> <firefox> <profile> ; {link} comes as one line of JSON on stdin.
// Prints one line of JSON: what stood there before, and where the page is and what stands there after Back.
import { TIMEOUT_MS, lines, named, open, origin, shows, tell, type } from './firefox.mjs';

const { link } = JSON.parse(String((await lines.next()).value));
const browser = await open();
const page = await browser.newPage();
await page.goto(link);
await named(page, 'Åbn').click();
await page.waitForSelector('.sheet-body', { timeout: TIMEOUT_MS });
await type(page, 'Skriv tilbage', 'Halvt skrevet');
const before = await page.$eval('main', (main) => /** @type {HTMLElement} */ (main).innerText);
await page.goto(`${origin}/healthz`);
await page.evaluate(() => {
  setTimeout(() => history.back(), 0); // the load that a driver waits for does not come where the page was kept
});
await shows(page, 'Her mangler resten af linket.');
tell({ before, url: page.url(), after: await page.evaluate(() => document.documentElement.outerHTML) });
await browser.close();
process.exit(0);
