// Nothing typed or chosen is lost when a list or its suggestions are drawn anew, and focus stays where it was.
import { isChanged } from "./fields.js";
import { REGIONS, WRITTEN, kindOf, seenIn } from "./regions.js";

const byId = (id) => document.getElementById(id);
const idOf = (element) => element?.id;

/** What a person has in a region, and takes over when it is drawn anew. */
function remember(region, { elt, formData }) {
  const isSent = (element) => elt !== region && elt.contains(element);
  const isUnsaved = (field) => (isSent(field) ? field.value !== formData.get(field.name) : isChanged(field));
  const fields = [...region.querySelectorAll(WRITTEN)].filter(isUnsaved).map((field) => ({
    id: field.id, text: field.value, was: isSent(field) ? undefined : seenIn(field.form)?.value,
  }));
  const editor = elt.closest("details.edit, details.take");
  const open = [...region.querySelectorAll("details[id][open]")].filter((one) => one !== editor).map(idOf);
  const choices = [...region.querySelectorAll(".pointing")].filter((form) => form !== elt).map((form) => [form.parentNode.id, form]);
  const focus = focusIn(region);
  choices.forEach(([, form]) => form.remove()); // before htmx forgets what their buttons do
  return { region: kindOf(region), fields, open, choices, focus };
}

// Where the keyboard is, and where it goes on when that is gone: the first of these that is there.
function focusIn(region) {
  const active = document.activeElement;
  if (!region.contains(active)) return null;
  const row = active.closest("[data-row], li[id], tr[id]");
  const near = [row?.nextElementSibling, row?.previousElementSibling].map(idOf);
  const around = [...document.querySelectorAll("details[id]")].filter((one) => one.contains(active)).map((one) => one.querySelector("summary").id).reverse();
  const heading = region.matches(".suggestions") ? `suggested-${kindOf(region)}` : `title-${kindOf(region)}`;
  const places = [active.id, ...(row ? [row.id] : around), ...near, ...around, heading];
  if (active.closest(".add") && active.matches("button")) places.unshift(active.closest(".add").querySelector("textarea").id);
  if (active.closest(".edit")) places.splice(1, 0, active.closest(".edit").querySelector("summary").id);
  if (active.closest(".pointing")) places.splice(1, 0, active.closest(".pointing").querySelector("[data-closes]").dataset.closes);
  return { active, places: places.filter(Boolean), start: active.selectionStart, end: active.selectionEnd };
}

function giveFocus({ active, places, start, end }) {
  const asked = document.querySelector(`:is(${REGIONS}) [autofocus]`); // words that were just made, to be changed
  const candidates = [...(asked ? [asked] : []), ...(active.isConnected ? [active] : []), ...places.map(byId).filter(Boolean)];
  const taken = candidates.find((place) => {
    if (!place.matches("a, button, summary, textarea, input")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    return document.activeElement === place; // not where it is folded away
  });
  taken?.scrollIntoView({ block: "nearest" });
  if (taken?.id === active.id && taken.matches(WRITTEN)) taken.setSelectionRange(start, end);
}

function putTyped({ id, text, was }, region) {
  const field = byId(id);
  if (field) {
    field.value = text;
    const editor = field.closest("details");
    if (editor) editor.open = true;
    if (was !== undefined && seenIn(field.form)) seenIn(field.form).value = was;
    return;
  }
  // Its row was removed by somebody else: the words go on in a new one.
  const fresh = (id.startsWith("text-") && byId(`new-${region}`)) || (id.startsWith("what-") && byId("what-new"));
  if (fresh) fresh.value = [fresh.value, text].filter(Boolean).join("\n");
}

function restore({ region, fields, open, choices, focus }) {
  fields.forEach((field) => putTyped(field, region));
  open.map(byId).filter(Boolean).forEach((one) => { one.open = true; });
  for (const [id, form] of choices) {
    const place = byId(id);
    if (place && !place.querySelector(".pointing")) place.append(form);
  }
  if (focus) giveFocus(focus);
}

let remembered = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, shouldSwap, requestConfig } = event.detail;
  if (shouldSwap && target?.matches?.(REGIONS)) remembered = remember(target, requestConfig);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (remembered) {
    const all = remembered;
    remembered = null;
    restore(all);
  }
  // The choice of items that was asked for, unless the person went on meanwhile.
  const heading = event.target.querySelector?.(":scope > .pointing > h3");
  if (heading && document.activeElement === event.detail.requestConfig.elt) heading.focus();
});
