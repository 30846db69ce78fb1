// The field in which a cell's text is written, in the place of the text.
import { nameOf } from "./cells.js";

let count = 0;
const editors = new WeakMap(); // cell → { field, isQuick: begun by typing, so that the arrow keys leave it, was }

export const fieldIn = (cell) => editors.get(cell)?.field ?? null;
export const isQuick = (cell) => editors.get(cell)?.isQuick === true;
export const setSlow = (cell) => { editors.get(cell).isQuick = false; };

/** Whether something else stands in the field than what it was opened with. */
export const isChanged = (cell) => editors.get(cell).field.value !== editors.get(cell).was;

// Where the browser does not do it by itself.
function grow(field) {
  if (CSS.supports("field-sizing: content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

/** Opens it with a text, in which nothing is selected unless `isSelected`. */
export function open(cell, text, { quick = false, isSelected = false } = {}) {
  const field = document.createElement("textarea");
  Object.assign(field, { className: "form-control", value: text, rows: 1, enterKeyHint: "done", autocomplete: "off" });
  field.setAttribute("aria-label", nameOf(cell));
  const editor = document.createElement("div");
  editor.className = "editor";
  editor.append(field);
  close(cell);
  cell.prepend(editor);
  cell.classList.add("editing");
  editors.set(cell, { field, isQuick: quick, was: text });
  grow(field);
  if (isSelected) field.select();
  else field.setSelectionRange(text.length, text.length);
  return field;
}

export function close(cell) {
  const editor = editors.get(cell);
  if (!editor) return;
  editors.delete(cell); // first: taking it away takes the focus from it
  editor.field.parentElement.remove();
  cell.classList.remove("editing", "refused");
}

/** Shows beneath the text why it is not saved. */
export function showTrouble(cell, trouble) {
  const { field } = editors.get(cell);
  field.parentElement.querySelector(".trouble")?.remove();
  count += 1;
  trouble.id = `trouble-${count}`;
  field.after(trouble);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", trouble.id);
  cell.classList.add("refused");
}

document.addEventListener("input", ({ target }) => {
  if (target.matches(".editor > textarea")) grow(target);
});
