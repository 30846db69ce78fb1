// Tells when something other than an answer could not be sent: measures, strengths and areas of focus,
// suggestions. Answers look after themselves (saving.js), and so does the order of a list (dragging.js).
import { PATIENCE, onFailed, refusal } from "./requests.js";
import { say } from "./status.js";

const isOurs = ({ elt, verb }) => !elt.closest(".answer") && (verb === "get" || Boolean(elt.closest("form") ?? elt.form));

// The boxes again as they are saved, unless another choice is on its way already.
function putBack(form) {
  if (form.matches(".htmx-request")) return;
  const saved = new Set([...form.querySelectorAll("[name='was']")].map((one) => one.value));
  form.querySelectorAll("[name='measures']").forEach((box) => { box.checked = saved.has(box.value); });
}

document.addEventListener("htmx:configRequest", (event) => {
  if (isOurs(event.detail)) event.detail.timeout = PATIENCE;
});

onFailed((event) => {
  const { elt, verb } = event.detail.requestConfig;
  if (!isOurs({ elt, verb })) return;
  const { status } = event.detail.xhr;
  const why = status >= 400 && status < 500 && status !== 429
    ? `${refusal(status)}. Reload the page.`
    : "the server did not answer. Try again.";
  say(`${verb === "get" ? "Not shown" : "Not saved"}: ${why}`);
  const form = elt.closest("form.choose");
  if (form) setTimeout(putBack, 0, form);
});
