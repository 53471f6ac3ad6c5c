// Whether the phone is handed over: kept in Cache Storage, where the worker reads it before each answer, also
// when the database does not answer or is locked. The address of that screen is all it holds: no words.

/** The page deletes this cache when its owner takes the phone back. */
export const HANDED_OVER = 'handed-over';

/**
 * Threat: a phone that is handed over shows no other screen, in any tab, whoever types an address.
 * @returns {Promise<string | undefined>} the address of the hand-over; none in its owner's hands
 */
export async function placeHandedOver() {
  const kept = await caches.match('/', { cacheName: HANDED_OVER });
  return kept?.text();
}

/** @param {string} place path and fragment, as the browser has escaped them */
export const handOverPhone = async (place) => (await caches.open(HANDED_OVER)).put('/', new Response(place));
