// Looks after every `.answer[data-item]` of a page until it is saved. A save that fails keeps the choice on
// screen, marks the item, and is tried again; leaving is warned of; what a lost session leaves is kept in
// this tab for the same person and saved after signing in. What is sent is always what stands in the form.
"use strict";

(() => {
  const PAUSES = [2, 4, 8, 15, 30, 60]; // seconds between tries
  const LONGEST_PAUSE = 300;
  const PATIENCE = 20_000; // milliseconds for one answer of the server

  const said = document.getElementById("saved");
  const dialog = document.getElementById("signed-out"); // says whose page this is, and of which assessment
  const place = dialog && `accord-unsaved ${dialog.dataset.user} ${dialog.dataset.assessment}`;

  // item → { trouble: "" | "waiting" | "refused", typed: since it was last sent, seen: the version that was
  // refused, decided: "use mine" was pressed, unsure: what was sent and may have arrived, fields: as they were
  // last in the form }
  const pending = new Map();
  const elsewhere = new Map(); // item → fields, kept for items that this page does not show
  const sent = new WeakMap(); // request → what it was for
  const troubled = new Set(); // items since the trouble began, until all is well
  let savedAfterTrouble = 0;
  let restoring = false;
  let wasSignedOut = false; // what is restored comes from a lost session
  let signedOut = false;
  let leaving = false;
  let signingOut = false; // what waits here is given up
  let retrying = null;
  let failures = 0;
  let timer = null;

  const answerOf = (item) => document.querySelector(`.answer[data-item="${CSS.escape(item)}"]`);
  const count = (n) => `${n} answer${n === 1 ? "" : "s"}`;
  const are = (n) => (n === 1 ? "is" : "are");
  const inTrouble = (kind) => [...pending].filter(([, entry]) => entry.trouble === kind).map(([item]) => item);
  const hasConflict = (answer) => answer.querySelector(".conflict") !== null;
  const isChoice = (control) => control.type === "radio" || control.type === "checkbox";

  function say(words) {
    if (said && said.textContent !== words) said.textContent = words; // the same words again are not announced
  }

  // Reading and filling the form

  function read(answer, seen) {
    const controls = [...answer.querySelectorAll("[name]")].filter((one) => !isChoice(one) || one.checked);
    const version = `${answer.dataset.item}-version`;
    const fields = controls.map((one) => [one.name, one.value]);
    if (seen === null) return fields;
    return [...fields.filter(([name]) => name !== version), [version, seen]];
  }

  const versionIn = (root, item) => root.querySelector(`[name="${CSS.escape(item)}-version"]`);

  function says(answer) {
    const fields = new Map(read(answer, null));
    const value = (name) => fields.get(`${answer.dataset.item}-${name}`) ?? "";
    return JSON.stringify([value("level"), value("flag") ? "yes" : "no", value("comment").trim()]);
  }

  function fill(answer, fields) {
    for (const control of answer.querySelectorAll("[name]")) {
      const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
      if (isChoice(control)) control.checked = values.includes(control.value);
      else if (values.length) [control.value] = values;
      const folded = control.closest("details");
      if (control.localName === "textarea" && control.value && folded) folded.open = true;
    }
  }

  // Keeping

  function entryOf(item) {
    if (!pending.has(item)) {
      pending.set(item, { trouble: "", typed: false, seen: null, decided: false, unsure: new Set(), fields: [] });
    }
    return pending.get(item);
  }

  // Whether everything unsaved is kept in this tab.
  function keep() {
    if (!place) return false;
    if (signingOut) return false;
    for (const [item, entry] of pending) {
      const answer = answerOf(item);
      if (answer) entry.fields = read(answer, entry.seen);
    }
    const answers = [...elsewhere, ...[...pending].map(([item, entry]) => [item, entry.fields])];
    try {
      if (answers.length) sessionStorage.setItem(place, JSON.stringify({ signedOut: signedOut || wasSignedOut, answers }));
      else sessionStorage.removeItem(place);
      return true;
    } catch {
      return false;
    }
  }

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(place)) ?? { answers: [] };
    } catch {
      return { answers: [] };
    }
  }

  // Puts what was kept into the form, and says whether there was any of it.
  function restore() {
    let any = false;
    for (const [item, fields] of [...elsewhere]) {
      const answer = answerOf(item);
      if (!answer || pending.has(item)) continue;
      elsewhere.delete(item);
      fill(answer, fields);
      entryOf(item).trouble = "waiting";
      troubled.add(item);
      any = true;
    }
    restoring ||= any;
    mark();
    return any;
  }

  function mark() {
    document.querySelectorAll(".answer[data-item]").forEach((answer) => {
      const entry = pending.get(answer.dataset.item);
      answer.classList.toggle("unsaved", entry !== undefined);
      answer.classList.toggle("refused", entry?.trouble === "refused");
      if (entry) showChoice(answer);
    });
  }

  function textIn(name, words, className = "") {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = words;
    return element;
  }

  // Beneath an answer stands what is chosen, not what was saved before it. The server's next words replace it.
  function showChoice(answer) {
    const says = answer.querySelector(".state > .says");
    const chosen = answer.querySelector(".scale input:checked");
    if (!says || !chosen) return; // an error or two versions stand there
    const words = chosen.closest("label").title;
    const level = chosen.value ? [textIn("b", chosen.value), ` ${words} `] : [textIn("span", words, "muted"), " "];
    const line = document.createElement("p");
    line.append(...level, textIn("span", "Not saved yet.", "not-saved"));
    if (says.textContent !== line.textContent) says.replaceChildren(...line.childNodes);
  }

  // Sending again

  function retry() {
    clearTimeout(timer);
    timer = null;
    if (retrying) return;
    const item = inTrouble("waiting").find((one) => answerOf(one));
    if (item === undefined) return;
    retrying = item;
    answerOf(item).dispatchEvent(new Event("change", { bubbles: true }));
  }

  function retryLater(least) {
    if (timer || signedOut) return;
    const pause = Math.max(PAUSES[Math.min(failures, PAUSES.length - 1)], Math.min(least, LONGEST_PAUSE));
    failures += 1;
    // Spread, so that everyone in a county does not come back in the same instant.
    timer = setTimeout(retry, pause * (800 + 400 * Math.random()));
  }

  // What came of a request

  function saved(item) {
    const entry = entryOf(item);
    failures = 0;
    if (signedOut) {
      signedOut = false;
      dialog.close();
    }
    entry.trouble = "";
    entry.seen = null;
    entry.decided = false;
    entry.unsure.clear();
    if (troubled.has(item)) savedAfterTrouble += 1;
    if (!entry.typed) pending.delete(item);
    answerOf(item)?.dispatchEvent(new CustomEvent("accord:saved", { bubbles: true }));
  }

  function refused(item, job, status) {
    const entry = entryOf(item);
    entry.trouble = "refused";
    entry.seen ??= job.version;
    entry.decided = false;
    if (status !== 409 && status !== 422) {
      say(`${item} is not saved: the server refused it (${status}). Reload the page to try again; your answer is kept.`);
    }
  }

  function notSaved(item, job, xhr) {
    const entry = entryOf(item);
    entry.trouble = "waiting";
    troubled.add(item);
    pending.delete(item);
    pending.set(item, entry); // the others come first next time: one that never succeeds must not hold them up
    const address = place && xhr.getResponseHeader("HX-Redirect");
    if (address) {
      askToSignIn(address, job.byPerson);
      return;
    }
    if (xhr.status !== 429) entry.unsure.add(job.said);
    retryLater(Number(xhr.getResponseHeader("Retry-After")) || 0);
    sayWaiting();
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

  function sayWaiting() {
    const waiting = inTrouble("waiting");
    const what = waiting.length === 1 ? waiting[0] : count(waiting.length);
    const then = signedOut ? "You were signed out." : "Trying again.";
    say(`${what} ${are(waiting.length)} not saved yet. ${then}`);
  }

  function askToSignIn(address, byPerson) {
    const first = !signedOut;
    signedOut = true;
    keep();
    const goal = new URL(address, location.href);
    // Back to the whole page, where every item is, at one that waits.
    const page = new URL(goal.searchParams.get("next") ?? "/", location.href);
    page.searchParams.delete("show");
    const [item] = pending.keys();
    if (document.getElementById(`item-${item}`)) page.hash = `item-${item}`;
    goal.searchParams.set("next", page.pathname + page.search + page.hash);
    dialog.querySelector("a").href = goal;
    const one = pending.size === 1;
    dialog.querySelector("#kept").textContent = one
      ? "Your unsaved answer is kept on this page. It is saved once you have signed in again."
      : `Your ${pending.size} unsaved answers are kept on this page. They are saved once you have signed in again.`;
    sayWaiting();
    if ((first || byPerson) && !dialog.open) dialog.showModal();
  }

  // When nothing waits any more: one sentence for all that was in trouble.
  function sayHowItEnded() {
    if (inTrouble("waiting").length || !troubled.size) return;
    const open = inTrouble("refused").filter((item) => troubled.has(item));
    const from = wasSignedOut ? "from before you were signed out" : "from before you left this page";
    const words = [];
    if (savedAfterTrouble) {
      words.push(`${count(savedAfterTrouble)} ${restoring ? `kept ${from} ` : ""}${are(savedAfterTrouble)} saved now.`);
    }
    if (open.length) words.push(`Look at ${open.join(", ")}: not saved yet.`);
    if (restoring || troubled.size > 1) say(words.join(" "));
    troubled.clear();
    savedAfterTrouble = 0;
    restoring = wasSignedOut = false;
  }

  // The person

  document.addEventListener("input", (event) => {
    const item = event.target.closest?.(".answer[data-item]")?.dataset.item;
    if (item === undefined) return;
    signingOut = false;
    entryOf(item).typed = true;
    keep();
    mark();
  });

  window.addEventListener("beforeunload", (event) => {
    if (pending.size && !(keep() && leaving)) event.preventDefault();
  });
  window.addEventListener("pagehide", keep);
  window.addEventListener("online", retry);
  window.addEventListener("pageshow", (event) => event.persisted && retry());
  document.addEventListener("visibilitychange", () => {
    leaving = false;
    if (document.visibilityState === "visible") retry();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[action$='/accounts/logout/']")) signingOut = true;
  });
  dialog?.querySelector("a").addEventListener("click", () => { leaving = true; });

  // htmx

  const jobOf = ({ elt, verb, triggeringEvent }) => {
    const answer = elt.closest?.(".answer[data-item]");
    if (!answer) return null;
    const item = answer.dataset.item;
    const version = versionIn(answer, item)?.value ?? null;
    const byPerson = triggeringEvent?.isTrusted && triggeringEvent.type === "change";
    return { answer, item, version, byPerson, isSave: verb === "post", decides: elt.localName === "button" };
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const job = jobOf(event.detail);
    if (!job) return;
    event.detail.timeout = PATIENCE;
    if (!job.isSave) return;
    if (job.decides) entryOf(job.item).decided = true;
    const entry = pending.get(job.item);
    // Nothing is sent when what stands in the form was saved already, or refused as it is; nor, while two
    // versions are shown, before the person has chosen between them.
    const isRefused = hasConflict(job.answer) || (entry?.trouble === "refused" && !entry.typed);
    if (!entry || (isRefused && !entry.decided)) {
      if (retrying === job.item) retrying = null;
      event.preventDefault();
      return;
    }
    if (keep()) event.detail.headers["X-Keeps-Unsaved"] = dialog.dataset.user;
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const job = jobOf(event.detail.requestConfig);
    if (!job) return;
    sent.set(event.detail.xhr, job);
    if (!job.isSave) return;
    entryOf(job.item).typed = false;
    job.said = says(job.answer);
  });

  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    const job = sent.get(xhr);
    if (!job?.isSave) return;
    job.again = meetsItself(job, xhr);
    if (job.again || (place && xhr.getResponseHeader("HX-Redirect"))) event.preventDefault();
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr } = event.detail;
    const job = sent.get(xhr);
    if (!job) return;
    sent.delete(xhr);
    const { item } = job;
    const { status } = xhr;
    const again = status === 0 || status === 408 || status === 429 || status >= 500;
    if (retrying === item) retrying = null;
    if (!job.isSave) {
      if (status === 200) pending.delete(item);
      else say("The server did not answer. Try again.");
    } else if (job.again) entryOf(item).trouble = "waiting";
    else if (again || xhr.getResponseHeader("HX-Redirect")) notSaved(item, job, xhr);
    else if (status < 300) saved(item);
    else refused(item, job, status);
    keep();
    mark();
    if (!again && !signedOut) retry();
    sayHowItEnded();
    if (job.decides && document.activeElement === document.body) {
      answerOf(item)?.querySelector("input:checked")?.focus({ preventScroll: true });
    }
  });

  // Each of many saves is not announced by itself.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target === said && (restoring || troubled.size > 1)) event.preventDefault();
  });

  // Answers overtake each other: an older count does not replace a newer one.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    const counted = Number(fragment.firstElementChild?.dataset.counted ?? Infinity);
    if (counted < Number(target.dataset.counted ?? 0)) event.preventDefault();
  });

  document.addEventListener("htmx:load", () => { if (elsewhere.size && restore()) retry(); });

  if (place) {
    const before = kept();
    wasSignedOut = Boolean(before.signedOut);
    before.answers.forEach(([item, fields]) => elsewhere.set(item, fields));
    // htmx, which sends them, is ready by then.
    document.addEventListener("DOMContentLoaded", () => {
      if (restore()) retry();
      else if (elsewhere.size) {
        say(`${count(elsewhere.size)} ${are(elsewhere.size)} not saved yet, for items that are not shown here.`);
      }
    });
  }
})();
