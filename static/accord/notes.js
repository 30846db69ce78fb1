// What a page says first, where it stands over the place to which its person is led (accord.css), can be put away.
const notes = document.querySelector(".notes");

if (notes) {
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "btn btn-link", textContent: "Close" });
  close.addEventListener("click", () => notes.remove());
  const row = document.createElement("div");
  row.className = "put-away";
  row.append(close);
  notes.append(row);
}
