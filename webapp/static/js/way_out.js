// The script of the page of the quick exit: its owner holds a finger on the heading, and is back.
import { onLongPress } from './ui/widgets/long_press.js';

const heading = /** @type {HTMLElement | null} */ (document.querySelector('[data-way-in]'));
if (heading) onLongPress(heading, () => location.replace('/'));
