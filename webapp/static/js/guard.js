// In the head of a page that no worker drew: shows nothing of a screen while the phone is handed over, nor of
// one that was left quickly. Classic, and before everything else, so that nothing is painted first. The same
// rules as ui/elsewhere.js.
try {
  const { left = 0, 'handed-over': handedOver } = localStorage;
  const { screen, out } = document.documentElement.dataset;
  const place = (history.state?.left ?? +left) !== +left ? out : screen !== 'handover' && handedOver;
  if (place) {
    document.documentElement.hidden = true;
    location.replace(place);
  }
} catch {
  // Storage is blocked, so nothing was decided either.
}
