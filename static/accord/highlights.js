// Strengths and areas of focus: their forms unfold ready to be typed in, and the items they point at are counted.
import { isChanged } from "./fields.js";

// What is only suggested is selected, for other words to replace it.
document.addEventListener("click", (event) => {
  const editor = event.target.closest?.(".edit > summary, .take > summary")?.parentNode;
  if (!editor || editor.open) return;
  editor.addEventListener("toggle", () => {
    const field = editor.querySelector("textarea");
    field.focus();
    if (editor.matches(".take") && !isChanged(field)) field.select();
    else field.setSelectionRange(field.value.length, field.value.length);
  }, { once: true });
});
document.addEventListener("reset", (event) => {
  const editor = event.target.closest(".edit, .take");
  if (!editor) return;
  editor.open = false;
  editor.querySelector("summary").focus();
});

// The choice of items: how many are chosen, and closing it again.
document.addEventListener("change", (event) => {
  const group = event.target.closest?.(".pointing details");
  if (!group) return;
  const number = group.querySelectorAll(":checked").length;
  group.querySelector(".chosen").textContent = number ? `${number} chosen` : "";
});
document.addEventListener("click", (event) => {
  const closes = event.target.closest?.("[data-closes]");
  const link = closes && document.getElementById(closes.dataset.closes);
  if (!link) return;
  event.preventDefault();
  closes.closest(".pointing").remove();
  link.focus();
});
