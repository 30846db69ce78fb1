// Keys that are pressed alone: which one it was, and whether single characters do something, which is chosen for
// this browser in the list of keys.
import { attempt } from "./attempt.js";

const OFF = "accord-keys-off";
const box = document.getElementById("keys-on");

box.checked = attempt(() => localStorage.getItem(OFF) === null, true); // without storage the choice holds for this page
box.addEventListener("change", () => attempt(() => {
  if (box.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "yes");
}));

export const keysAreOn = () => box.checked;

export const showKeys = () => document.getElementById("keys").showModal();
document.getElementById("show-keys").addEventListener("click", showKeys);

const OPEN = CSS.supports("selector(:popover-open)") ? "dialog[open], :popover-open" : "dialog[open]";

/** The key that was pressed, letters in lower case; nothing where it is meant for a dialog or for the browser. */
export function keyOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector(OPEN)) return null;
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/** Whether what is pressed goes into a field. */
export const isTyping = ({ target }) => (
  target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])") !== null
);
