// A card is dragged into another column. What is sent is the form that stands on it for the keyboard.
const board = document.querySelector(".board");
const said = document.getElementById("board-said");
let card = null;

const columnAt = (event) => event.target.closest?.(".column");
const light = (column) => board.querySelectorAll(".column").forEach((one) => one.classList.toggle("over", one === column));

board.addEventListener("dragstart", (event) => {
  card = event.target.closest?.(".card-step[draggable]");
  if (!card) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.id); // without data Firefox drags nothing
  card.classList.add("dragging");
});

board.addEventListener("dragover", (event) => {
  if (!card || !columnAt(event)) return;
  event.preventDefault();
  light(columnAt(event));
});

board.addEventListener("drop", (event) => {
  const column = columnAt(event);
  if (!card || !column) return;
  event.preventDefault();
  const form = card.querySelector("form");
  if (form.elements.status.value === column.dataset.status) return;
  form.elements.status.value = column.dataset.status;
  column.querySelector("ul").prepend(card);
  said.textContent = `Moving to ${column.dataset.title}.`;
  form.requestSubmit();
});

board.addEventListener("dragend", () => {
  card?.classList.remove("dragging");
  card = null;
  light(null);
});
