// The keyboard shortcuts of the workspace (those of the meeting screen stand in meeting-keys.js). Everything here has
// a visible control as well; what is chosen is saved by the page's forms (saving.js).
import { clearSearch, goSearching, search } from "./finding.js";
import { current, focused, isInView, marked, moveTo, nextUnrated, shown, step } from "./items.js";
import { isTyping, keyOf, keysAreOn, showKeys } from "./single-keys.js";

const COMMANDS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  u: nextUnrated,
  c: openComment,
  Enter: openComment,
  "*": toggleFlag,
  "/": goSearching,
  "?": showKeys,
};
// Keys that mean something else in other places.
const PLACES = { Enter: ".answer input, .item, main, body", ArrowDown: ".scale *", ArrowUp: ".scale *" };
const REPEATING = ["j", "k", "ArrowDown", "ArrowUp"];

document.addEventListener("keydown", (event) => {
  const key = keyOf(event);
  if (!key || event.defaultPrevented || event.isComposing) return;
  if (isTyping(event)) {
    whileTyping(event, key);
    return;
  }
  if (key === "Enter" && event.target.matches(".answer input")) event.preventDefault(); // it would send all answers
  if (!keysAreOn() || (event.repeat && !REPEATING.includes(key))) return;
  if (key in PLACES && !event.target.matches(PLACES[key])) return;
  const isLevel = choose(key);
  if (!isLevel && !Object.hasOwn(COMMANDS, key)) return;
  event.preventDefault();
  if (!isLevel) COMMANDS[key]();
});

function whileTyping(event, key) {
  if (key === "Escape") leave(event.target);
  else if (event.target === search && ["Enter", "ArrowDown"].includes(key)) {
    event.preventDefault();
    moveTo(shown()[0]);
  }
}

function leave(field) {
  if (field.closest(".answer")) moveTo(field.closest(".item"));
  if (field !== search) return;
  clearSearch();
  const item = marked();
  if (item && !item.closest("[hidden]")) moveTo(item);
  else search.blur();
}

/** Chooses the level that has this key, and says whether there is one: its code, N for N/A, - for “not rated yet”. */
function choose(key) {
  const item = current();
  const codes = key === "-" ? ["", "-"] : key === "n" ? ["n", "n/a"] : [key];
  const radio = [...(item?.querySelectorAll(".scale input[type=radio]") ?? [])].find((one) => codes.includes(one.value.toLowerCase()));
  if (radio) press(item, radio);
  return Boolean(radio);
}

function toggleFlag() {
  const item = current();
  const flag = item?.querySelector(".flag input[type=checkbox]");
  if (flag) press(item, flag);
}

// What is not on screen is shown first, not changed.
function press(item, control) {
  if (item !== focused() && !isInView(item)) {
    moveTo(item);
    return;
  }
  control.focus({ preventScroll: true });
  control.click();
  item.scrollIntoView({ block: "nearest" });
}

function openComment() {
  const comment = current()?.querySelector("details.comment");
  if (!comment) return;
  comment.open = true;
  comment.querySelector("textarea").focus();
}
