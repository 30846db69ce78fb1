// The cells of a page's evidence tables as in a spreadsheet: which are beside each other, and where the keyboard is.

const tables = [...document.querySelectorAll("table.entered")];
const rowsOf = (table) => [...table.tBodies[0].rows];
const isCell = (one) => one?.localName === "td";
const tableOf = (cell) => cell.closest("table");
const headOf = (cell) => tableOf(cell).tHead.rows[0].cells[cell.cellIndex];

export const cellOf = (element) => element?.closest?.("table.entered td") ?? null;
export const valueIn = (cell) => cell.querySelector(":scope > .value");
export const periodOf = (cell) => headOf(cell).dataset.period;

/** The address of the form of the cell's row. */
export const addressOf = (cell) => cell.parentElement.querySelector("a.row-form").getAttribute("href");

/** The text that is saved. */
export const savedText = (cell) => valueIn(cell).querySelector(":scope > .lines")?.textContent ?? "";

export function nameOf(cell) {
  const row = cell.parentElement.querySelector("th .lines").textContent.trim().split("\n")[0];
  return `${row}, ${headOf(cell).textContent.trim()}`;
}

/** By the name with which what waits is kept. */
export const keyOf = (cell) => `${addressOf(cell)} ${periodOf(cell)}`;
export const cellWith = (key) => allCells().find((cell) => keyOf(cell) === key) ?? null;

const allCells = () => tables.flatMap((table) => rowsOf(table).flatMap((row) => [...row.cells].filter(isCell)));
const lastOf = (row) => row.cells[row.cells.length - 1];

/** The cell so many columns and rows away, if there is one; at the ends of a row, if it `wraps`, of the next row. */
export function beside(cell, { across = 0, down = 0, wraps = false }) {
  if (down) return below(cell, down);
  const next = cell.parentElement.cells[cell.cellIndex + across];
  if (isCell(next)) return next;
  const row = wraps ? rowBeside(cell, across) : null;
  return row ? [...row.cells].filter(isCell).at(across > 0 ? 0 : -1) : null;
}

// In the table after this one, where it ends, of the same period if that has a column.
function below(cell, down) {
  const row = rowBeside(cell, down);
  if (!row) return null;
  const table = row.closest("table");
  if (table === tableOf(cell)) return row.cells[cell.cellIndex];
  const heads = [...table.tHead.rows[0].cells];
  const same = heads.findIndex((head) => head.dataset.period === periodOf(cell));
  return row.cells[same > 0 ? same : Math.min(cell.cellIndex, heads.length - 1)];
}

function rowBeside(cell, down) {
  const rows = tables.filter((table) => table.tHead.rows[0].cells.length > 1).flatMap(rowsOf);
  return rows[rows.indexOf(cell.parentElement) + down] ?? null;
}

export const firstInRow = (cell) => [...cell.parentElement.cells].find(isCell);
export const lastInRow = (cell) => lastOf(cell.parentElement);
export const firstInTable = (cell) => firstInRow(rowsOf(tableOf(cell))[0].cells[1]);
export const lastInTable = (cell) => lastOf(rowsOf(tableOf(cell)).at(-1));

/** Of each table one cell is reached by Tab: the one where the keyboard was last. */
export function moveTo(cell) {
  tableOf(cell).querySelectorAll("td[tabindex='0']").forEach((one) => { one.tabIndex = -1; });
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Out of the table, to what stands above it. */
export function leaveTable(cell) {
  const heading = tableOf(cell).closest("section").querySelector("h2");
  heading.tabIndex = -1;
  heading.focus();
}

for (const table of tables) {
  table.setAttribute("role", "grid");
  table.setAttribute("aria-describedby", "how-to-enter");
  for (const row of rowsOf(table)) {
    for (const cell of [...row.cells].filter(isCell)) {
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
    }
  }
  const first = table.querySelector("td");
  if (first) first.tabIndex = 0;
}
