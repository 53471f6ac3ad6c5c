// Lays out pages in Firefox and measures them.
// Usage: node firefox_reading_order.mjs <origin, not used> <firefox> <profile>
// Input: one line of JSON on stdin, {measure, pages}: the expression to evaluate and the addresses.
// Prints one line of JSON, a finding for each page.
import { lines, newPage, open, report } from './firefox.mjs';

const { measure, pages } = JSON.parse(String((await lines.next()).value));
const browser = await open();
const page = await newPage(browser);
await page.setViewport({ width: 390, height: 844 });
const found = [];
for (const address of pages) {
  await page.goto(address);
  found.push(await page.evaluate(`${measure}()`));
}
await browser.close();
report(found);
process.exit(0);
