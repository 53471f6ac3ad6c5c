// A sheet of paper: type as large as one A4 page allows, down to 10 points, then a second page.
import { one } from '../dom.js';

const SIZES_PT = [14, 13, 12, 11, 10];

/** The largest type that keeps a sheet on one page, measured on a hidden twin of paper size. @param {HTMLElement} sheet */
export function fitOnPaper(sheet) {
  const twin = /** @type {HTMLElement} */ (sheet.cloneNode(true));
  twin.classList.add('measure');
  twin.removeAttribute('data-view');
  twin.setAttribute('aria-hidden', 'true');
  document.body.append(twin);
  const fits = (/** @type {number} */ size) => {
    twin.dataset.size = String(size);
    return one('.sheet-body', twin).scrollHeight <= twin.clientHeight;
  };
  sheet.dataset.size = String(SIZES_PT.find(fits) ?? SIZES_PT.at(-1));
  twin.remove();
}
