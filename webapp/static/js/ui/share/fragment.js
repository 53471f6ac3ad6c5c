// Removes the fragment from a link's address before anything else runs; only this page's memory keeps it.

/** @returns {string} */
function takeFragment() {
  const found = location.hash;
  // Threat: the key would stay in a borrowed phone's history, in a screenshot, or in a copied address.
  history.replaceState(null, '', location.pathname);
  return found;
}

export const fragment = takeFragment();
