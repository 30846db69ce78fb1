// Saves what is typed into cells, one after the other. What cannot be sent is kept in this tab for the same person,
// marked in its cell and tried again; leaving is warned of. What is refused stays in its cell with what is wrong.
import { attempt } from "./attempt.js";
import { close, fieldIn, isChanged, open, showTrouble } from "./cell-editor.js";
import { addressOf, cellOf, cellWith, keyOf, nameOf, periodOf, savedText, valueIn } from "./cells.js";
import { goOnIfSaved, leaveOnceSaved } from "./going-on.js";
import { pauseAfter } from "./pauses.js";
import { PATIENCE, refusal } from "./requests.js";
import { session } from "./session.js";
import { askToSignIn, dialog, isSignedIn, leavesToSignIn } from "./signed-out.js";
import { say, sayOnce } from "./status.js";

const place = `accord-cells ${dialog.dataset.user} ${location.pathname}`;

// cell → { text, status: to be set with it, seen: marks of what the person saw, now: marks of what stood against it,
// was: what stood there before, isUndo, trouble: "" | "waiting" | "refused", unsure: texts that may have arrived }
const pending = new Map();
const onSaved = [];

const inTrouble = (kind) => [...pending.values()].filter(({ trouble }) => trouble === kind).length;
const values = (n) => `${n} value${n === 1 ? "" : "s"}`;

/** The handler is called with the cell, what stood in it before, and whether it was an undo. */
export const whenSaved = (handler) => onSaved.push(handler);
export const isAllSaved = () => pending.size === 0;
export const isUnderWay = () => pending.size > inTrouble("refused");
export const isSaved = (cell) => !pending.has(cell);

/** What the cell says to the person: what waits to be saved, or what is saved. */
export const textOf = (cell) => pending.get(cell)?.text ?? savedText(cell);

/** The cell is to say this. Nothing is sent where it does already. */
export function save(cell, text, { status = "", isUndo = false } = {}) {
  const plain = text.replace(/\r\n?/g, "\n").trim();
  close(cell);
  const entry = pending.get(cell);
  if (!entry && plain === savedText(cell) && !status) return;
  if (!entry) pending.set(cell, newEntry(cell));
  Object.assign(pending.get(cell), { text: plain, status, isUndo, trouble: "" });
  show(cell);
  keep();
  work();
}

function newEntry(cell) {
  const { seen, status } = valueIn(cell).dataset;
  return { seen, was: { text: savedText(cell), status }, unsure: new Set() };
}

/** What was typed is given up; the cell says again what is saved. */
export function giveUp(cell) {
  const hadConflict = cell.querySelector(".conflict") !== null;
  pending.delete(cell);
  close(cell);
  show(cell);
  keep();
  say("");
  tell();
  if (hadConflict) reload(cell);
}

// What a cell shows

function show(cell) {
  cell.querySelector(":scope > .typed")?.remove();
  const entry = pending.get(cell);
  cell.classList.toggle("unsaved", Boolean(entry));
  if (!entry || fieldIn(cell)) return;
  const typed = document.createElement("div");
  typed.className = "typed";
  const [lines, note] = ["lines", "not-saved"].map((name) => Object.assign(document.createElement("span"), { className: name }));
  lines.textContent = entry.text;
  note.textContent = "Not saved yet";
  typed.append(lines, " ", note);
  cell.prepend(typed);
}

const partOf = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;

function put(cell, html) {
  valueIn(cell).replaceWith(partOf(html));
}

/** The cell anew, as others left it. */
async function reload(cell) {
  const address = `${addressOf(cell)}cell/?${new URLSearchParams({ period: periodOf(cell) })}`;
  const response = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (response?.status === 200) put(cell, await response.text());
  else say("The server did not answer. Reload the page to see what stands there.");
}

// Sending

let isWorking = false;
let failures = 0;
let timer = null;

export async function work() {
  if (isWorking) return;
  clearTimeout(timer);
  timer = null;
  isWorking = true;
  for (let next = nextOne(); next; next = nextOne()) {
    const goesOn = await send(...next);
    keep();
    if (!goesOn) break;
  }
  isWorking = false;
  tell();
  goOnIfSaved({ isStuck: inTrouble("waiting") + inTrouble("refused") > 0, isAllSaved: isAllSaved() });
}

const nextOne = () => !isLeaving && [...pending].find(([, { trouble }]) => trouble !== "refused");

function headers() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  const kept = keep() ? { "X-Keeps-Unsaved": dialog.dataset.user } : {};
  return { "X-CSRFToken": cookie?.slice("csrftoken=".length) ?? "", "HX-Request": "true", "HX-Current-URL": location.href, ...kept };
}

// Sends one, and says whether the next may follow at once.
async function send(cell, entry) {
  const { text, status, seen } = entry;
  const body = new URLSearchParams({ period: periodOf(cell), text, status, seen });
  const options = { method: "POST", body, headers: headers(), signal: AbortSignal.timeout(PATIENCE) };
  const response = await fetch(`${addressOf(cell)}cell/`, options).catch(() => null);
  const html = response ? await response.text().catch(() => null) : null;
  const code = html === null ? 0 : response.status;
  const signIn = response?.headers.get("HX-Redirect");
  if (signIn) return isSignedOut(cell, entry, signIn);
  if (code === 0 || code === 408 || code === 429 || code >= 500) return isNotSaved(cell, entry, code, response);
  failures = 0;
  if (code < 300) wasSaved(cell, entry, text, html);
  else wasRefused(cell, entry, text, code, html);
  return true;
}

