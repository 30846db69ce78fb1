// The form of all that belongs to a value, over the table. What it saves is shown in the cell it was opened for.
import { cellOf, addressOf, moveTo, nameOf, periodOf, valueIn } from "./cells.js";
import { isSaved, work } from "./cell-saving.js";
import { onFailed, PATIENCE } from "./requests.js";
import { say } from "./status.js";

const dialog = document.getElementById("details");
const isOurs = ({ target }) => target === dialog;
let cell = null; // the one it is open for
let asked = ""; // how the name of the field ends that is asked for

function show(one, field = "") {
  if (!isSaved(one)) {
    work();
    say("This value is not saved yet. Its details can be changed once it is.");
    return;
  }
  cell = one;
  asked = field;
  const address = `${addressOf(cell)}?${new URLSearchParams({ period: periodOf(cell) })}`;
  htmx.ajax("GET", address, { source: dialog, target: dialog, swap: "innerHTML" }).catch(() => {});
}

function close() {
  dialog.close();
  dialog.replaceChildren();
}

document.addEventListener("accord:details", ({ target }) => show(target));
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes='details']")) close();
  const link = event.target.closest("a.to-details");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(cellOf(link), "-expected");
});
dialog.addEventListener("close", () => { if (cell) moveTo(cell); });

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.target === dialog) detail.timeout = PATIENCE;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (!isOurs(event.detail) || requestConfig.verb !== "post" || xhr.status !== 200) return;
  event.detail.shouldSwap = false;
  valueIn(cell).replaceWith(new DOMParser().parseFromString(xhr.responseText, "text/html").body.firstElementChild);
  say(`${nameOf(cell)}: Saved`);
  close();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!isOurs(event.detail) || dialog.open) return;
  dialog.showModal();
  if (asked) dialog.querySelector(`[name$="${asked}"]`).focus();
});

onFailed((event) => {
  if (!isOurs(event.detail)) return;
  const words = dialog.open ? "Not saved: the server did not answer. Try again." : "The server did not answer. Try again.";
  say(words);
  const note = Object.assign(document.createElement("p"), { className: "error", textContent: words });
  note.setAttribute("role", "alert");
  dialog.querySelector("form")?.prepend(note);
});
