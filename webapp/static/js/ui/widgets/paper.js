// Fits a sheet to A4: the largest type that fits one page, down to 10 points; then it takes a second page.
import { one } from '../dom.js';

const SIZES_PT = [14, 13, 12, 11, 10];

/**
 * Set the largest type that keeps a sheet on one page, measured on a hidden copy in paper size.
 * @param {HTMLElement} sheet
 */
export function fitOnPaper(sheet) {
  const copy = /** @type {HTMLElement} */ (sheet.cloneNode(true));
  copy.classList.add('measure');
  copy.removeAttribute('data-view');
  copy.setAttribute('aria-hidden', 'true');
  document.body.append(copy);
  const fits = (/** @type {number} */ size) => {
    copy.dataset.size = String(size);
    return one('.sheet-body', copy).scrollHeight <= copy.clientHeight;
  };
  sheet.dataset.size = String(SIZES_PT.find(fits) ?? SIZES_PT.at(-1));
  copy.remove();
}
