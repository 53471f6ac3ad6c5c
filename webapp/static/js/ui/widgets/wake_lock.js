// Keeps the screen lit while the page is visible, if the phone can.

/** Request a wake lock now and each time the page becomes visible; the browser releases it when hidden. */
export function keepAwake() {
  const ask = () => {
    if (document.visibilityState === 'visible') void navigator.wakeLock?.request('screen').catch(() => {});
  };
  document.addEventListener('visibilitychange', ask);
  ask();
}
