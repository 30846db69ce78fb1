// Choices that are searched for: Select2 names its box after what is chosen in it, which is nothing at first. It is
// named after the label of its field, or after the name that a field in a row has.
const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
  const box = select.parentElement.querySelector(".select2-selection");
  const name = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.replace(/:\s*$/, "").trim();
  if (!box || !name) return;
  box.setAttribute("aria-label", name);
  box.removeAttribute("aria-labelledby");
  const chosen = box.querySelector(".select2-selection__rendered");
  chosen?.removeAttribute("role"); // it is no text box: nothing is written in it
  chosen?.removeAttribute("aria-readonly");
});

// Django's own script sets them up on these occasions, and a little later than this one hears of them.
["DOMContentLoaded", "formset:added"].forEach((name) => document.addEventListener(name, () => setTimeout(nameAll)));