function wasSaved(cell, entry, text, html) {
  isSignedIn();
  put(cell, html);
  const isNewest = entry.text === text;
  if (isNewest) pending.delete(cell);
  else Object.assign(entry, { seen: valueIn(cell).dataset.seen, trouble: "" });
  entry.unsure.clear();
  show(cell);
  const acknowledged = valueIn(cell).querySelector(".ack")?.textContent.trim() ?? "";
  if (entry.trouble !== "waiting") say(`${nameOf(cell)}: ${acknowledged}`);
  if (isNewest && text !== entry.was.text) onSaved.forEach((handler) => handler(cell, entry.was, entry.isUndo));
}

function wasRefused(cell, entry, text, code, html) {
  if (entry.text !== text) return; // typed anew meanwhile: that is sent now
  const trouble = code === 409 || code === 422 ? partOf(html) : serverRefused(code);
  // A save whose answer got lost may have arrived: then what stands against this one is this page's own.
  if (code === 409 && entry.unsure.has(trouble.dataset.mine)) {
    entry.unsure.clear();
    entry.seen = trouble.dataset.seen;
    return;
  }
  entry.trouble = "refused";
  entry.now = trouble.dataset.seen;
  const isHere = document.activeElement === cell || document.activeElement === document.body;
  const field = fieldIn(cell) ?? open(cell, entry.text);
  show(cell);
  showTrouble(cell, trouble);
  if (isHere) field.focus();
}

function serverRefused(code) {
  const trouble = document.createElement("div");
  trouble.className = "trouble error";
  trouble.setAttribute("role", "alert");
  trouble.textContent = `Not saved: ${refusal(code)}. Reload the page to try again; what you typed is kept.`;
  return trouble;
}

function isNotSaved(cell, entry, code, response) {
  entry.trouble = "waiting";
  if (code !== 429) entry.unsure.add(entry.text);
  pending.delete(cell);
  pending.set(cell, entry); // the others come first next time: one that never succeeds must not hold them up
  timer = setTimeout(work, pauseAfter(failures, Number(response?.headers.get("Retry-After")) || 0));
  failures += 1;
  return false;
}

function isSignedOut(cell, entry, address) {
  const isFirst = !session.isOver;
  session.isOver = true;
  entry.trouble = "waiting";
  askToSignIn(address, [...pending.keys()], { again: isFirst });
  return false;
}

const toRefused = document.getElementById("to-refused");
toRefused.addEventListener("click", () => {
  const [cell] = [...pending].find(([, { trouble }]) => trouble === "refused");
  fieldIn(cell).focus();
  cell.scrollIntoView({ block: "center" });
});

function tell() {
  const [waits, refused] = [inTrouble("waiting"), inTrouble("refused")];
  toRefused.hidden = refused === 0;
  if (waits) sayOnce(`${values(waits)} ${waits === 1 ? "is" : "are"} not saved yet. ${session.isOver ? "You were signed out." : "Trying again."}`);
  else if (refused) sayOnce(`${values(refused)} ${refused === 1 ? "is" : "are"} not saved: see what is marked.`);
}

// Two versions

document.addEventListener("click", ({ target }) => {
  const cell = cellOf(target);
  const choice = cell && target.closest("[data-choice]")?.dataset.choice;
  if (choice === "theirs") giveUp(cell);
  if (choice === "mine") {
    const entry = pending.get(cell);
    entry.seen = entry.now;
    save(cell, fieldIn(cell).value);
  }
  if (choice) cell.focus();
});

// Leaving

// While the next page is on its way nothing is sent, and what is kept stays: that page may show what stood before.
let isLeaving = false;

function stay() {
  if (!isLeaving) return;
  isLeaving = false;
  keep();
  work();
}

function keep() {
  if (session.isGivenUp || session.isOld) return false;
  if (isLeaving) return true;
  const rows = [...pending].map(([cell, { text, status, seen }]) => [keyOf(cell), { text, status, seen }]);
  const cell = cellOf(document.activeElement);
  if (cell && fieldIn(cell) && isChanged(cell)) {
    const { seen } = pending.get(cell) ?? valueIn(cell).dataset;
    rows.push([keyOf(cell), { text: fieldIn(cell).value, status: "", seen }]);
  }
  return attempt(() => {
    if (rows.length) sessionStorage.setItem(place, JSON.stringify(rows));
    else sessionStorage.removeItem(place);
    return true;
  }, false);
}

function restore() {
  const kept = attempt(() => JSON.parse(sessionStorage.getItem(place)), null) ?? [];
  for (const [key, { text, status, seen }] of kept) {
    const cell = cellWith(key);
    if (!cell || savedText(cell) === text) continue;
    pending.set(cell, { ...newEntry(cell), text, status, seen, unsure: new Set([text]), trouble: "waiting" });
    show(cell);
  }
  if (pending.size) work();
}

leaveOnceSaved(() => pending.size > 0 && !inTrouble("waiting") && !inTrouble("refused"));
window.addEventListener("beforeunload", (event) => {
  const cell = cellOf(document.activeElement);
  const isTyping = Boolean(cell && fieldIn(cell) && isChanged(cell));
  if ((pending.size || isTyping) && !session.isOld && !(keep() && leavesToSignIn())) event.preventDefault();
  isLeaving = pending.size > 0;
  if (isLeaving) setTimeout(stay, PATIENCE); // a download, and no page
});
["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, stay, { capture: true }));
window.addEventListener("pagehide", keep);
window.addEventListener("online", work);
document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? work() : keep()));
document.addEventListener("input", ({ target }) => {
  if (!cellOf(target)) return;
  session.isGivenUp = false;
  keep();
});
restore();
