// The lines in which a page tells what happened, which are also read aloud.

/** What stands in the line about saving. */
export const said = () => document.getElementById("saved").textContent;

export function say(words) {
  document.getElementById("saved").textContent = words;
}

/** As say(), but the same words again are not announced. */
export function sayOnce(words) {
  if (said() !== words) say(words);
}

let telling = null;

/** Tells what was found, once typing pauses. */
export function tell(words) {
  clearTimeout(telling);
  telling = setTimeout(() => { document.getElementById("found").textContent = words; }, 400);
}
