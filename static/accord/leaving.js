// Leaving a page with something entered and not saved is asked about. What is left behind all the same (on a phone,
// which does not ask; because the server did not take it) is kept in this tab for the same person, and put back when
// its form is there again. This looks after every form that sends something, on every page and in the administration;
// not after answers, which saving.js does.
import { attempt } from "./attempt.js";
import { fill, isChanged, putDefault, read, setSaved } from "./fields.js";
import { session } from "./session.js";

const NOT_OURS = ".answer[data-item] *, .actions *, .action-select, #action-toggle"; // the last three choose rows of a list
const NOT_KEPT = "[type='password'], [type='file'], [name='csrfmiddlewaretoken'], [name$='_FORMS'], select.filtered";
const WRITTEN = "textarea, input[type='text']";
const REFUSED = ".error, .conflict, .errornote, [aria-invalid='true']";
const place = "accord-words " + document.querySelector("meta[name='accord-user']")?.content;
const { type, responseStatus: status } = performance.getEntriesByType("navigation")[0] ?? {};
const here = location.href.split("#")[0];
const isRefusal = status === 409 || status === 422;

const isSending = (form) => form.getAttribute("method")?.toLowerCase() === "post";
const forms = () => [...document.forms].filter(isSending);
const isField = (one) => one.name && one.matches("input, select, textarea");
const fieldsOf = (form) => [...form.elements].filter((one) => isField(one) && !one.matches(NOT_OURS));
const keptOf = (form) => fieldsOf(form).filter((one) => !one.matches(NOT_KEPT));
const hasSecret = (form) => form.querySelector("[type='password']") !== null;
const addressOf = (form) => new URL(form.getAttribute("action") || "", location.href).pathname;
/** The same form on another page: by where it leads, and by the first of its fields that is seen. */
const nameOf = (form) => `${addressOf(form)}#${form.querySelector("textarea, select, input:not([type='hidden'])")?.id ?? ""}`;

// What the server refused stands in the form as if it had come from there.
const isRefused = (form) => (
  (isRefusal && addressOf(form) === location.pathname) || form.querySelector(REFUSED) !== null
) && fieldsOf(form).some((one) => one.matches(WRITTEN) && one.value.trim());

const settled = new Map(); // form → "sent" or "given up": not asked about
const isUnsaved = (form) => fieldsOf(form).some(isChanged) || isRefused(form);

// name → { fields, words: those of the fields in which was written, sentFrom: the page from which it was sent, if it was }
const asKept = (key) => attempt(() => JSON.parse(sessionStorage.getItem(key)), null) ?? {};
const keepAs = (key, kept) => attempt(() => {
  if (Object.keys(kept).length) sessionStorage.setItem(key, JSON.stringify(kept));
  else sessionStorage.removeItem(key);
});

function keep() {
  if (session.isGivenUp || session.isOld) return;
  const kept = asKept(place);
  for (const form of forms()) {
    const fields = keptOf(form);
    const isKept = (fields.some(isChanged) || isRefused(form)) && settled.get(form) !== "given up";
    const sentFrom = settled.has(form) ? here : null;
    if (isKept && !hasSecret(form)) {
      const words = read(fields.filter((one) => one.matches(WRITTEN) && isChanged(one)));
      kept[nameOf(form)] = { fields: read(fields), words, sentFrom };
    } else if (sentFrom) {
      Object.keys(kept).filter((name) => name.startsWith(`${addressOf(form)}#`)).forEach((name) => delete kept[name]);
    } else delete kept[nameOf(form)];
  }
  keepAs(place, kept);
}

// What was sent from the page before this one was taken, unless this one tells of an error.
function learn() {
  const isTaken = ({ sentFrom }) => sentFrom === document.referrer && (!(status >= 400) || isRefusal);
  const kept = Object.entries(asKept(place)).filter(([, one]) => type === "back_forward" || !isTaken(one));
  keepAs(place, Object.fromEntries(kept));
}

function putBack() {
  const kept = asKept(place);
  for (const form of forms().filter((one) => nameOf(one) in kept)) {
    const { fields, words } = kept[nameOf(form)];
    const shown = keptOf(form).filter((one) => one.type !== "hidden");
    const isShown = ([name]) => shown.some((one) => one.name === name);
    const homeless = words.filter((one) => !isShown(one)).map(([, value]) => value); // of rows that were added
    if (homeless.length || JSON.stringify(read(shown)) !== JSON.stringify(fields.filter(isShown))) {
      fill(keptOf(form), fields);
      tell(form, homeless);
    }
    delete kept[nameOf(form)];
  }
  keepAs(place, kept);
}

function tell(form, homeless) {
  const note = document.createElement("p");
  note.className = "note";
  note.setAttribute("role", "status");
  const discard = document.createElement("button");
  Object.assign(discard, { type: "button", className: "btn btn-link", textContent: "Discard it" });
  discard.addEventListener("click", () => {
    settled.set(form, "given up");
    location.reload();
  });
  const copied = homeless.length ? `To enter again: ${homeless.map((words) => `“${words}”`).join(", ")}. ` : "";
  note.append("What you entered here before you left the page is back. It is not saved yet. ", copied, discard);
  form.prepend(note);
}

// On the window: after everything that may stop it.
window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && isSending(event.target)) settled.set(event.target, "sent");
});
document.addEventListener("input", ({ target: { form } }) => {
  if (!form || !isSending(form)) return;
  session.isGivenUp = false;
  settled.delete(form);
});

let hasAsked = false;
window.addEventListener("beforeunload", (event) => {
  hasAsked = !session.isOld && forms().some((form) => !settled.has(form) && isUnsaved(form));
  if (hasAsked) event.preventDefault();
});
// Who stays is asked again.
["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, () => {
  if (hasAsked) settled.clear();
  hasAsked = false;
}, { capture: true }));

window.addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());

// htmx sends a form and the page stays.
document.addEventListener("htmx:afterRequest", ({ detail: { successful, xhr, requestConfig } }) => {
  const form = requestConfig.elt.closest("form");
  if (!form || requestConfig.verb !== "post") return;
  if (xhr.getResponseHeader("HX-Redirect")) settled.set(form, "sent"); // to sign in: the server keeps it
  else if (successful) setSaved(fieldsOf(form), requestConfig.formData);
});
document.addEventListener("htmx:load", putBack);

// Browsers put what stood in fields into a page that is loaded anew, beside marks of what it shows now.
if (type !== "navigate") forms().flatMap((form) => [...form.elements]).filter(isField).forEach(putDefault);
forms().filter((form) => !hasSecret(form)).forEach((form) => form.setAttribute("autocomplete", "off"));
learn();
putBack();
