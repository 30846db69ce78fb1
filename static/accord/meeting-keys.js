// The keyboard shortcuts of the meeting screen (those of the workspace stand in keys.js).
import { focusItem, goToFirst, goToLast, press, step, toggleFullScreen } from "./meeting.js";
import { isTyping, keyOf, keysAreOn, showKeys } from "./single-keys.js";

const chooseLevel = (code) => press(`.scale input[value='${CSS.escape(code)}']`);

const COMMANDS = {
  ArrowRight: () => step(1), PageDown: () => step(1), j: () => step(1),
  ArrowLeft: () => step(-1), PageUp: () => step(-1), k: () => step(-1),
  Home: goToFirst, End: goToLast,
  f: toggleFullScreen,
  "?": showKeys,
  n: () => chooseLevel("N/A") || press(".scale .tone-outside input"),
  "*": () => press(".flag input"),
};

// Before the radio buttons see it: on this screen the left and right arrows turn the page.
document.addEventListener("keydown", (event) => {
  const key = keyOf(event);
  if (!key) return;
  if (isTyping(event)) {
    if (key === "Escape") focusItem();
    return;
  }
  if (key.length === 1 && !keysAreOn()) return; // the arrows turn the page all the same
  if (/^\d$/.test(key)) chooseLevel(key);
  else if (Object.hasOwn(COMMANDS, key)) COMMANDS[key]();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });
