// What is said about answers that could not be saved at once.
import { session } from "./session.js";
import { sayOnce } from "./status.js";

const count = (n) => `${n} answer${n === 1 ? "" : "s"}`;
const are = (n) => (n === 1 ? "is" : "are");

const troubled = new Set(); // items since the trouble began, until all is well
let savedSince = 0;
let isRestoring = false;

export const begins = (item) => troubled.add(item);

/** The item waited on a page that was left. */
export function isRestored(item) {
  troubled.add(item);
  isRestoring = true;
}

export function isSaved(item) {
  if (troubled.has(item)) savedSince += 1;
}

/** Whether one sentence at the end tells of all, and not each save by itself. */
export const isToldTogether = () => isRestoring || troubled.size > 1;

export function sayWaiting(items) {
  const what = items.length === 1 ? items[0] : count(items.length);
  const then = session.isOver ? "You were signed out." : "Trying again.";
  sayOnce(`${what} ${are(items.length)} not saved yet. ${then}`);
}

export function sayElsewhere(n) {
  sayOnce(`${count(n)} ${are(n)} not saved yet, in lines that are not shown here.`);
}

/** When nothing waits any more: one sentence for all that was in trouble. */
export function sayHowItEnded(refused) {
  if (!troubled.size) return;
  const open = refused.filter((item) => troubled.has(item));
  const from = session.wasOver ? "from before you were signed out" : "from before you left this page";
  const words = [];
  if (savedSince) words.push(`${count(savedSince)} ${isRestoring ? `kept ${from} ` : ""}${are(savedSince)} saved now.`);
  if (open.length) words.push(`Look at ${open.join(", ")}: not saved yet.`);
  if (isToldTogether()) sayOnce(words.join(" "));
  troubled.clear();
  savedSince = 0;
  isRestoring = session.wasOver = false;
}
