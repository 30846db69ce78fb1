// On paper, what stands in a field flows over the pages as any text does: the field itself would be cut off.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("textarea").forEach((field) => {
    const place = field.closest("details.comment") ?? field;
    let copy = place.nextElementSibling;
    if (!copy?.matches(".on-paper")) {
      copy = document.createElement("p");
      copy.className = "on-paper lines";
      place.after(copy);
    }
    copy.textContent = field.value;
  });
});
