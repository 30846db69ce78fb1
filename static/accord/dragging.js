// Order by dragging: strengths and areas of focus, rows of evidence, action steps. The row stays where it is in the document and its
// neighbours step over it, so that the pointer never loses it. Where it is let go is where it stays.
import { isSaving } from "./presses.js";
import { onFailed } from "./requests.js";
import { say } from "./status.js";

const rowsOf = (list) => [...list.querySelectorAll(":scope > ol > [data-row], :scope > tbody[data-row]")]; // not those beneath one of its rows
const idOf = (row) => row.dataset.row;
const idsOf = (list) => rowsOf(list).map(idOf);

let drag = null; // { list, row, before: ids, pointer }

function put(ids) {
  const rows = new Map(rowsOf(drag.list).map((row) => [idOf(row), row]));
  const here = ids.indexOf(idOf(drag.row));
  ids.slice(0, here).forEach((id) => drag.row.before(rows.get(id)));
  drag.row.after(...ids.slice(here + 1).map((id) => rows.get(id)));
}

function follow({ clientY }) {
  const others = rowsOf(drag.list).filter((row) => row !== drag.row);
  const above = others.filter((row) => {
    const box = row.getBoundingClientRect();
    return clientY > box.top + box.height / 2;
  }).length;
  const ids = others.map(idOf);
  ids.splice(above, 0, idOf(drag.row));
  if (ids.join() !== idsOf(drag.list).join()) put(ids);
  if (clientY < 60) window.scrollBy(0, -12);
  if (clientY > window.innerHeight - 40) window.scrollBy(0, 12);
}

function start(list, row, pointer) {
  drag = { list, row, before: idsOf(list), pointer };
  row.classList.add("dragging");
  list.classList.add("sorting");
}

function stop({ keep }) {
  const { list, row, before } = drag;
  if (!keep) put(before);
  row.classList.remove("dragging");
  list.classList.remove("sorting");
  drag = null;
  const order = idsOf(list);
  if (order.join() === before.join()) return;
  htmx.ajax("POST", list.dataset.order, {
    source: list, target: list, swap: "outerHTML settle:0s", values: { order, was: before, moved: idOf(row), at: list.querySelector("[name='at']")?.value ?? "" },
  }).catch(() => {}); // onFailed, below, tells what went wrong
  list.dataset.before = before.join(" ");
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".grip");
  const list = grip?.closest("[data-order]");
  if (!list || drag || event.button !== 0) return;
  event.preventDefault();
  if (isSaving(list)) say("Saving … Drag it again in a moment.");
  else start(list, grip.closest("[data-row]"), event.pointerId);
});

const ACTIONS = {
  pointermove: follow,
  pointerup: () => stop({ keep: true }),
  pointercancel: () => stop({ keep: false }),
};
for (const [name, action] of Object.entries(ACTIONS)) {
  document.addEventListener(name, (event) => { if (event.pointerId === drag?.pointer) action(event); });
}
document.addEventListener("keydown", (event) => { if (drag && event.key === "Escape") stop({ keep: false }); });

// The order on the page is again the one that is saved.
onFailed(({ target: list }) => {
  if (!list.dataset?.before) return;
  const rows = new Map(rowsOf(list).map((row) => [idOf(row), row]));
  list.dataset.before.split(" ").forEach((id) => rows.get(id).parentNode.append(rows.get(id)));
  delete list.dataset.before;
  say("The order is not saved: the server did not answer. Try again.");
});
