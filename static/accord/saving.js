// Looks after every `.answer[data-item]` of a page until it is saved. A save that fails keeps the choice on
// screen, marks the item, and is tried again; leaving is warned of; what a lost session leaves is kept in
// this tab for the same person and saved after signing in. What is sent is always what stands in the form.
import { answerAround, answerOf, hasConflict, summary, versionIn } from "./answers.js";
import { goOnIfSaved, leaveOnceSaved } from "./going-on.js";
import { PATIENCE, refusal } from "./requests.js";
import { hasSucceeded, hasTried, retry, retryLater } from "./retries.js";
import { session } from "./session.js";
import { askToSignIn, dialog, isSignedIn, leavesToSignIn } from "./signed-out.js";
import { sayOnce } from "./status.js";
import * as trouble from "./trouble.js";
import { entryOf, findKept, keep, mark, numberElsewhere, pending, refused, restore, waiting } from "./unsaved.js";

const signInAddress = (xhr) => xhr.getResponseHeader("HX-Redirect");
const mayWorkLater = ({ status }) => status === 0 || status === 408 || status === 429 || status >= 500;

// What came of a request

function wasSaved(item) {
  const entry = entryOf(item);
  hasSucceeded();
  isSignedIn();
  Object.assign(entry, { trouble: "", seen: null, decided: false });
  entry.unsure.clear();
  trouble.isSaved(item);
  if (!entry.typed) pending.delete(item);
  answerOf(item)?.dispatchEvent(new CustomEvent("accord:saved", { bubbles: true }));
}

function wasRefused({ item, version }, { status }) {
  const entry = entryOf(item);
  Object.assign(entry, { trouble: "refused", seen: entry.seen ?? version, decided: false });
  if (status !== 409 && status !== 422) {
    sayOnce(`${item} is not saved: ${refusal(status)}. Reload the page to try again; your answer is kept.`);
  }
}

function wasNotSaved({ item, byPerson, summary: sentAs }, xhr) {
  const entry = entryOf(item);
  entry.trouble = "waiting";
  trouble.begins(item);
  pending.delete(item);
  pending.set(item, entry); // the others come first next time: one that never succeeds must not hold them up
  const address = signInAddress(xhr);
  const isFirst = !session.isOver;
  if (address) session.isOver = true;
  else {
    if (xhr.status !== 429) entry.unsure.add(sentAs);
    retryLater(Number(xhr.getResponseHeader("Retry-After")) || 0);
  }
  trouble.sayWaiting(waiting());
  if (address) askToSignIn(address, [...pending.keys()], { again: isFirst || byPerson });
}

// A save whose answer got lost may have arrived: then what stands against the next one is this page's own,
// which the newer choice replaces.
function meetsItself({ answer, item }, xhr) {
  const entry = pending.get(item);
  if (xhr.status !== 409 || !entry?.unsure.size) return false;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const theirs = page.querySelector(".conflict[data-mine]")?.dataset;
  if (!theirs || !entry.unsure.has(JSON.stringify([theirs.level, theirs.flag, theirs.comment]))) return false;
  versionIn(answer, item).value = versionIn(page, item).value;
  entry.unsure.clear();
  return true;
}

function conclude(job, xhr) {
  const { item } = job;
  if (!job.isSave && xhr.status === 200) pending.delete(item);
  else if (!job.isSave) sayOnce("The server did not answer. Try again.");
  else if (job.again) entryOf(item).trouble = "waiting";
  else if (mayWorkLater(xhr) || signInAddress(xhr)) wasNotSaved(job, xhr);
  else if (xhr.status < 300) wasSaved(item);
  else wasRefused(job, xhr);
}

// The person

document.addEventListener("input", (event) => {
  const item = answerAround(event.target)?.dataset.item;
  if (item === undefined) return;
  session.isGivenUp = false;
  entryOf(item).typed = true;
  keep();
  mark();
});

leaveOnceSaved(() => pending.size > 0 && !waiting().length && !refused().length);

window.addEventListener("beforeunload", (event) => {
  if (pending.size && !session.isOld && !(keep() && leavesToSignIn())) event.preventDefault();
});
window.addEventListener("pagehide", keep);
window.addEventListener("online", retry);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && retry());

// htmx

function jobOf({ elt, verb, triggeringEvent }) {
  const answer = answerAround(elt);
  if (!answer) return null;
  const { item } = answer.dataset;
  const version = versionIn(answer, item)?.value ?? null;
  const byPerson = triggeringEvent?.isTrusted && triggeringEvent.type === "change";
  return { answer, item, version, byPerson, isSave: verb === "post", decides: elt.localName === "button" };
}

document.addEventListener("htmx:configRequest", (event) => {
  const job = jobOf(event.detail);
  if (!job) return;
  event.detail.job = job; // for the events that follow
  event.detail.timeout = PATIENCE;
  if (!job.isSave) return;
  if (job.decides) entryOf(job.item).decided = true;
  const entry = pending.get(job.item);
  // Nothing is sent when what stands in the form was saved already, or refused as it is; nor, while two
  // versions are shown, before the person has chosen between them.
  const isRefused = hasConflict(job.answer) || (entry?.trouble === "refused" && !entry.typed);
  if (!entry || (isRefused && !entry.decided)) {
    hasTried(job.item);
    event.preventDefault();
    return;
  }
  if (keep()) event.detail.headers["X-Keeps-Unsaved"] = dialog.dataset.user;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { job } = event.detail.requestConfig;
  if (!job?.isSave) return;
  entryOf(job.item).typed = false;
  job.summary = summary(job.answer);
});

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig: { job } } = event.detail;
  if (!job?.isSave) return;
  job.again = meetsItself(job, xhr);
  if (job.again || signInAddress(xhr)) event.preventDefault();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig: { job } } = event.detail;
  if (!job) return;
  hasTried(job.item);
  conclude(job, xhr);
  keep();
  mark();
  goOnIfSaved({ isStuck: waiting().length + refused().length > 0, isAllSaved: !pending.size });
  if (!mayWorkLater(xhr) && !session.isOver) retry();
  if (!waiting().length) trouble.sayHowItEnded(refused());
  if (job.decides && document.activeElement === document.body) {
    answerOf(job.item)?.querySelector("input:checked")?.focus({ preventScroll: true });
  }
});

// Each of many saves is not announced by itself. And answers overtake each other: an older count does not replace a
// newer one.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const counted = Number(fragment.firstElementChild?.dataset.counted ?? Infinity);
  const isOlder = counted < Number(target.dataset.counted ?? 0);
  if (isOlder || (target.id === "saved" && trouble.isToldTogether())) event.preventDefault();
});

document.addEventListener("htmx:load", () => { if (numberElsewhere() && restore()) retry(); });

findKept();
// htmx, which sends them, is ready by then.
document.addEventListener("DOMContentLoaded", () => {
  if (restore()) retry();
  else if (numberElsewhere()) trouble.sayElsewhere(numberElsewhere());
});
