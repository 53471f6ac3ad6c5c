// Before anything else on the page of a link: what stands behind the # leaves the address. It is kept in this page's memory alone.

/** @returns {string} */
function taken() {
  const found = location.hash;
  // Threat: the key in the history of a borrowed phone, in a screenshot, or in an address that is copied on.
  history.replaceState(null, '', location.pathname);
  return found;
}

export const fragment = taken();
