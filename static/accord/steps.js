// Rows typed beneath a step: one more, one up, one down. Escape leaves a form in which nothing was changed.
import { isChanged } from "./fields.js";
import { say } from "./status.js";

const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-row]")];
const count = (list) => list.querySelector("[name$='-TOTAL_FORMS']");

function number(list) {
  rowsOf(list).forEach((row, place) => { row.querySelector("[name$='-ORDER']").value = place + 1; });
}

function addRow(list) {
  const total = count(list);
  const template = list.querySelector(":scope > template");
  const row = template.content.firstElementChild.cloneNode(true);
  row.innerHTML = row.innerHTML.replaceAll("__prefix__", total.value);
  total.value = Number(total.value) + 1;
  template.before(row);
  number(list);
  row.querySelector("textarea, input:not([type='hidden'])").focus();
}

function move(row, by) {
  const rows = rowsOf(row.parentNode);
  const other = rows[rows.indexOf(row) + by];
  if (!other) return;
  if (by < 0) other.before(row);
  else other.after(row);
  number(row.parentNode);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-rows] button");
  if (!button) return;
  if (button.matches("[data-more]")) addRow(button.closest("[data-rows]"));
  for (const [mark, by] of [["[data-up]", -1], ["[data-down]", 1]]) {
    if (!button.matches(mark)) continue;
    move(button.closest("[data-row]"), by);
    button.focus();
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.(".step-form");
  const cancel = form && form.querySelector("[data-cancel]");
  if (!cancel) return;
  if ([...form.elements].some((one) => one.name && isChanged(one))) say("What you entered is not saved. Save it, or press Cancel to leave it.");
  else cancel.click();
});

// A form that opens in place takes the keyboard: at what is wrong in it, or at its first field. Once it is closed the
// keyboard is where it was opened from.
let opener = null;

document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => { if (elt.matches("a[id]")) opener = elt.id; });

document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  const form = elt.querySelector?.(".step-form");
  if (elt.contains(document.activeElement)) return;
  if (!form) {
    if (document.activeElement === document.body) document.getElementById(opener)?.focus();
    return;
  }
  const alert = form.querySelector("[role='alert']");
  if (alert) alert.tabIndex = -1;
  (form.querySelector("[aria-invalid='true']") ?? alert ?? form.querySelector("textarea, select, input:not([type='hidden'])"))?.focus();
});
