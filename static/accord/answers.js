// Answers as they stand on the page: read, filled, compared.
import * as fields from "./fields.js";

const fieldsOf = (answer) => answer.querySelectorAll("[name]");

export const allAnswers = () => document.querySelectorAll(".answer[data-item]");
export const answerOf = (item) => document.querySelector(`.answer[data-item="${CSS.escape(item)}"]`);
export const answerAround = (element) => element.closest?.(".answer[data-item]") ?? null;
export const hasConflict = (answer) => answer.querySelector(".conflict") !== null;
/** Whether the server said that nothing can be changed here any more, and no words were typed that would be lost. */
export const isPast = (answer) => answer.querySelector(".conflict[data-closed]") !== null
  && ![...answer.querySelectorAll("textarea")].some(fields.isChanged);
export const versionIn = (root, item) => root.querySelector(`[name="${CSS.escape(item)}-version"]`);

/** What stands in an answer's form, as [name, value]; with another version in place of its own, if one is named. */
export function read(answer, version = null) {
  const found = fields.read(fieldsOf(answer));
  if (version === null) return found;
  const name = `${answer.dataset.item}-version`;
  return [...found.filter(([one]) => one !== name), [name, version]];
}

/** Level, flag and comment as text, for comparing with what the server has (data-mine of a conflict). */
export function summary(answer) {
  const found = new Map(read(answer));
  const value = (name) => found.get(`${answer.dataset.item}-${name}`) ?? "";
  return JSON.stringify([value("level"), value("flag") ? "yes" : "no", value("comment").trim()]);
}

/** Puts what was read earlier back into the form. */
export const fill = (answer, pairs) => fields.fill(fieldsOf(answer), pairs);

function textIn(name, words, className = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = words;
  return element;
}

/** Beneath an answer stands what is chosen, not what was saved before it. The server's next words replace it. */
export function showChoice(answer) {
  const says = answer.querySelector(".state > .says");
  const chosen = answer.querySelector(".scale input:checked");
  if (!says || !chosen) return; // an error or two versions stand there
  const words = chosen.closest("label").title;
  const level = chosen.value ? [textIn("b", chosen.value), ` ${words} `] : [textIn("span", words, "muted"), " "];
  const line = document.createElement("p");
  line.append(...level, textIn("span", "Not saved yet.", "not-saved"));
  if (says.textContent !== line.textContent) says.replaceChildren(...line.childNodes);
}
