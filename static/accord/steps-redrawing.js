// Nothing typed is lost when a step or a category of the plan is drawn anew. Steps that are open and a new step that is
// being written stay as they are; of a step that is drawn anew, what was typed into its other forms is put back.
import { isChanged } from "./fields.js";

const WRITTEN = "textarea, input[type='text']";
const typed = new Map(); // id of a field → what was typed and not sent
let kept = { parts: [], active: null };

function keepOpen(category, sent) {
  const parts = [...category.querySelectorAll("tbody.open, .add-step:has(form)")];
  const active = document.activeElement;
  kept = { parts: parts.filter((one) => !one.matches(".add-step") || !one.contains(sent)), active };
  kept.parts.forEach((one) => one.remove()); // before htmx forgets what their buttons do
}

function rememberTyped(step, sent) {
  const form = sent.closest("form");
  for (const field of step.querySelectorAll(WRITTEN)) {
    if (field.form === form || !isChanged(field)) typed.delete(field.id);
    else typed.set(field.id, field.value);
  }
}

document.addEventListener("htmx:beforeSwap", ({ detail: { target, shouldSwap, requestConfig } }) => {
  if (!shouldSwap || !target?.matches) return;
  if (target.matches(".of-category")) keepOpen(target, requestConfig.elt);
  if (target.matches("[data-step]")) rememberTyped(target, requestConfig.elt);
});

document.addEventListener("htmx:afterSwap", () => {
  const { parts, active } = kept;
  kept = { parts: [], active: null };
  parts.forEach((one) => document.getElementById(one.id)?.replaceWith(one));
  if (parts.some((one) => one.contains(active))) active.focus();
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
});
