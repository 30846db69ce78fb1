// Tries again to save the answers that wait: one at a time, with longer and longer pauses.
import { answerOf } from "./answers.js";
import { pauseAfter } from "./pauses.js";
import { session } from "./session.js";
import { waiting } from "./unsaved.js";

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
  timer = setTimeout(retry, pauseAfter(failures, least));
  failures += 1;
}

/** The try of this item is over, however it ended. */
export function hasTried(item) {
  if (retrying === item) retrying = null;
}

/** The server answers again: the next pause is short. */
export function hasSucceeded() {
  failures = 0;
}
