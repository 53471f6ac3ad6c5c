// Sets a text in the largest type that fits its box.

/** Larger type than this helps nobody. */
const MOST_PX = 96;
/** Halvings of the range between the smallest and the largest type. */
const STEPS = 8;

/**
 * From the text's own size up, with no word cut. A text that does not fit even then scrolls in its box, and
 * its longest words are cut (`data-cut`).
 * @param {HTMLElement} text @param {HTMLElement} box
 */
export function fitType(text, box) {
  text.style.fontSize = '';
  text.removeAttribute('data-cut');
  let least = parseFloat(getComputedStyle(text).fontSize);
  let most = Math.max(least, MOST_PX);
  const isWide = () => text.scrollWidth > text.clientWidth;
  for (let step = 0; step < STEPS; step += 1) {
    const size = (least + most) / 2;
    text.style.fontSize = `${size}px`;
    if (box.scrollHeight > box.clientHeight || isWide()) most = size;
    else least = size;
  }
  text.style.fontSize = `${least}px`;
  text.toggleAttribute('data-cut', isWide());
}
