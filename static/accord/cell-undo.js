// Takes back what was saved in cells, the last first. A cell that somebody else changed since shows both versions.
// What is refused elsewhere does not stand in the way; where it stands in the cell itself, it goes first.
import { moveTo } from "./cells.js";
import { giveUp, isSaved, isUnderWay, save, whenSaved } from "./cell-saving.js";
import { say } from "./status.js";

const done = []; // [cell, { text, status } as it was before]
const button = document.getElementById("undo");

const tell = () => { button.hidden = done.length === 0; };

export function undo() {
  if (isUnderWay()) {
    say("Not everything is saved yet. Undo once it is.");
    return;
  }
  const last = done.at(-1);
  if (!last) {
    say("There is nothing to undo.");
    return;
  }
  const [cell, { text, status }] = last;
  if (!isSaved(cell)) {
    giveUp(cell);
    moveTo(cell);
    return;
  }
  done.pop();
  tell();
  save(cell, text, { status, isUndo: true });
  moveTo(cell);
}

whenSaved((cell, was, isUndo) => {
  if (!isUndo) done.push([cell, was]);
  tell();
});
button.addEventListener("click", undo);
