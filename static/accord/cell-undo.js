// Takes back what was saved in cells, the last first. A cell that somebody else changed since shows both versions.
import { moveTo } from "./cells.js";
import { isAllSaved, save, whenSaved } from "./cell-saving.js";
import { say } from "./status.js";

const done = []; // [cell, { text, status } as it was before]
const button = document.getElementById("undo");

const tell = () => { button.hidden = done.length === 0; };

export function undo() {
  if (!isAllSaved()) {
    say("Not everything is saved yet: there is nothing to undo.");
    return;
  }
  const last = done.pop();
  tell();
  if (!last) {
    say("There is nothing to undo.");
    return;
  }
  const [cell, { text, status }] = last;
  save(cell, text, { status, isUndo: true });
  moveTo(cell);
}

whenSaved((cell, was, isUndo) => {
  if (!isUndo) done.push([cell, was]);
  tell();
});
button.addEventListener("click", undo);
