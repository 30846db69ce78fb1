// A block of cells pasted on a cell of an evidence table goes to the preview of what it would change. One text stays
// with the cell: cell-keys.js takes what this does not.
import { cellOf, periodOf } from "./cells.js";

const template = document.getElementById("paste-block");

/** Whether it has more than one cell: a tab, or a line end that is not its last sign and not between quotes. */
function isBlock(text) {
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  return /\t/.test(plain) || (/\n/.test(plain) && !/^"(?:[^"]|"")*"$/.test(plain));
}

document.addEventListener("paste", (event) => {
  const cell = cellOf(event.target);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell || event.target !== cell || !isBlock(text)) return;
  event.preventDefault();
  const form = template.content.cloneNode(true).querySelector("form");
  form.elements.row.value = cell.parentElement.id.replace(/^row-/, "");
  form.elements.period.value = periodOf(cell);
  form.elements.block.value = text;
  document.body.append(form);
  form.requestSubmit();
  addEventListener("pageshow", () => form.remove(), { once: true }); // who comes back to the page begins anew
}, { capture: true }); // before the cell itself takes it as its text
