// htmx, for screens that swap in a fragment; loaded when one is opened.
export { default as htmx } from '../vendor/htmx.js';
