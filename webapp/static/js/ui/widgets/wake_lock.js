// The screen stays lit while the page is visible, where the phone can do it.

/** Ask now and each time the page becomes visible; the system lets go by itself when it is hidden. */
export function keepAwake() {
  const ask = () => {
    if (document.visibilityState === 'visible') void navigator.wakeLock?.request('screen').catch(() => {});
  };
  document.addEventListener('visibilitychange', ask);
  ask();
}
