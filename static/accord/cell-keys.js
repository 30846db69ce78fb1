// Typing in the cells of an evidence table, by keyboard, pointer and finger, as in a spreadsheet. While a text is
// edited its keys belong to it, but those that leave it; typing on a cell replaces it, and then arrow keys leave too.
import { close, fieldIn, isChanged, isQuick, open, setSlow } from "./cell-editor.js";
import { giveUp, save, textOf } from "./cell-saving.js";
import { undo } from "./cell-undo.js";
import {
  beside, cellOf, firstInRow, firstInTable, lastInRow, lastInTable, leaveTable, moveTo, nameOf,
} from "./cells.js";
import { say } from "./status.js";

const ARROWS = {
  ArrowUp: { down: -1 }, ArrowDown: { down: 1 }, ArrowLeft: { across: -1 }, ArrowRight: { across: 1 },
};

function edit(cell, text, options) {
  moveTo(cell);
  if (cell.matches(".ended")) {
    say(`${nameOf(cell)}: this row is no longer kept.`);
    return;
  }
  const field = fieldIn(cell) ?? open(cell, text, options);
  field.focus({ preventScroll: true });
}

const hasConflict = (cell) => cell.querySelector(".conflict") !== null;

/** What is in the field is saved. Where two versions are shown the person chooses first. */
function commit(cell, { isAsked }) {
  if (hasConflict(cell)) return false;
  if (cell.matches(".refused") && !isAsked && !isChanged(cell)) return true;
  save(cell, fieldIn(cell).value);
  return true;
}

function leave(cell, next) {
  if (commit(cell, { isAsked: true })) moveTo(next ?? cell);
  else cell.querySelector("[data-choice]").focus();
}

function onCell(event, cell) {
  const { key, altKey, shiftKey } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  const isWritten = key.length === 1 && ((!isCommand && !altKey) || event.getModifierState("AltGraph"));
  if (isWritten || key === "Process") {
    edit(cell, "", { quick: true }); // what is typed goes into the field
    return;
  }
  const action = isCommand ? commandOf(key.toLowerCase(), shiftKey, cell) : actionOf(key, altKey, shiftKey, cell);
  if (!action) return;
  event.preventDefault();
  action();
}

function commandOf(key, shiftKey, cell) {
  if (key === "z" && !shiftKey) return undo;
  if (key === "home") return () => moveTo(firstInTable(cell));
  if (key === "end") return () => moveTo(lastInTable(cell));
  return null;
}

function actionOf(key, altKey, shiftKey, cell) {
  if (altKey) return key === "ArrowDown" ? () => cell.dispatchEvent(new Event("accord:details", { bubbles: true })) : null;
  if (key in ARROWS) return () => moveTo(beside(cell, ARROWS[key]) ?? cell);
  if (key === "Tab") {
    const next = beside(cell, { across: shiftKey ? -1 : 1, wraps: true });
    return next && (() => moveTo(next));
  }
  return {
    Enter: () => edit(cell, textOf(cell)),
    F2: () => edit(cell, textOf(cell)),
    Delete: () => save(cell, ""),
    Backspace: () => save(cell, ""),
    Escape: () => leaveTable(cell),
    Home: () => moveTo(firstInRow(cell)),
    End: () => moveTo(lastInRow(cell)),
  }[key] ?? null;
}

function inField(event, cell) {
  const { key, altKey, shiftKey, target: field } = event;
  if (event.ctrlKey || event.metaKey) return;
  if (key === "Enter" && !shiftKey) {
    event.preventDefault();
    if (altKey) {
      field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else leave(cell, beside(cell, { down: 1 }));
  } else if (key === "Tab" && !altKey) {
    event.preventDefault();
    leave(cell, beside(cell, { across: shiftKey ? -1 : 1, wraps: true }));
  } else if (key === "Escape") {
    event.preventDefault();
    giveUpTyped(cell);
  } else if (key === "F2") setSlow(cell);
  else if (key in ARROWS && isQuick(cell) && !altKey && !shiftKey && !field.value.includes("\n")) {
    event.preventDefault();
    leave(cell, beside(cell, ARROWS[key]));
  }
}

function giveUpTyped(cell) {
  if (cell.matches(".refused")) giveUp(cell);
  else close(cell);
  moveTo(cell);
}

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.defaultPrevented || event.isComposing) return;
  if (event.target === cell) onCell(event, cell);
  else if (event.target === fieldIn(cell)) inField(event, cell);
});

document.addEventListener("click", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.button || event.target.closest("a, button, summary, textarea, .trouble")) return;
  if (String(getSelection()).trim()) return; // marked, to be copied
  edit(cell, textOf(cell), { isSelected: true });
});

// Another place was clicked; not another window.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const cell = cellOf(target);
  if (!cell || target !== fieldIn(cell) || document.activeElement === target) return;
  if (cell.querySelector(":scope > .editor").contains(relatedTarget)) return;
  if (isChanged(cell) || cell.matches(".refused")) commit(cell, { isAsked: false });
  else close(cell);
});

document.addEventListener("copy", (event) => {
  const cell = cellOf(event.target);
  if (event.target !== cell || !cell || String(getSelection()).trim()) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", textOf(cell));
});

// A block of cells is looked at first by whoever takes it; one text replaces what stands in the cell.
document.addEventListener("paste", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.target !== cell || event.defaultPrevented) return;
  event.preventDefault();
  edit(cell, event.clipboardData.getData("text/plain").trim());
});

document.getElementById("show-keys").addEventListener("click", () => document.getElementById("keys").showModal());
