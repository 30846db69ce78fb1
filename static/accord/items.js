// The items of an assessment: which are shown, which is the current one, and moving among them.
import { tell } from "./status.js";

const bars = [...document.querySelectorAll(".bars, .bar")];

export const isRated = (item) => item.querySelector(".answer") !== null;
export const all = () => [...document.querySelectorAll(".item")];
export const shown = () => all().filter((item) => isRated(item) && !item.closest("[hidden]"));
export const levelOf = (item) => item.querySelector(".scale input:checked")?.value;
export const marked = () => document.querySelector(".item[aria-current]");
export const focused = () => [document.activeElement?.closest(".item")].find((item) => item && isRated(item));

const isUnrated = (item) => (item.querySelector(".scale") ? !levelOf(item) : item.hasAttribute("data-unrated"));

export function isInView(item) {
  const { top, bottom } = item.getBoundingClientRect();
  const bar = bars.find((one) => getComputedStyle(one).position === "sticky");
  const covered = bar ? bar.getBoundingClientRect().bottom : 0;
  return bottom > covered + 30 && top < innerHeight - 30;
}

/** The item that holds the focus, else the one last moved to while it is in view, else the first in view or the
 * next one to come into it. */
export function current() {
  const last = marked();
  const items = shown();
  if (focused() || (items.includes(last) && isInView(last))) return focused() ?? last;
  return items.find(isInView) ?? items.find((item) => item.getBoundingClientRect().top > 0) ?? items[0];
}

export function mark(item) {
  if (item === marked()) return;
  marked()?.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
}

export function moveTo(item) {
  if (!item) return;
  const control = item.querySelector(".scale input:checked") ?? item.querySelector(".scale input");
  if (!control) item.tabIndex = -1;
  mark(item);
  (control ?? item).focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

export function step(by) {
  const here = current();
  const items = shown();
  moveTo(here === marked() ? items[items.indexOf(here) + by] ?? here : here);
}

export function nextUnrated() {
  const items = shown();
  const here = items.indexOf(current());
  const start = items[here] === marked() ? here + 1 : here; // what nobody moved to yet may be the next itself
  const next = [...items.slice(start), ...items.slice(0, start)].find(isUnrated);
  if (next) moveTo(next);
  else tell("Nothing here is unrated.");
}

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.(".item");
  if (item && isRated(item)) mark(item);
});
