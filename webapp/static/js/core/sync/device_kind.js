// What kind of device this is, in a word that says nothing of whose it is.

/** @typedef {'android' | 'iphone' | 'ipad' | 'computer' | 'other'} DeviceKind */

/**
 * @param {string} agent the browser's name for itself @param {number} touchPoints an iPad calls itself a Mac
 * @returns {DeviceKind}
 */
export function deviceKind(agent, touchPoints) {
  if (/iPhone|iPod/.test(agent)) return 'iphone';
  if (/iPad/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1)) return 'ipad';
  if (/Android/.test(agent)) return 'android';
  return /Windows|Macintosh|X11|Linux|CrOS/.test(agent) ? 'computer' : 'other';
}
