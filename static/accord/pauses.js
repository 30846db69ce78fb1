// How long to wait before something that failed is tried again.

const PAUSES = [2, 4, 8, 15, 30, 60]; // seconds between tries
const LONGEST_PAUSE = 300;

/**
 * In milliseconds, after so many failures in a row; at least as many seconds as the server asked for. Spread, so that
 * everyone in a county does not come back in the same instant.
 */
export function pauseAfter(failures, least) {
  const pause = Math.max(PAUSES[Math.min(failures, PAUSES.length - 1)], Math.min(least, LONGEST_PAUSE));
  return pause * (800 + 400 * Math.random());
}
