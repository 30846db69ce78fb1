// Tries again to save the answers that wait: one at a time, with longer and longer pauses.
import { answerOf } from "./answers.js";
import { session } from "./session.js";
import { waiting } from "./unsaved.js";

const PAUSES = [2, 4, 8, 15, 30, 60]; // seconds between tries
const LONGEST_PAUSE = 300;

let retrying = null; // the item that is being tried
let failures = 0;
let timer = null;

export function retry() {
  clearTimeout(timer);
  timer = null;
  if (retrying) return;
  const item = waiting().find(answerOf);
  if (item === undefined) return;
  retrying = item;
  answerOf(item).dispatchEvent(new Event("change", { bubbles: true }));
}

export function retryLater(least) {
  if (timer || session.isOver) return;
  const pause = Math.max(PAUSES[Math.min(failures, PAUSES.length - 1)], Math.min(least, LONGEST_PAUSE));
  failures += 1;
  // Spread, so that everyone in a county does not come back in the same instant.
  timer = setTimeout(retry, pause * (800 + 400 * Math.random()));
}

/** The try of this item is over, however it ended. */
export function hasTried(item) {
  if (retrying === item) retrying = null;
}

/** The server answers again: the next pause is short. */
export function hasSucceeded() {
  failures = 0;
}
