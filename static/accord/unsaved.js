// The answers of this page that are not saved yet. They are marked, and kept in this tab for the same person.
import { allAnswers, answerOf, fill, isPast, read, showChoice } from "./answers.js";
import { attempt } from "./attempt.js";
import { session } from "./session.js";
import { dialog } from "./signed-out.js";
import { isRestored } from "./trouble.js";

const place = `accord-unsaved ${dialog.dataset.user} ${dialog.dataset.place}`;

// item → { trouble: "" | "waiting" | "refused", typed: since it was last sent, seen: the version that was
// refused, decided: "use mine" was pressed, unsure: what was sent and may have arrived, fields: as they were
// last in the form }
export const pending = new Map();
const elsewhere = new Map(); // item → fields, kept for items that this page does not show

export function entryOf(item) {
  if (!pending.has(item)) {
    pending.set(item, { trouble: "", typed: false, seen: null, decided: false, unsure: new Set(), fields: [] });
  }
  return pending.get(item);
}

const inTrouble = (kind) => [...pending].filter(([, entry]) => entry.trouble === kind).map(([item]) => item);
export const waiting = () => inTrouble("waiting");
export const refused = () => inTrouble("refused");
export const numberElsewhere = () => elsewhere.size;

/** Keeps everything unsaved in this tab, and says whether that was possible. */
export function keep() {
  if (session.isGivenUp || session.isOld) return false;
  for (const [item, entry] of pending) {
    const answer = answerOf(item);
    if (answer && isPast(answer)) pending.delete(item); // said to be not saved: it is not to be saved later unasked
    else if (answer) entry.fields = read(answer, entry.seen);
  }
  const answers = [...elsewhere, ...[...pending].map(([item, entry]) => [item, entry.fields])];
  return attempt(() => {
    if (answers.length) sessionStorage.setItem(place, JSON.stringify({ signedOut: session.isOver || session.wasOver, answers }));
    else sessionStorage.removeItem(place);
    return true;
  }, false);
}

/** Finds what was kept when this page was left. */
export function findKept() {
  const kept = attempt(() => JSON.parse(sessionStorage.getItem(place)), null);
  session.wasOver = Boolean(kept?.signedOut);
  kept?.answers.forEach(([item, fields]) => elsewhere.set(item, fields));
}

/** Puts what was kept into the form, and says whether there was any of it. */
export function restore() {
  const here = [...elsewhere].filter(([item]) => answerOf(item) && !pending.has(item));
  for (const [item, fields] of here) {
    elsewhere.delete(item);
    fill(answerOf(item), fields);
    entryOf(item).trouble = "waiting";
    isRestored(item);
  }
  mark();
  return here.length > 0;
}

/** Marks the answers that are not saved, and shows beneath them what is chosen. */
export function mark() {
  allAnswers().forEach((answer) => {
    const entry = pending.get(answer.dataset.item);
    answer.classList.toggle("unsaved", entry !== undefined);
    answer.classList.toggle("refused", entry?.trouble === "refused");
    if (entry) showChoice(answer);
  });
}
